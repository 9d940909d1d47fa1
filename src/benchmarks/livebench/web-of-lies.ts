import { pythonStrip, pythonWords } from "../../support/python/text.ts";
import { lastBoxed, withBoxesForFrames } from "./boxed.ts";
import { passagesBetween, solutions, solutionsBetweenCloses } from "./passages.ts";
import { type LiveBenchScorer, scored, scoreOfParts } from "./scorer.ts";

const VERDICTS = ["yes", "no", "unknown"] as const;
/** How many people the question asks about. */
const ASKED = 3;
const COMBINATIONS = VERDICTS.flatMap((first) =>
  VERDICTS.flatMap((second) => VERDICTS.map((third) => [first, second, third].join(", "))),
);

/** Who tells the truth: the last solution, bold verdicts, a box or a plain list, equal to the right list or around it. */
export const scoreWebOfLies: LiveBenchScorer = (reply, { answer }) => {
  const marked = solutions(reply).at(-1) ?? solutionsBetweenCloses(reply).at(-1) ?? boldVerdicts(reply);
  const found = boxedIfBlank(marked, reply) ?? lastCombination(reply);
  if (found === null) return scored(null, 0);
  const gold = answer.toLowerCase();
  // The "no" of each "unknown" is counted too, as LiveBench counts it.
  const named = VERDICTS.reduce((sum, verdict) => sum + occurrences(found, verdict), 0);
  return scored(found, found === gold || (named === ASKED && found.includes(gold)) ? 1 : 0);
};

/** The later form: verdict by verdict, each exactly as written. */
export const scoreWebOfLiesV3: LiveBenchScorer = (reply, { answer }) => {
  const marked = solutions(reply).at(-1) ?? null;
  const boxed = isBlank(marked) ? boxedVerdicts(reply) : null;
  const found = boxed?.replaceAll("\\text{", "").replaceAll("}", "") ?? marked ?? lastCombination(reply);
  if (found === null) return scored(null, 0);
  const words = found.split(",");
  const gold = answer.split(",");
  const right = gold.filter((word, index) => word === words[index]).length;
  return scored(found, scoreOfParts(right, gold.length));
};

function isBlank(text: string | null): boolean {
  return text === null || pythonStrip(text) === "";
}

function boxedIfBlank(marked: string | null, reply: string): string | null {
  return isBlank(marked) ? (boxedVerdicts(reply) ?? marked) : marked;
}

function boldVerdicts(reply: string): string | null {
  const words = passagesBetween(reply, "**", "**").flatMap(pythonWords);
  const verdicts = words
    .map((word) => word.toLowerCase().replaceAll(",", "").replaceAll(".", ""))
    .filter((word) => VERDICTS.some((verdict) => verdict === word));
  return verdicts.length === 0 ? null : verdicts.slice(-ASKED).join(", ");
}

function boxedVerdicts(reply: string): string | null {
  const doubled = reply.replaceAll("\\\\boxed{\\\\textbf{", "\\\\boxed{");
  return lastBoxed(withBoxesForFrames(doubled).replaceAll("\\textbf{", "\\boxed{"));
}

/** The list of three verdicts whose first occurrence is the last one among all lists'. */
function lastCombination(reply: string): string | null {
  const lower = reply.toLowerCase();
  const places = COMBINATIONS.map((list) => ({ list, at: lower.indexOf(list) }));
  const last = places.reduce((best, place) => (place.at > best.at ? place : best));
  return last.at === -1 ? null : last.list;
}

function occurrences(text: string, word: string): number {
  return text.split(word).length - 1;
}
