import type { HarnessSample, HarnessTask } from "../../contracts/harness-output.ts";
import { isSameFigure, meanOf, meanScore } from "../files/score.ts";
import { type Figure, metricName, settingsOf } from "./figures.ts";
import type { Results } from "./schema.ts";

/**
 * Tasks to compare. A group with a figure of its own (`mmlu`) is one task, its sub-tasks the categories: that is the
 * figure that people quote, and a sub-task alone decides nothing. All other figures are tasks for themselves.
 */
export function tasksOf(
  figures: readonly Figure[],
  results: Results | null,
): { tasks: HarnessTask[]; notes: string[] } {
  const notes: string[] = [];
  const taken = new Set<Figure>();
  const groups = topGroups(results).flatMap((group) =>
    keysOf(figures).flatMap((key) => {
      const task = groupTask(group, key, { figures, results });
      if (task === null) return [];
      if (typeof task === "string") notes.push(task);
      else for (const member of task.members) taken.add(member);
      return typeof task === "string" ? [] : [task.task];
    }),
  );
  const alone = figures.filter((figure) => !taken.has(figure)).map((figure) => leafTask(figure, results));
  return { tasks: [...groups, ...alone], notes };
}

function leafTask(figure: Figure, results: Results | null): HarnessTask {
  const { task, reported, reportedQuestions, samples } = figure;
  const settings = settingsOf(task, results);
  return {
    name: task,
    metric: metricName(figure),
    reported,
    reportedQuestions,
    aggregation: "micro",
    settings,
    samples,
  };
}

/** Groups within no other group. */
function topGroups(results: Results | null): string[] {
  const subtasks = results?.group_subtasks ?? {};
  const inner = new Set(Object.values(subtasks).flat());
  return Object.entries(subtasks)
    .filter(([group, members]) => members.length > 0 && !inner.has(group))
    .map(([group]) => group);
}

function keysOf(figures: readonly Figure[]): Pick<Figure, "metric" | "filter">[] {
  const keys = new Map(figures.map(({ metric, filter }) => [`${metric},${filter}`, { metric, filter }]));
  return [...keys.values()];
}

/** `null` where the group has no such figure; a note where it cannot be told how it comes from its sub-tasks. */
function groupTask(
  group: string,
  key: Pick<Figure, "metric" | "filter">,
  { figures, results }: { figures: readonly Figure[]; results: Results | null },
): { task: HarnessTask; members: Figure[] } | string | null {
  const reported = results?.results[group]?.[`${key.metric},${key.filter}`];
  if (typeof reported !== "number" || results === null) return null;
  const leaves = new Set(leavesOf(group, results));
  const members = figures.filter(
    ({ task, metric, filter }) => leaves.has(task) && metric === key.metric && filter === key.filter,
  );
  const aggregation = aggregationOf(members, reported);
  const name = `${group}: ${metricName(key)}`;
  if (aggregation === null)
    return `${name} is ${reported}, neither the mean of its samples nor of its sub-tasks: its sub-tasks are compared one by one`;
  return {
    members,
    task: {
      name: group,
      metric: metricName(key),
      reported,
      reportedQuestions: sumOrNull(members.map(({ reportedQuestions }) => reportedQuestions)),
      aggregation,
      settings: commonSettings(members, results),
      samples: members.some(({ samples }) => samples === null) ? null : members.flatMap(categorised),
    },
  };
}

function leavesOf(group: string, results: Results): string[] {
  const members = results.group_subtasks?.[group] ?? [];
  return members.length === 0 ? [group] : members.flatMap((member) => leavesOf(member, results));
}

/** A group's configuration is not written down; its figure tells which mean it is. */
function aggregationOf(members: readonly Figure[], reported: number): HarnessTask["aggregation"] | null {
  const sizes = members.map(
    ({ reportedQuestions, samples }) => reportedQuestions ?? samples?.length ?? Number.NaN,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const figures = members.map((figure) => figure.reported ?? meanScore(figure.samples ?? []) ?? Number.NaN);
  const weighted = figures.reduce((sum, figure, i) => sum + figure * (sizes[i] ?? 0), 0) / total;
  if (isSameFigure(weighted, reported)) return "micro";
  return isSameFigure(meanOf(figures), reported) ? "macro of categories" : null;
}

function categorised({ task, samples }: Figure): HarnessSample[] {
  return (samples ?? []).map((sample) => ({ ...sample, id: `${task}/${sample.id}`, category: task }));
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

/** What all sub-tasks share, and what they do not as a list. */
function commonSettings(members: readonly Figure[], results: Results): Record<string, string> {
  const all = members.map(({ task }) => settingsOf(task, results));
  const keys = new Set(all.flatMap((settings) => Object.keys(settings)));
  return Object.fromEntries(
    [...keys].map((key) => [key, [...new Set(all.map((settings) => settings[key] ?? "none"))].join(" | ")]),
  );
}
