import type { OpenStack } from "../../../contracts/stack.ts";
import { addressOf } from "../../../drivers/chat/address.ts";
import { stackEntry } from "../../../suite/load.ts";
import type { StackEntry } from "../../../suite/schema.ts";
import { disposeAll } from "../../../support/dispose.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { EXPECTED, openEntry } from "../../open-stacks.ts";
import type { BenchOptions } from "../options.ts";

export type BenchRole = "baseline" | "candidate";

/** One arm of a run of benchmarks, known and not yet asked. */
export interface BenchArm {
  readonly role: BenchRole;
  readonly stack: string;
  readonly label: string;
  /** As the suite has it, addresses of the command line put in. */
  readonly entry: StackEntry;
  readonly opened: OpenStack;
  /** Where it is asked; empty for answers from a file. */
  readonly urls: readonly string[];
  /** The name to ask for; `null`: the one that the server serves. */
  readonly model: string | null;
}

export interface BenchArms extends AsyncDisposable {
  readonly all: readonly BenchArm[];
}

/** @throws FvalidateError of kind `usage` for a stack that answers no questions, else as its target does */
export async function openBenchArms(options: BenchOptions): Promise<BenchArms> {
  const all: BenchArm[] = [];
  try {
    for (const role of ["baseline", "candidate"] as const) all.push(await openArm(options, role));
  } catch (error) {
    await disposeAll(all.map(({ opened }) => opened));
    throw error;
  }
  if (!options.freezeOnly) requireTwoStacks(all);
  return { all, [Symbol.asyncDispose]: () => disposeAll(all.map(({ opened }) => opened)) };
}

/** One server compared with itself is no comparison, and shared addresses would let one arm answer for the other. */
function requireTwoStacks([baseline, candidate]: readonly BenchArm[]): void {
  const isManaged = baseline?.opened.life !== undefined || candidate?.opened.life !== undefined;
  const others = candidate?.urls.map(serverAt) ?? [];
  const shared = baseline?.urls.find((url) => others.includes(serverAt(url)));
  // Stacks that are started one after the other may well use one port.
  if (isManaged || shared === undefined) return;
  throw new FvalidateError(
    "usage",
    `Baseline and candidate have the same address, ${shared}: that is one stack.`,
    {
      hint: "Name the second server with --candidate-url. How much one server differs from itself: --baseline-repeat.",
    },
  );
}

/** One server has many spellings: with and without `/v1`, by the name or the number of this machine. */
function serverAt(url: string): string {
  const { origin, root } = addressOf(url);
  return origin.replace(/^(https?:\/\/)(localhost|\[::1\]|0\.0\.0\.0)(?=:|$)/, "$1127.0.0.1") + root;
}

async function openArm(options: BenchOptions, role: BenchRole): Promise<BenchArm> {
  const stack = options[role];
  const given = role === "baseline" ? options.baselineUrls : options.candidateUrls;
  const entry = withUrls(stackEntry(options.suite, stack), given, role);
  const opened = await openEntry(entry, { stack, expect: EXPECTED[role] });
  const model =
    (role === "baseline" ? options.baselineModel : options.candidateModel) ?? opened.model ?? null;
  return { role, stack, label: entry.label ?? stack, entry, opened, urls: urlsOf(opened, stack), model };
}

function withUrls(entry: StackEntry, urls: readonly string[] | null, role: BenchRole): StackEntry {
  const [url, ...moreUrls] = urls ?? [];
  if (url === undefined) return entry;
  if (entry.target === "endpoint") return { ...entry, url, moreUrls };
  throw new FvalidateError(
    "usage",
    `--${role}-url applies to stacks that are endpoints; this one is of target ${entry.target}.`,
    { hint: "Use --suite bench-endpoints." },
  );
}

function urlsOf({ channel, life, source }: OpenStack, stack: string): string[] {
  if (channel.kind === "predictions") return [];
  if (channel.kind === "address") {
    const isScript = life !== undefined && channel.url === "";
    const urls = isScript ? [] : [channel.url, ...(channel.moreUrls ?? [])];
    // Refused before anything is shown or written: an address may hold a password.
    for (const url of urls) if (url !== "") addressOf(url);
    return urls;
  }
  throw new FvalidateError(
    "usage",
    `${stack} is of the target ${source}: it answers no benchmark questions.`,
    {
      hint: "Benchmarks take endpoint, process, docker and predictions stacks.",
    },
  );
}
