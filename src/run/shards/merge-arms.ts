import type { Arm, Evidence } from "../../contracts/run-parts.ts";
import { MACHINE_FACTS } from "./same-run.ts";

/** What one shard says. */
export interface OfShard<Value> {
  readonly index: number;
  readonly value: Value;
}

/** From the gravest on: the merged evidence is as weak as the weakest shard's. */
const WEAKEST_FIRST: readonly Evidence["status"][] = [
  "contradicted",
  "missing",
  "not applicable",
  "clean",
  "proved",
];

/**
 * One arm out of what the shards saw of it. What all say alike stands once; where they differ, each value stands with
 * the shards that it is from.
 */
export function mergeArms(arms: readonly OfShard<Arm>[]): Arm {
  const [first] = arms;
  if (first === undefined) throw new RangeError("no shard knows the arm");
  const { stack, label, source } = first.value;
  const of = <Value>(read: (arm: Arm) => Value) =>
    arms.map(({ index, value }) => ({ index, value: read(value) }));
  return {
    stack,
    label,
    source,
    environment: mergeEnvironments(of(({ environment }) => environment)),
    evidence: mergeEvidence(
      of(({ evidence }) => evidence),
      source,
    ),
  };
}

/** `10.1 (shards 1 and 3), 10.2 (shard 2)`, or the text itself where all say the same. */
export function joinTexts(texts: readonly OfShard<string>[], separator = ", "): string {
  const shardsOf = new Map<string, number[]>();
  for (const { index, value } of texts) shardsOf.set(value, [...(shardsOf.get(value) ?? []), index]);
  const [[only] = []] = shardsOf;
  if (shardsOf.size <= 1) return only ?? "";
  return [...shardsOf].map(([text, shards]) => `${text} (${shardWords(shards)})`).join(separator);
}

/** Facts that say the same of every shard but on which machine it ran. */
export function machineWarnings(role: string, arms: readonly OfShard<Arm>[]): string[] {
  return [...MACHINE_FACTS].flatMap((name) => {
    const values = arms.map(({ index, value }) => ({ index, value: value.environment[name] ?? "not known" }));
    if (new Set(values.map(({ value }) => value)).size < 2) return [];
    return [`The shards' ${role} ran on machines that differ in ${name}: ${joinTexts(values)}.`];
  });
}

function shardWords(shards: readonly number[]): string {
  if (shards.length === 1) return `shard ${shards[0]}`;
  return `shards ${shards.slice(0, -1).join(", ")} and ${shards.at(-1)}`;
}

function mergeEnvironments(environments: readonly OfShard<Arm["environment"]>[]): Arm["environment"] {
  const names = new Set(environments.flatMap(({ value }) => Object.keys(value)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = environments.flatMap(({ index, value }) => {
        const text = value[name];
        return text === undefined ? [] : [{ index, value: text }];
      });
      return [name, joinTexts(values)];
    }),
  );
}

function mergeEvidence(evidences: readonly OfShard<Evidence>[], source: Arm["source"]): Evidence {
  const [first] = evidences;
  if (first === undefined) throw new RangeError("no shard knows the evidence");
  const values = evidences.map(({ value }) => value);
  const status = WEAKEST_FIRST.find((one) => values.some((value) => value.status === one));
  const notes = [...new Set(values.flatMap((value) => value.notes ?? []))];
  const operators = operatorsOf(values, source);
  return {
    status: status ?? first.value.status,
    summary: joinTexts(
      evidences.map(({ index, value }) => ({ index, value: value.summary })),
      " ",
    ),
    ...(operators !== undefined && { operators }),
    ...(values.some((value) => value.notes !== undefined) && { notes }),
  };
}

/** Calls in all shards; every shard that replays a recording has read the same log. */
function operatorsOf(values: readonly Evidence[], source: Arm["source"]): Evidence["operators"] {
  const known = values.flatMap(({ operators }) => (operators === undefined ? [] : [operators]));
  const [first] = known;
  if (source === "recording" || first === undefined) return first;
  const sums: Record<string, number> = {};
  for (const operators of known) {
    for (const [name, calls] of Object.entries(operators)) sums[name] = (sums[name] ?? 0) + calls;
  }
  return sums;
}
