import { pythonStrip } from "../../support/python/text.ts";
import { lastBoxed, plainBox } from "./boxed.ts";
import { passagesBetween, solutions, solutionsBetweenCloses } from "./passages.ts";
import { type LiveBenchScorer, ScoringFailure, scored } from "./scorer.ts";

const GROUP_SIZE = 4;

/** Questions from before 2024-11-25: the bold list with most groups right; a group may hold further words. */
export const scoreConnectionsBold: LiveBenchScorer = (reply, { answer }) => {
  const gold = groupsOf(answer.split(","));
  let best = { list: null as string | null, right: 0 };
  for (const list of passagesBetween(reply.replaceAll("\n", ""), "**", "**")) {
    const groups = groupsOf(list.split(","));
    const right = gold.filter((group) =>
      groups.some((other) => group.every((word) => other.includes(word))),
    ).length;
    if (best.list === null || right > best.right) best = { list, right };
  }
  return scored(best.list, best.right / gold.length);
};

/** Later questions: the solution's words in fours, each group right or wrong. */
export const scoreConnections: LiveBenchScorer = (reply, { answer }) => {
  const words = answer.split(",");
  const gold = groupsOf(words).map(keyOf);
  const found = listedWords(reply, words.length);
  if (found === null) return scored(null, 0);
  const right = groupsOf(found).filter((group) => gold.includes(keyOf(group))).length;
  return scored(found.join(","), right / gold.length);
};

function listedWords(reply: string, count: number): string[] | null {
  const passages = (markedLists(reply) ?? boxedLists(reply))?.map((passage) => passage.replaceAll("\n", ""));
  if (passages === undefined) return null;
  const words = passages.flatMap((passage) => passage.split(","));
  return passages.length > 1 ? words.slice(-count) : words;
}

function markedLists(reply: string): string[] | null {
  const joined = reply.replaceAll("\n", "");
  for (const find of [solutions, solutionsBetweenCloses])
    for (const text of [reply, joined]) {
      const passages = find(text);
      if (passages.length > 0) return passages;
    }
  return null;
}

function boxedLists(reply: string): string[] | undefined {
  if (!reply.includes("\\boxed")) return undefined;
  const boxed = lastBoxed(reply);
  if (boxed === null) throw new ScoringFailure("a box that is never closed");
  return [plainBox(boxed)];
}

/** Words in fours, without repetitions within a group. */
function groupsOf(words: readonly string[]): string[][] {
  const groups: string[][] = [[]];
  for (const word of words.map((one) => pythonStrip(one).toLowerCase())) {
    if (groups.at(-1)?.length === GROUP_SIZE) groups.push([]);
    const group = groups.at(-1);
    if (group !== undefined && !group.includes(word)) group.push(word);
  }
  return groups;
}

function keyOf(group: readonly string[]): string {
  return JSON.stringify([...group].sort());
}
