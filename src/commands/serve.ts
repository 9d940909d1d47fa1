import { PROFILES, profileNamed } from "../drivers/index.ts";
import { drawNoise } from "../run/capsule/index.ts";
import { FAILURE_MODES, plannedFailure, startRehearsal } from "../run/rehearsal/index.ts";
import { TARGETS } from "../stacks/index.ts";
import { loadSuite, type Suite, stackEntry } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { readNpyFile } from "../tensors/npy.ts";
import type { Tensor } from "../tensors/tensor.ts";
import { choice, integerFlag, type Parsed, requiredText, text } from "./arguments.ts";
import type { Command } from "./command.ts";

/** `fvalidate serve` */
export const serveCommand: Command = {
  flags: {
    stack: { type: "string", describe: "an embedded stack of the suite, such as tfjs-cpu" },
    suite: { type: "string", describe: "a shipped suite's name or a path [pi0-embedded]" },
    profile: {
      type: "string",
      describe: `the wire protocol: ${Object.keys(PROFILES).join(", ")} [flagscale-g1]`,
    },
    host: { type: "string", describe: "the address to listen on [127.0.0.1]" },
    port: { type: "number", describe: "the port to listen on, 0 for any free one [5000]" },
    seed: { type: "number", describe: "of the server's fixed noise [42]" },
    noise: { type: "string", describe: "the server's fixed noise from a .npy file, such as a capsule's" },
    fail: {
      type: "string",
      describe: `fail on purpose, MODE or MODE@K: ${Object.keys(FAILURE_MODES).join(", ")}`,
    },
  },
  examples: [["$0 serve --stack tfjs-cpu --port 5000", "one server to compare with another on --port 5001"]],
  async run(parsed) {
    const suite = await loadSuite(text(parsed, "suite") ?? "pi0-embedded");
    const profile = profileNamed(choice(parsed, "profile", Object.keys(PROFILES)) ?? "flagscale-g1");
    const fail = text(parsed, "fail");
    const failure = fail === null ? null : plannedFailure(fail);
    const noise = await fixedNoise(parsed, suite);
    await using stack = await openEmbedded(suite, requiredText(parsed, "stack"));
    using signals = abortOnSignals();
    await using server = await startRehearsal({
      policy: stack.policy,
      profile,
      noise,
      host: text(parsed, "host") ?? "127.0.0.1",
      port: integerFlag(parsed, "port", 0) ?? 5000,
      failure,
    });
    printLine(
      `Serving ${requiredText(parsed, "stack")} as ${profile.name} on ${server.url}. Ctrl-C stops it.`,
    );
    if (failure !== null)
      note(`It fails on purpose from request ${failure.from} on: ${FAILURE_MODES[failure.mode]}.`);
    await stopped(signals.signal);
    return 0;
  },
};

async function openEmbedded(suite: Suite, name: string) {
  const entry = stackEntry(suite, name);
  if (entry.target !== "embedded") {
    throw new FvalidateError(
      "usage",
      `${name} is of target ${entry.target}: only embedded stacks can be served.`,
      {
        hint: "Use --suite pi0-embedded --stack tfjs-cpu.",
      },
    );
  }
  const stack = await TARGETS.embedded.open(entry, { stack: name });
  if (stack.channel.kind !== "policy") throw new RangeError("an embedded stack offers no policy");
  return { policy: stack.channel, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

async function fixedNoise(parsed: Parsed, suite: Suite): Promise<Tensor> {
  const path = text(parsed, "noise");
  if (path !== null) return readNpyFile(path);
  const { chunk, actionDimensions, seed } = suite.capsule;
  return drawNoise({ seed: integerFlag(parsed, "seed", 0) ?? seed, chunk, actionDimensions });
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
