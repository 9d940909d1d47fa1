import type { BenchmarkResult } from "../../contracts/bench-result.ts";
import type { BenchArm, BenchRun } from "../../contracts/bench-run.ts";
import { escapeData } from "../data-text.ts";
import { commandBlock, operatorDetails } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { NO_FIGURE, plural, printPlain } from "./figures.ts";

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
      `run ${escapeData(run.id)} of ${escapeData(run.createdAt)}. Both stacks were sent the same ` +
      `${plural(run.capsule.questions, "question")}: ${escapeData(run.capsule.description)}. SHA-256 of the requests but ` +
      `for the models' names: \`${run.capsule.sha256}\`.`,
  ];
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
    ["API", settings.api],
    ["concurrency", String(settings.concurrency)],
    ["time limit", `${printPlain(settings.timeoutSeconds)} s`],
    ["judge", settings.judge ?? "none"],
  ];
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
      extraction,
      String(numFewshot),
      String(repeats),
      aggregation,
      String(sampling.temperature),
      String(sampling.maxTokens),
      sampling.topP === null ? NO_FIGURE : String(sampling.topP),
      sampling.stop.length === 0 ? NO_FIGURE : sampling.stop.map((text) => JSON.stringify(text)).join(" "),
      sampling.seed === null ? NO_FIGURE : String(sampling.seed),
    ]),
    "all",
  );
}

function dataLine({ cardName, data, unsupported }: BenchmarkResult): string {
  const left = unsupported === null ? "" : ` Not scored here: ${escapeData(unsupported)}`;
  return (
    `- ${escapeData(cardName)}: ${escapeData(data.description)}; ` +
    `${data.asked} of ${data.published} published questions were asked.${left}`
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
    row("requests", ({ requests }) => String(requests)),
    row("retries", ({ retries }) => String(retries)),
    row("outages", ({ outages }) => String(outages)),
    row("answers of an earlier part", ({ resumed }) => String(resumed)),
    row("asked for", ({ askedMilliseconds }) => `${printPlain(askedMilliseconds / 1000, 1)} s`),
    row("fingerprint", ({ fingerprint }) => fingerprint),
  ];
  return dataTable(["", baseline.label, candidate.label], rows, "all");
}
