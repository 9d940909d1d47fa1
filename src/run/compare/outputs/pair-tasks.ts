import type { ComparedOutputs } from "../../../contracts/bench-result.ts";
import type { HarnessTask } from "../../../contracts/harness-output.ts";
import { FvalidateError } from "../../../support/errors.ts";
import type { SideName, Sides } from "./options.ts";

/** One figure of one task, on both sides. */
export interface TaskPair {
  /** Unique within the comparison. */
  readonly name: string;
  readonly baseline: HarnessTask;
  readonly candidate: HarnessTask;
}

/** Tasks that both sides have, by name and metric, in the baseline's order; and what only one of them has. */
export function pairTasks(sides: Sides): {
  pairs: TaskPair[];
  unpaired: Readonly<Record<SideName, string[]>>;
} {
  const baseline = byFigure(sides.baseline.output.tasks, "baseline");
  const candidate = byFigure(sides.candidate.output.tasks, "candidate");
  const shared = [...baseline].flatMap(([figure, task]) => {
    const other = candidate.get(figure);
    return other === undefined ? [] : [{ figure, baseline: task, candidate: other }];
  });
  if (shared.length === 0) throw nothingShared(sides, { baseline, candidate });
  const timesNamed = (name: string) => shared.filter((pair) => pair.baseline.name === name).length;
  const only = (one: ReadonlyMap<string, HarnessTask>, other: ReadonlyMap<string, HarnessTask>) =>
    [...one.keys()].filter((figure) => !other.has(figure));
  return {
    pairs: shared.map(({ figure, ...tasks }) => ({
      ...tasks,
      name: timesNamed(tasks.baseline.name) > 1 ? figure : tasks.baseline.name,
    })),
    unpaired: { baseline: only(baseline, candidate), candidate: only(candidate, baseline) },
  };
}

function byFigure(tasks: readonly HarnessTask[], side: SideName): Map<string, HarnessTask> {
  const found = new Map<string, HarnessTask>();
  for (const task of tasks) {
    const figure = `${task.name}: ${task.metric}`;
    if (found.has(figure))
      throw new FvalidateError("input", `The ${side}'s output has ${figure} twice.`, {
        hint: "Name the folder or file of one run.",
      });
    found.set(figure, task);
  }
  return found;
}

function nothingShared(
  sides: Sides,
  figures: Readonly<Record<SideName, ReadonlyMap<string, HarnessTask>>>,
): FvalidateError {
  const list = (side: SideName) => {
    const { notes } = sides[side].output;
    if (figures[side].size > 0) return [...figures[side].keys()].slice(0, LISTED).join(", ");
    return notes.length === 0 ? "nothing" : `nothing (${notes.slice(0, LISTED).join("; ")})`;
  };
  return new FvalidateError("comparison", "The outputs have no figure of a task in common.", {
    hint: `The baseline's has ${list("baseline")}; the candidate's ${list("candidate")}.`,
  });
}

const LISTED = 8;

/** All settings that either side tells, the baseline's first. */
export function settingsOf({ baseline, candidate }: TaskPair): ComparedOutputs["settings"] {
  const names = new Set([...Object.keys(baseline.settings), ...Object.keys(candidate.settings)]);
  return [...names].map((name) => ({
    name,
    baseline: baseline.settings[name] ?? null,
    candidate: candidate.settings[name] ?? null,
  }));
}

/** Settings that both sides tell, and not alike: `few-shot examples: 0, 5`. */
export function differencesOf(settings: ComparedOutputs["settings"]): string[] {
  return settings.flatMap(({ name, baseline, candidate }) =>
    baseline === null || candidate === null || baseline === candidate
      ? []
      : [`${name}: ${baseline} in the baseline, ${candidate} in the candidate`],
  );
}
