import type { BenchmarkResult } from "../../contracts/bench-result.ts";
import type { BenchArm, BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { commandBlock, mergedWords, operatorDetails } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { NO_FIGURE, NOT_KNOWN, plural, printPlain } from "./figures.ts";

/** How the questions were asked, of what, and how to ask them again. */
export function settingsSections(run: BenchRun): string[] {
  return [
    "## Settings",
    dataTable(["", ""], runRows(run), "all"),
    ...(run.benchmarks.length === 0 ? [] : [benchmarkTable(run), run.benchmarks.map(dataLine).join("\n")]),
    "## Environment",
    environment(run),
    operatorDetails(run.candidate.evidence),
    "## How to reproduce",
    commandBlock(run.command),
    `fvalidate ${escapeData(run.tool.version)} on Node ${escapeData(run.tool.node)}, suite ${escapeData(run.suite.title)}, ` +
      `run ${escapeData(run.id)} of ${escapeData(run.createdAt)}. ${askedOf(run)}${mergedWords(run.mergedFrom)}`,
  ];
}

function askedOf(run: BenchRun): string {
  const { questions, description, sha256 } = run.capsule;
  const what = `${plural(questions, "question")}: ${escapeData(description)}.`;
  if (!isOfOutputs(run))
    return `Both stacks were sent the same ${what} SHA-256 of the requests but for the models' names: \`${sha256}\`.`;
  return sha256 === null
    ? `Compared were ${what} The outputs do not hold what was asked of all of them.`
    : `Compared were ${what} SHA-256 of what was asked: \`${sha256}\`.`;
}

/** Whether somebody else sent the requests. */
function isOfOutputs({ benchmarks }: BenchRun): boolean {
  return benchmarks.some(({ outputs }) => outputs !== undefined);
}

function runRows({ settings }: BenchRun): string[][] {
  const { limits } = settings;
  return [
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
}

function known(figure: number | null, unit = "", decimals = 2): string {
  return figure === null ? NOT_KNOWN : `${printPlain(figure, decimals)}${unit}`;
}

function points(limit: number): string {
  return `${printPlain(limit, 4)} points`;
}

function benchmarkTable({ benchmarks }: BenchRun): string {
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
  return dataTable(
    ["benchmark", ...header],
    benchmarks.map(({ cardName, template, extraction, numFewshot, repeats, aggregation, sampling }) => [
      cardName,
      template,
      extraction ?? NOT_KNOWN,
      known(numFewshot),
      String(repeats),
      aggregation,
      ...samplingCells(sampling),
    ]),
    "all",
  );
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

function dataLine({ cardName, data, unsupported }: BenchmarkResult): string {
  const left = unsupported === null ? "" : ` Not scored here: ${escapeData(unsupported)}`;
  return (
    `- ${escapeData(cardName)}: ${escapeData(data.description)}; ` +
    `${data.published === null ? `${plural(data.asked, "question")} were asked` : `${data.asked} of ${data.published} published questions were asked`}.${left}`
  );
}

function environment({ baseline, candidate }: BenchRun): string {
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
  return dataTable(["", baseline.label, candidate.label], rows, "all");
}
