import type { OpenStack } from "../contracts/stack.ts";
import { TARGETS } from "../stacks/index.ts";
import type { OpenContext } from "../stacks/target.ts";
import { stackEntry } from "../suite/load.ts";
import type { StackEntry } from "../suite/schema.ts";
import { disposeAll } from "../support/dispose.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Arms, Pi0Options } from "./options.ts";
import type { Role } from "./plan.ts";

/** One stack in its role. */
export interface Participant {
  readonly role: Role;
  readonly stack: string;
  readonly label: string;
  readonly opened: OpenStack;
}

/** The stacks of a run; closed together. */
export interface Participants extends AsyncDisposable {
  readonly all: readonly Participant[];
  inRole(role: Role): Participant | undefined;
}

/** @throws FvalidateError when one of them cannot be reached; those already open are closed. */
export async function openStacks(options: Pi0Options): Promise<Participants> {
  const all: Participant[] = [];
  try {
    for (const wanted of wantedStacks(options)) all.push(await openParticipant(options, wanted));
  } catch (error) {
    await disposeAll(all.map(({ opened }) => opened));
    throw error;
  }
  return {
    all,
    inRole: (role) => all.find((participant) => participant.role === role),
    [Symbol.asyncDispose]: () => disposeAll(all.map(({ opened }) => opened)),
  };
}

interface Wanted {
  readonly role: Role;
  readonly stack: string;
  readonly url: string | null;
}

function wantedStacks(options: Pi0Options): Wanted[] {
  const arms: Wanted[] = [
    { role: "baseline", stack: options.baseline, url: options.baselineUrl },
    { role: "candidate", stack: options.candidate, url: options.candidateUrl },
  ];
  return options.golden === null ? arms : [...arms, { role: "golden", stack: options.golden, url: null }];
}

async function openParticipant({ suite }: Pi0Options, wanted: Wanted): Promise<Participant> {
  const { role, stack } = wanted;
  const entry = withUrl(stackEntry(suite, stack), wanted);
  const opened = await openEntry(entry, { stack, expect: EXPECTED[role] });
  return { role, stack, label: entry.label ?? stack, opened };
}

function withUrl(entry: StackEntry, { role, url }: Wanted): StackEntry {
  if (url === null) return entry;
  if (entry.target === "endpoint") return { ...entry, url };
  throw new FvalidateError(
    "usage",
    `--${role}-url applies to stacks that are endpoints; this one is of target ${entry.target}.`,
    { hint: "Use --suite pi0-endpoints." },
  );
}

/** The two arms as their suite has them; each is the caller's to close. */
export async function openArms({ suite, baseline, candidate }: Arms): Promise<(Participant & ArmRole)[]> {
  const arms: (Participant & ArmRole)[] = [];
  for (const [role, stack] of [
    ["baseline", baseline],
    ["candidate", candidate],
  ] as const) {
    const entry = stackEntry(suite, stack);
    const opened = await openEntry(entry, { stack, expect: EXPECTED[role] });
    arms.push({ role, stack, label: entry.label ?? stack, opened });
  }
  return arms;
}

interface ArmRole {
  readonly role: "baseline" | "candidate";
}

/** What a stack is meant to be, unless its suite says otherwise. */
export const EXPECTED = { baseline: "native", candidate: "flagos", golden: "any" } as const;

/** Opens the stack of a suite's entry. */
export function openEntry(entry: StackEntry, context: OpenContext): Promise<OpenStack> {
  switch (entry.target) {
    case "recording":
      return TARGETS.recording.open(entry, context);
    case "endpoint":
      return TARGETS.endpoint.open(entry, context);
    case "process":
      return TARGETS.process.open(entry, context);
    case "docker":
      return TARGETS.docker.open(entry, context);
    case "embedded":
      return TARGETS.embedded.open(entry, context);
    case "predictions":
      return TARGETS.predictions.open(entry, context);
  }
}
