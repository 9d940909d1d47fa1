import { latencyRatio } from "../compare/latency-statistics.ts";
import { PROFILES, profileNamed } from "../drivers/index.ts";
import { type MeasuredLatency, measureLatency } from "../run/latency.ts";
import { loadSuite, stackEntry } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { startProgress } from "../support/progress.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { choice, integerFlag, isSet, numberFlag, requiredText, text } from "./arguments.ts";
import type { Command } from "./command.ts";

/** `fvalidate latency` */
export const latencyCommand: Command = {
  flags: {
    stack: { type: "string", describe: "one stack, or baseline and candidate with a comma between them" },
    suite: { type: "string", describe: "a shipped suite's name or a path [pi0]" },
    profile: { type: "string", describe: `the servers' wire protocol: ${Object.keys(PROFILES).join(", ")}` },
    warmup: { type: "number", describe: "calls that are made first and not counted [10]" },
    iterations: { type: "number", describe: "calls that are timed [100]" },
    seed: { type: "number", describe: "of the observations and the bootstrap [42]" },
    timeout: { type: "number", describe: "seconds to wait for one answer [300]" },
    json: { type: "boolean", describe: "print JSON" },
  },
  examples: [["$0 latency --stack cuda,flagos", "the recorded times, and their ratio"]],
  async run(parsed) {
    const suite = await loadSuite(text(parsed, "suite") ?? "pi0");
    const stacks = requiredText(parsed, "stack").split(",");
    for (const stack of stacks) stackEntry(suite, stack);
    if (stacks.length > 2) throw new FvalidateError("usage", "--stack takes one stack, or two with a comma.");
    if (stacks.length === 2 && stacks[0] === stacks[1]) {
      throw new FvalidateError("usage", `${stacks[0]} cannot be both baseline and candidate.`);
    }
    using signals = abortOnSignals();
    const progress = startProgress("calls");
    const seed = integerFlag(parsed, "seed", 0) ?? suite.capsule.seed;
    const settings = {
      suite,
      profile: profileNamed(choice(parsed, "profile", Object.keys(PROFILES)) ?? suite.profile),
      warmup: integerFlag(parsed, "warmup", 0) ?? 10,
      iterations: integerFlag(parsed, "iterations", 1) ?? 100,
      seed,
      timeoutMilliseconds: (numberFlag(parsed, "timeout", { minimum: 0.001 }) ?? suite.timeoutSeconds) * 1000,
      signal: signals.signal,
      onProgress: progress.update,
      onNote: note,
    };
    const measured: MeasuredLatency[] = [];
    for (const stack of stacks) measured.push(await measureLatency({ ...settings, stack }));
    progress.clear();
    print(measured, seed, isSet(parsed, "json"));
    return 0;
  },
};

function print(measured: readonly MeasuredLatency[], seed: number, asJson: boolean): void {
  const [baseline, candidate] = measured;
  const ratio =
    baseline === undefined || candidate === undefined
      ? null
      : latencyRatio(baseline.milliseconds, candidate.milliseconds, seed);
  if (asJson) {
    const stacks = measured.map(({ stack, source, statistics }) => ({ stack, source, ...statistics }));
    printLine(JSON.stringify({ stacks, candidateOverBaseline: ratio }, null, 2));
    return;
  }
  for (const { stack, source, statistics } of measured) {
    const { meanMilliseconds, meanIntervalMilliseconds, standardDeviationMilliseconds, calls, ...rest } =
      statistics;
    const interval =
      meanIntervalMilliseconds === null
        ? ""
        : ` (95 % interval ${meanIntervalMilliseconds.map(milliseconds).join(" to ")})`;
    printLine(`${stack}: ${source}`);
    printLine(
      `  mean ${milliseconds(meanMilliseconds)}${interval}, standard deviation ${milliseconds(standardDeviationMilliseconds)}`,
    );
    printLine(
      `  median ${milliseconds(rest.medianMilliseconds)}, p90 ${milliseconds(rest.p90Milliseconds)}, ` +
        `p99 ${milliseconds(rest.p99Milliseconds)}, from ${milliseconds(rest.minMilliseconds)} to ${milliseconds(rest.maxMilliseconds)}`,
    );
  }
  if (ratio === null) return;
  const bounds = ratio.interval.map((bound) => bound.toFixed(3)).join(" to ");
  printLine(
    `${candidate?.stack} takes ${ratio.ratio.toFixed(3)} times as long as ${baseline?.stack} (95 % interval ${bounds})`,
  );
}

function milliseconds(value: number | null): string {
  return value === null ? "n/a" : `${value.toPrecision(4)} ms`;
}
