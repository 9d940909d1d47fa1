import { pythonStrip } from "../../support/python/text.ts";
import { lastBoxed, withBoxesForFrames } from "./boxed.ts";
import { type LiveBenchScorer, scored } from "./scorer.ts";

const BOLD = /\*\*([^*]+)\*\*/g;
/** How many bold phrases may hold the answer, counted from the end. */
const PHRASES = 3;
const NUMBERS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
/** These may have another word beside them, as in "two tetrahedra". */
const SHAPES = ["tetrahedra", "tetrahedron", "triangle", "square"];

/** Solids and cuts: one of the last bold phrases, or the box, is the answer. */
export const scoreSpatial: LiveBenchScorer = (reply, { answer }) => {
  const phrases = [...reply.matchAll(BOLD)]
    .slice(-PHRASES)
    .map((match) => pythonStrip(match[1] ?? "").toLowerCase());
  const gold = pythonStrip(answer).toLowerCase();
  if (reply === answer || phrases.some((phrase) => says(phrase, gold))) return scored(answer, 1);
  const boxed = lastBoxed(withBoxesForFrames(reply))?.replace(/\\(?:textbf|mathbf|text)\{|\}/g, "");
  return boxed === answer ? scored(answer, 1) : scored(boxed ?? phrases.at(-1) ?? null, 0);
};

function says(phrase: string, gold: string): boolean {
  if (phrase === gold) return true;
  const number = NUMBERS.indexOf(phrase);
  if (number !== -1 && String(number) === gold) return true;
  return SHAPES.includes(gold) && phrase.includes(gold) && [...phrase].length < 2 * gold.length + 5;
}
