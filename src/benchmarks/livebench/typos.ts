import { pythonStrip } from "../../support/python/text.ts";
import { solutions } from "./passages.ts";
import { type LiveBenchScorer, scored } from "./scorer.ts";

const DASHES = " --- ";

/** Misspellings put right: the right text stands in the last solution, or in the reply. */
export const scoreTypos: LiveBenchScorer = (reply, { answer }) => {
  const marked = solutions(reply).at(-1);
  const found = marked ?? betweenDashes(reply.replaceAll("<solution>", "").replaceAll("</solution>", ""));
  const text = pythonStrip(found)
    .split("\n")
    .filter((line) => line !== "")
    .join(" ");
  return text.includes(answer) ? scored(answer, 1) : scored(text, 0);
};

/** What stands between the last two dashes of the first line that has two, else the whole text. */
function betweenDashes(text: string): string {
  for (const line of text.split("\n")) {
    const last = line.lastIndexOf(DASHES);
    const open = last < DASHES.length ? -1 : line.lastIndexOf(DASHES, last - DASHES.length);
    if (open === -1) continue;
    const start = open + DASHES.length;
    return line.slice(start, line.indexOf(DASHES, start));
  }
  return text;
}
