import { type LiveBenchScorer, scored } from "./scorer.ts";
import { starPassages } from "./star-passages.ts";

/** Names in the order of the houses: each in bold at the end, or all of them in the last bold text. */
export const scoreHouseTraversal: LiveBenchScorer = (reply, { answer }) => {
  const bold = starPassages(reply.toLowerCase());
  const last = bold.at(-1);
  if (last === undefined) return scored(null, 0);
  const names = answer.toLowerCase().split(" ");
  const ending = bold.slice(-names.length);
  const oneByOne =
    ending.length === names.length &&
    ending.every(({ stars, passage }, index) => [stars, passage].includes(names[index] ?? ""));
  const right = oneByOne || inOrder(last.passage, names);
  return scored(right ? answer : last.passage, right ? 1 : 0);
};

/** Whether each name's first occurrence comes after the one before. */
function inOrder(text: string, names: readonly string[]): boolean {
  const places = names.map((name) => text.indexOf(name));
  return places.every((place, index) => place > (index === 0 ? -1 : (places[index - 1] ?? -1)));
}
