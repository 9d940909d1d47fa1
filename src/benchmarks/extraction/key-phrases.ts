import { afterLast, pythonLength, pythonStrip } from "../../support/python/text.ts";

const TRIVIAL = new Set([":", ",", ".", "!", "?", ";", "'"]);

/**
 * Of each piece of a reply, the shortest text after one of the words that come before an answer; all of the reply where
 * no piece has one. MMMU's and CMMMU's `get_key_subresponses`.
 * @param equation whether what follows `=` counts in the last piece
 */
export function keyPhrases(
  reply: string,
  pieces: readonly string[],
  words: readonly string[],
  equation: boolean,
): string[] {
  const found = pieces.flatMap((piece, index) => {
    const last = equation && index === pieces.length - 1;
    const phrase = shortestTail(piece, last ? [...words, "="] : words);
    return phrase === "" || TRIVIAL.has(phrase) ? [] : [phrase];
  });
  return found.length === 0 ? [reply] : found;
}

/** An empty tail is no tail: the next word's takes its place, however long. */
function shortestTail(piece: string, words: readonly string[]): string {
  let shortest = "";
  for (const word of words) {
    if (!piece.includes(word)) continue;
    const tail = pythonStrip(afterLast(piece, word));
    if (shortest === "" || pythonLength(tail) < pythonLength(shortest)) shortest = tail;
  }
  return shortest;
}
