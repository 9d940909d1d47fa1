import type { ChangedCondition } from "../contracts/history-trend.ts";

/** Longer texts are told apart by their beginning and length; a line of the history is no archive. */
const LONGEST = 160;

/** The stacks' environments and whatever else a run was made under, by name and in the names' order. */
export function flatConditions(
  environments: Readonly<Record<"baseline" | "candidate", Readonly<Record<string, string>>>>,
  others: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = (["baseline", "candidate"] as const).flatMap((role) =>
    Object.entries(environments[role]).map(([name, value]) => [`${role} ${name}`, value] as const),
  );
  const all = [...named, ...Object.entries(others)];
  return Object.fromEntries(
    all.map(([name, value]) => [name, shortened(value)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function shortened(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}… (${value.length} characters)`;
}

/** What differs between two runs, each name once, in the names' order. */
export function changedConditions(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): ChangedCondition[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }));
}
