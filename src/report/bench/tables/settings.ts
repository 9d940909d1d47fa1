import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import type { BenchArm, BenchRun } from "../../../contracts/bench-run.ts";
import type { DataTable } from "../../data-table.ts";
import { NO_FIGURE, NOT_KNOWN, plural, printPlain } from "../figures.ts";

/** What decides, and how the stacks were asked. */
export function runSettingsTable({ settings }: BenchRun): DataTable {
  const { limits } = settings;
  const rows = [
    ["policy", settings.policy],
    ["limit of equivalence", `±${points(limits.marginPoints)}, differences real below p ${limits.alpha}`],
    ["limit of card", `±${points(limits.cardPoints)}`],
    ["limit of flagrelease", `a drop of ${points(limits.dropPoints)}`],
    [
      "limit of flagrelease-relative",
      `a drop of ${limits.relativeDropPercent} % of the baseline; up to ${plural(limits.noiseQuestions, "question")} ` +
        `are noise where no more than ${limits.noiseMaximumAsked} were asked`,
    ],
    ["limit of auto-evaluation", `less than ${points(limits.differencePoints)}`],
    ["error budget", `${printPlain(limits.errorBudget * 100, 4)} % of an arm's samples`],
    [
      "mean reply length",
      `told outside ${limits.minLengthRatio} to ${limits.maxLengthRatio} times the baseline's`,
    ],
    ["truncated replies", `told where the shares differ by more than ${points(limits.truncationPoints)}`],
    ["evidence of FlagOS", settings.requireEvidence ? "required" : "not required"],
    ["repeats", String(settings.repeats)],
    ["baseline asked a second time", settings.baselineRepeat ? "yes" : "no"],
    ["seed", String(settings.seed)],
    ["API", settings.api ?? NOT_KNOWN],
    ["concurrency", known(settings.concurrency)],
    ["time limit", known(settings.timeoutSeconds, " s")],
    ["judge", settings.judge ?? "none"],
  ];
  return { header: ["", ""], rows, words: "all" };
}

function known(figure: number | null, unit = "", decimals = 2): string {
  return figure === null ? NOT_KNOWN : `${printPlain(figure, decimals)}${unit}`;
}

function points(limit: number): string {
  return `${printPlain(limit, 4)} points`;
}

/** How each benchmark was asked and read. */
export function askedTable({ benchmarks }: BenchRun): DataTable {
  const header = [
    "template",
    "extraction",
    "shots",
    "repeats",
    "mean",
    "temperature",
    "max tokens",
    "top p",
    "stop",
    "seed",
  ];
  const rows = benchmarks.map(
    ({ cardName, template, extraction, numFewshot, repeats, aggregation, sampling }) => [
      cardName,
      template,
      extraction ?? NOT_KNOWN,
      known(numFewshot),
      String(repeats),
      aggregation,
      ...samplingCells(sampling),
    ],
  );
  return { header: ["benchmark", ...header], rows, words: "all" };
}

function samplingCells(sampling: BenchmarkResult["sampling"]): string[] {
  if (sampling === null) return Array<string>(5).fill(NOT_KNOWN);
  const { temperature, maxTokens, topP, stop, seed } = sampling;
  return [
    String(temperature),
    String(maxTokens),
    topP === null ? NO_FIGURE : String(topP),
    stop.length === 0 ? NO_FIGURE : stop.map((text) => JSON.stringify(text)).join(" "),
    seed === null ? NO_FIGURE : String(seed),
  ];
}

/** Where a benchmark's questions came from, and how many of them were asked. */
export function dataSentence({ cardName, data, unsupported }: BenchmarkResult): string {
  const left = unsupported === null ? "" : ` Not scored here: ${unsupported}`;
  const { published, asked } = data;
  const which =
    published === null
      ? `${plural(asked, "question")} were asked`
      : `${asked} of ${published} published questions were asked`;
  return `${cardName}: ${data.description}; ${which}.${left}`;
}

/** What is known of both stacks and of how they were asked. */
export function environmentTable({ baseline, candidate }: BenchRun): DataTable {
  const keys = [...new Set([...Object.keys(baseline.environment), ...Object.keys(candidate.environment)])];
  const row = (name: string, read: (arm: BenchArm) => string) => [name, read(baseline), read(candidate)];
  const rows = [
    row("stack", ({ stack }) => stack),
    row("source", ({ source }) => source),
    row("model", ({ model }) => model ?? NO_FIGURE),
    ...keys.map((key) => row(key, (arm) => arm.environment[key] ?? "")),
    row("evidence", ({ evidence }) =>
      [`${evidence.status}: ${evidence.summary}`, ...(evidence.notes ?? [])].join(" "),
    ),
    row("requests", ({ requests }) => known(requests)),
    row("retries", ({ retries }) => known(retries)),
    row("outages", ({ outages }) => known(outages)),
    row("answers of an earlier part", ({ resumed }) => known(resumed)),
    row("asked for", ({ askedMilliseconds: time }) => known(time && time / 1000, " s", 1)),
    row("fingerprint", ({ fingerprint }) => fingerprint),
  ];
  return { header: ["", baseline.label, candidate.label], rows, words: "all" };
}
