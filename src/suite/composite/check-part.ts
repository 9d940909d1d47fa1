import { BENCHMARKS } from "../../benchmarks/index.ts";
import { POLICIES } from "../../compare/policies/index.ts";
import { ACCURACY_POLICIES } from "../../contracts/bench-result.ts";
import type { Suite } from "../load.ts";
import type { PartEntry } from "./schema.ts";

/** What is wrong with a part, and with which of its keys; `null` for the part as a whole. */
export interface PartProblem {
  readonly key: keyof PartEntry | null;
  readonly index?: number;
  readonly message: string;
}

/** The arms of a part, where they are known. */
interface PartArms {
  readonly baseline: string | undefined;
  readonly candidate: string | undefined;
}

/** What the schema cannot see of a part: stacks, policies and benchmarks that its suite has none of. */
export function partProblems(entry: PartEntry, suite: Suite, arms: PartArms): PartProblem[] {
  return [...armProblems(entry, suite, arms), ...policyProblems(entry, suite), ...taskProblems(entry, suite)];
}

function armProblems(entry: PartEntry, suite: Suite, arms: PartArms): PartProblem[] {
  const stacks = Object.keys(suite.stacks);
  const problems = (["baseline", "candidate"] as const).flatMap((role): PartProblem[] => {
    const stack = arms[role];
    const key = entry[role] === undefined ? null : role;
    if (stack === undefined)
      return [{ key: null, message: `no ${role}: take one of ${stacks.join(", ")} of ${suite.name}` }];
    if (stacks.includes(stack)) return [];
    return [{ key, message: `no stack "${stack}" in ${suite.name}, its stacks are ${stacks.join(", ")}` }];
  });
  if (problems.length > 0 || arms.baseline !== arms.candidate) return problems;
  return [{ key: null, message: `${arms.baseline} cannot be both baseline and candidate` }];
}

function policyProblems({ policy }: PartEntry, { kind, name }: Suite): PartProblem[] {
  const known = policiesOf(kind);
  if (policy === undefined || known.includes(policy)) return [];
  return [{ key: "policy", message: `no policy "${policy}" for ${name}, but ${known.join(", ")}` }];
}

/** The policies that can decide a suite of this kind. */
export function policiesOf(kind: Suite["kind"]): readonly string[] {
  return kind === "pi0" ? Object.keys(POLICIES) : ACCURACY_POLICIES;
}

function taskProblems({ tasks, limit }: PartEntry, { kind, name }: Suite): PartProblem[] {
  if (kind === "pi0") {
    const given = [tasks === undefined ? [] : "tasks", limit === undefined ? [] : "limit"].flat();
    return given.map((key) => ({
      key: key as "tasks" | "limit",
      message: `${name} is of kind pi0, which has no ${key}: that is for parts of kind bench`,
    }));
  }
  return (tasks ?? []).flatMap((task, index) =>
    Object.hasOwn(BENCHMARKS, task)
      ? []
      : [
          {
            key: "tasks" as const,
            index,
            message: `no "${task}", but ${Object.keys(BENCHMARKS).join(", ")}`,
          },
        ],
  );
}
