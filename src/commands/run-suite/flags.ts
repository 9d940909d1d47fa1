import { policiesOf } from "../../suite/composite/check-part.ts";
import type { SuitePart } from "../../suite/composite/load-composite.ts";
import { type Suite, stackEntry } from "../../suite/load.ts";
import { isPath } from "../../suite/locate.ts";
import { SUITE_KINDS } from "../../suite/schema.ts";
import { FvalidateError } from "../../support/errors.ts";
import { isOnCommandLine, isSet, type Parsed, text } from "../arguments.ts";
import { BENCH_FLAGS, BENCH_RUN_FLAGS } from "../bench-flags.ts";
import type { Flag } from "../command.ts";
import { shownPath } from "../finish-run.ts";
import { PI0_FLAGS, PI0_RUN_FLAGS } from "../pi0-options.ts";

/** What `fvalidate run` takes for a suite of suites alone. */
export const COMPOSITE_FLAGS = {
  only: { type: "string", describe: "of a suite of suites: these parts alone, with commas between them" },
  "fail-fast": {
    type: "boolean",
    describe: "of a suite of suites: stop after the first part that does not end with exit code 0",
  },
} as const satisfies Record<string, Flag>;

type Kind = SuitePart["suite"]["kind"];

const FLAGS_OF: Record<Kind, Readonly<Record<string, Flag>>> = { pi0: PI0_FLAGS, bench: BENCH_FLAGS };

/** These are the whole suite's. */
const OF_THE_SUITE = ["suite", "resume", "retry-errors", "freeze-only", "output-path"];

/** They say whom or what one part asks, so that two parts cannot mean the same by them. */
const OF_ONE_PART = [
  ...["baseline-url", "candidate-url", "baseline-model", "candidate-model", "golden", "capsule", "base-img"],
  ...["left-wrist-img", "right-wrist-img", "state", "instruction", "tasks", "data", "template"],
];

/** Both kinds know them and mean different things. */
const OTHERWISE_MEANT: Readonly<Record<string, string>> = {
  seed: "of a pi0 part it draws the observations and the noise, of a bench part the order of the choices",
  repeats: "a pi0 part measures the repeat floor with it, a bench part averages over it",
};

/**
 * The parts that `--only` names, or all, in the suite's order.
 * @throws FvalidateError of kind `usage` for a name that is no part's
 */
export function chosenParts(parts: readonly SuitePart[], parsed: Parsed): SuitePart[] {
  const only = text(parsed, "only");
  if (only === null) return [...parts];
  const wanted = only.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => parts.every((part) => part.name !== name));
  if (unknown === undefined) return parts.filter(({ name }) => wanted.includes(name));
  throw new FvalidateError("usage", `--only: the suite has no part "${unknown}".`, {
    hint: `Its parts: ${parts.map(({ name }) => name).join(", ")}.`,
  });
}

/**
 * The flags of one part as its own command would have them: those of the command line that it knows, else the part's own.
 * A policy that only the other kind knows is for the other kind.
 */
export function flagsOfPart({ suite, ...own }: SuitePart, parsed: Parsed): Parsed {
  const known = Object.keys(FLAGS_OF[suite.kind]).filter((flag) => !OF_THE_SUITE.includes(flag));
  const isForOthers = (flag: string) =>
    flag === "policy" && !policiesOf(suite.kind).includes(String(parsed[flag]));
  const given = known.filter((flag) => parsed[flag] !== undefined && !isForOthers(flag));
  const said = {
    baseline: own.baseline,
    candidate: own.candidate,
    policy: own.policy,
    tasks: own.tasks?.join(",") ?? null,
    limit: own.limit,
  };
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
    ...Object.fromEntries(given.map((flag) => [flag, parsed[flag]])),
    suite: referenceFromHere(suite, own.reference),
    ...(isSet(parsed, "debug") && { debug: true }),
  };
}

/** A path that holds on another machine too, where the same checkout is. */
function referenceFromHere({ path }: Suite, reference: string): string {
  if (reference !== path) return reference;
  const shown = shownPath(path);
  return isPath(shown) ? shown : `./${shown}`;
}

/** What was asked of the whole suite, without where it was written. */
export function compositeCommandLine(parsed: Parsed): string[] {
  const flags = Object.keys({ ...BENCH_RUN_FLAGS, ...PI0_RUN_FLAGS, only: true }).flatMap((flag) => {
    const value = parsed[flag];
    if (value === undefined || value === false) return [];
    return value === true ? [`--${flag}`] : [`--${flag}`, String(value)];
  });
  return ["run", ...flags];
}

/**
 * What a flag of one command means for several parts must be plain. Variables are let through: they hold for every
 * command anyway.
 *
 * @throws FvalidateError of kind `usage`
 */
export function requirePlainFlags(parsed: Parsed, parts: readonly SuitePart[]): void {
  const flags = Object.keys({ ...PI0_FLAGS, ...BENCH_FLAGS }).filter(
    (flag) => !OF_THE_SUITE.includes(flag) && isOnCommandLine(parsed, flag),
  );
  for (const flag of flags) {
    const takers = parts.filter(({ suite }) => Object.hasOwn(FLAGS_OF[suite.kind], flag));
    if (takers.length === 0) throw forNobody(flag, parts);
    if (takers.length > 1 && OF_ONE_PART.includes(flag)) throw ambiguous(flag, takers, "each has its own");
    const meanings = OTHERWISE_MEANT[flag];
    if (meanings !== undefined && new Set(takers.map(({ suite }) => suite.kind)).size > 1)
      throw ambiguous(flag, takers, meanings);
  }
  for (const role of ["baseline", "candidate"] as const) requireStacks(parsed, role, parts);
  requirePolicy(parsed, parts);
  requireWholeParts(parsed);
}

/** Of frozen questions alone there is nothing to give a verdict on. */
function requireWholeParts(parsed: Parsed): void {
  if (!isSet(parsed, "freeze-only")) return;
  throw new FvalidateError("usage", "--freeze-only is for a suite of kind bench.", {
    hint: 'Freeze the questions of a part by itself, with "fvalidate bench --suite … --freeze-only".',
  });
}

function forNobody(flag: string, parts: readonly SuitePart[]): FvalidateError {
  const kind = parts[0]?.suite.kind === "pi0" ? "bench" : "pi0";
  const names = parts.map(({ name }) => name).join(", ");
  return new FvalidateError(
    "usage",
    `--${flag} is for parts of kind ${kind}: ${names} ${parts.length === 1 ? "has" : "have"} no use for it.`,
  );
}

function ambiguous(flag: string, takers: readonly SuitePart[], why: string): FvalidateError {
  const names = takers.map(({ name }) => name);
  return new FvalidateError("usage", `--${flag} is not plain for ${names.join(" and ")}: ${why}.`, {
    hint: `Run one of them, with --only ${names[0]}, or say it in a suite of your own.`,
  });
}

function requireStacks(parsed: Parsed, role: "baseline" | "candidate", parts: readonly SuitePart[]): void {
  if (!isOnCommandLine(parsed, role)) return;
  const stack = text(parsed, role) ?? "";
  const without = parts.find(({ suite }) => !Object.hasOwn(suite.stacks, stack));
  if (without === undefined) return;
  if (parts.length === 1) stackEntry(without.suite, stack);
  throw new FvalidateError("usage", `--${role}: the part ${without.name} has no stack "${stack}".`, {
    hint:
      `Its stacks: ${Object.keys(without.suite.stacks).join(", ")}. ` +
      `--${role} is for all parts: run those that have it, with --only, or say it in a suite of your own.`,
  });
}

function requirePolicy(parsed: Parsed, parts: readonly SuitePart[]): void {
  const policy = text(parsed, "policy");
  if (policy === null) return;
  const chosen = isOnCommandLine(parsed, "policy") ? parts.map(({ suite }) => suite.kind) : SUITE_KINDS;
  const kinds = [...new Set(chosen)];
  if (kinds.some((kind) => policiesOf(kind).includes(policy))) return;
  throw new FvalidateError("usage", `--policy takes no "${policy}" for these parts.`, {
    hint: kinds.map((kind) => `Of kind ${kind}: ${policiesOf(kind).join(", ")}.`).join(" "),
  });
}
