import { resolve } from "node:path";
import type { Side } from "./options.ts";

/**
 * What the two sides are called: the stacks that runs of our own name, or their models, where these differ; else the last
 * part of their paths that differs; else their roles.
 */
export function labelsOf(
  baseline: Omit<Side, "label">,
  candidate: Omit<Side, "label">,
): { baseline: string; candidate: string } {
  const stacks = [baseline, candidate].map(({ output }) => output.environment["stack"] ?? null);
  const models = [baseline, candidate].map(({ output }) => output.model);
  for (const [one, other] of [stacks, models]) {
    if (one != null && other != null && one !== other)
      return { baseline: lastPart(one), candidate: lastPart(other) };
  }
  const [first, second] = [partsOf(baseline.path), partsOf(candidate.path)];
  while (first.length > 0 && first.at(-1) === second.at(-1)) {
    first.pop();
    second.pop();
  }
  const [one, other] = [first.at(-1), second.at(-1)];
  return one === undefined || other === undefined
    ? { baseline: "baseline", candidate: "candidate" }
    : { baseline: one, candidate: other };
}

/** An arm's suffix is a part of its own. */
function partsOf(path: string): string[] {
  const [, place = path, arm] = /^(.+?)(?:#(baseline|candidate))?$/s.exec(path) ?? [];
  const parts = resolve(place).split(/[/\\]/).filter(Boolean);
  return arm === undefined ? parts : [...parts, arm];
}

function lastPart(model: string): string {
  return model.split("/").filter(Boolean).at(-1) ?? model;
}
