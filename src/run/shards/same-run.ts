import type { BenchArm } from "../../contracts/bench-run.ts";
import type { Arm } from "../../contracts/run-parts.ts";
import { FvalidateError } from "../../support/errors.ts";
import { type Difference, firstDifference } from "./first-difference.ts";
import type { ShardRun } from "./read-shards.ts";
import { describeShard, shardSize } from "./shard.ts";

/** Facts of an environment that say where a stack was, not what it was. */
export const PLACE_FACTS: ReadonlySet<string> = new Set(["url", "where"]);
/** Facts that may differ between machines that compute the same; a difference is warned of. */
export const MACHINE_FACTS: ReadonlySet<string> = new Set(["kernel", "system", "driver"]);

/** What a shard's role is called in a message. */
const PARTS = ["kind", "shards", "toolVersion", "suite", "settings", "plan"] as const;

/**
 * Makes sure that shards are parts of one run: the same questions by hash, settings, stacks and version of this tool.
 * Two environments are two stacks, whose answers are never counted together.
 *
 * @throws FvalidateError of kind `comparison` that names the first difference
 */
export function requireSameRun(shards: readonly ShardRun[]): void {
  const [first, ...others] = shards;
  if (first === undefined) return;
  for (const other of others) {
    const facts = factsOf(first);
    for (const part of PARTS) requireEqual(first, other, [part, facts[part], factsOf(other)[part]]);
  }
  for (const role of ["baseline", "candidate"] as const) {
    const ended = shards.filter(hasAsked);
    const [reference, ...rest] = ended;
    for (const other of rest) {
      if (reference === undefined) continue;
      requireEqual(reference, other, [role, stackFacts(reference, role), stackFacts(other, role)]);
    }
  }
}

/** Whether a shard's run ended and had anything to ask, so that it knows its stacks. */
export function hasAsked({ run, record }: ShardRun): boolean {
  if (run === null) return false;
  const counts =
    run.kind === "bench" ? run.benchmarks.map(({ data }) => data.asked) : [run.capsule.observations];
  return counts.some((questions) => shardSize(questions, record.shard) > 0);
}

function factsOf({ record }: ShardRun): Record<(typeof PARTS)[number], unknown> {
  const { kind, shard, toolVersion, suite, settings, pi0 } = record;
  return { kind, shards: shard.count, toolVersion, suite, settings, plan: pi0?.plan };
}

function stackFacts({ run }: ShardRun, role: "baseline" | "candidate"): Record<string, unknown> {
  if (run === null) return {};
  const arm: Arm & Partial<BenchArm> = run[role];
  const { label, source, model, fingerprint } = arm;
  const environment = Object.entries(arm.environment).filter(
    ([name]) => !PLACE_FACTS.has(name) && !MACHINE_FACTS.has(name),
  );
  // A file's fingerprint is its content's; a server's says also where it was.
  const content = source === "predictions" ? { answers: fingerprint } : {};
  return { label, source, model, environment: Object.fromEntries(environment), ...content };
}

function requireEqual(
  first: ShardRun,
  other: ShardRun,
  [name, value, otherValue]: readonly [string, unknown, unknown],
): void {
  // The plan of a shard that was killed is not known.
  if (name === "plan" && (value === undefined || otherValue === undefined)) return;
  const difference = firstDifference(value, otherValue);
  if (difference !== null) throw notOneRun(first, other, [name, difference]);
}

function notOneRun(
  first: ShardRun,
  other: ShardRun,
  [name, { path, first: value, other: otherValue }]: readonly [string, Difference],
): FvalidateError {
  const what = [name === "settings" ? "" : name, path].filter((part) => part !== "").join(".");
  return new FvalidateError(
    "comparison",
    `${first.record.run} and ${other.record.run} are not shards of one run: ${what} is ${value} in the first ` +
      `(${describeShard(first.record.shard)}) and ${otherValue} in the second (${describeShard(other.record.shard)}).`,
    { hint: "Merge shards of one command, that asked the same stacks with the same version of fvalidate." },
  );
}
