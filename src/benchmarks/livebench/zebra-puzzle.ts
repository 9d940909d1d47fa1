import { PYTHON_WORD, pythonStrip } from "../../support/python/text.ts";
import { lastBoxed, plainBox, withBoxesForFrames } from "./boxed.ts";
import { lastLine, solutions, solutionsBetweenCloses } from "./passages.ts";
import { type LiveBenchScorer, scored, scoreOfParts } from "./scorer.ts";

const EMPHASISED = new RegExp(`\\*\\*\\*([${PYTHON_WORD}]+)\\*\\*\\*`, "gu");
const WORD = new RegExp(`[${PYTHON_WORD}]+`, "gu");
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  "1": "one",
  "2": "two",
  "3": "three",
  "4": "four",
  "5": "five",
  "6": "six",
  "7": "seven",
  "8": "eight",
  "9": "nine",
};

/** Questions from before 2024-11-25: the last word in three stars, else the last word. */
export const scoreZebraPuzzleWord: LiveBenchScorer = (reply, { answer }) => {
  const word = [...reply.matchAll(EMPHASISED)].at(-1)?.[1] ?? reply.match(WORD)?.at(-1) ?? "";
  const gold = answer.toLowerCase();
  const named = word.toLowerCase();
  const right = named === gold || NUMBER_WORDS[word] === gold || `${named} movies` === gold;
  return scored(word, right ? 1 : 0);
};

/** Later questions: a list of answers, each of which holds the right word. */
export const scoreZebraPuzzle: LiveBenchScorer = (reply, { answer }) => {
  const gold = answer.split(",");
  const found = listedAnswers(reply, gold.length);
  if (found === null) return scored(null, 0);
  const right = gold.filter((word, index) => {
    const named = found[index];
    return named !== undefined && comparable(named).replaceAll("position", "").includes(comparable(word));
  }).length;
  return scored(found.join(","), scoreOfParts(right, gold.length));
};

/** The last so many answers of all solutions; of a single one, a box or the last line, all of them. */
function listedAnswers(reply: string, count: number): string[] | null {
  const marked = solutions(reply);
  const passages = marked.length > 0 ? marked : solutionsBetweenCloses(reply);
  if (passages.length > 1) return passages.flatMap((passage) => passage.split(",")).slice(-count);
  const [only] = passages;
  return (only ?? boxedList(reply) ?? closingList(reply, count))?.split(",") ?? null;
}

function boxedList(reply: string): string | null {
  const boxed = lastBoxed(withBoxesForFrames(reply));
  return boxed === null ? null : plainBox(boxed);
}

function closingList(reply: string, count: number): string | null {
  const line = lastLine(pythonStrip(reply));
  return line.split(",").length === count ? line : null;
}

function comparable(text: string): string {
  return pythonStrip(text).toLowerCase().replaceAll("-", " ");
}
