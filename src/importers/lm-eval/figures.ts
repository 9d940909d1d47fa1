import type { HarnessSample, HarnessTask } from "../../contracts/harness-output.ts";
import { isSameFigure, meanScore, scoreOf } from "../files/score.ts";
import { answerOf } from "./answer.ts";
import { contentHash } from "./samples.ts";
import type { LoggedSample, Results } from "./schema.ts";

/** One task's figure by one metric over the answers that one filter took. */
export interface Figure {
  readonly task: string;
  readonly metric: string;
  /** `""` where the output tells none. */
  readonly filter: string;
  readonly reported: number | null;
  readonly reportedQuestions: number | null;
  readonly samples: readonly HarnessSample[] | null;
}

/** Everything that a task's figures are made of. */
export interface TaskSource {
  readonly task: string;
  /** `null` where only samples are there. */
  readonly results: Results | null;
  /** `null` where they were not logged. */
  readonly samples: ReadonlyMap<string, readonly LoggedSample[]> | null;
}

/** Figures of a task that are shares, and notes about those that are left out or without samples. */
export function figuresOf(source: TaskSource): { figures: Figure[]; notes: string[] } {
  const notes: string[] = [];
  const figures = keysOf(source).flatMap((key) => {
    const figure = figureOf(source, key);
    if (typeof figure !== "string") {
      if (figure.samples === null && source.samples !== null)
        notes.push(
          `${source.task}: ${metricName(figure)}: its samples cannot be told from those of other filters`,
        );
      return [noteUnlikeSamples(figure, notes)];
    }
    notes.push(figure);
    return [];
  });
  return { figures, notes };
}

/** As tables name a figure. */
export function metricName({ metric, filter }: Pick<Figure, "metric" | "filter">): string {
  return filter === "" || filter === "none" ? metric : `${metric} (${filter})`;
}

/** What decides the sampling and the prompt of a task. */
export function settingsOf(task: string, results: Results | null): HarnessTask["settings"] {
  if (results === null) return {};
  const config = results.configs[task] ?? {};
  const found: Record<string, unknown> = {
    "task version": results.versions?.[task],
    "few-shot examples": results["n-shot"]?.[task],
    "output type": config["output_type"],
    sampling: config["generation_kwargs"],
    "sampling given": results.config?.["gen_kwargs"],
    repeats: config["repeats"],
    // Without examples there is nothing to draw.
    "few-shot seed": results["n-shot"]?.[task] === 0 ? null : results.config?.["fewshot_seed"],
    "system instruction (SHA-256)": results.system_instruction_sha,
    "chat template (SHA-256)": results.chat_template_sha,
    "few-shot examples as turns": results.fewshot_as_multiturn,
  };
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

type Key = readonly [metric: string, filter: string];

/** From the results' keys, `exact_match,strict-match`; where there are none, from the metrics that the samples name. */
function keysOf({ task, results, samples }: TaskSource): Key[] {
  if (results !== null)
    return Object.keys(results.results[task] ?? {})
      .map((key) => /^(.+),(.+)$/s.exec(key))
      .filter((key) => key !== null)
      .map(([, metric = "", filter = ""]): Key => [metric, filter])
      .filter(([metric]) => !metric.endsWith("_stderr"));
  return [...(samples ?? [])].flatMap(([filter, [first]]) => {
    const metrics: unknown = first?.["metrics"];
    const names = Array.isArray(metrics) ? metrics.filter((name) => typeof name === "string") : [];
    return names.map((metric): Key => [metric, filter]);
  });
}

/** A figure, or why it is left out. */
function figureOf(source: TaskSource, [metric, filter]: Key): Figure | string {
  const { task, results } = source;
  const value = results?.results[task]?.[`${metric},${filter}`];
  const name = `${task}: ${metricName({ metric, filter })}`;
  const isShare = typeof value === "number" && value >= 0 && value <= 1;
  // One sample without a number makes the whole mean NaN; the other samples still have theirs.
  if (results !== null && !isShare && !Number.isNaN(value))
    return `${name} is ${String(value)}, no share from 0 to 1: left out`;
  if (results?.higher_is_better?.[task]?.[metric] === false) return `${name} is better when lower: left out`;
  const samples = samplesOf(source, metric, filter);
  if (!isShare && samples?.some(({ score }) => score !== null) !== true)
    return `${name} has no scores from 0 to 1: left out`;
  return {
    task,
    metric,
    filter,
    reported: isShare ? value : null,
    reportedQuestions: results?.["n-samples"]?.[task]?.effective ?? null,
    samples,
  };
}

function samplesOf(source: TaskSource, metric: string, filter: string): HarnessSample[] | null {
  const { samples } = source;
  // Early versions do not say which filter a line belongs to; with one filter there is nothing to tell apart.
  const only = samples?.size === 1 && filtersOf(source).size === 1 ? samples.get("") : undefined;
  const logged = samples?.get(filter) ?? only;
  return logged?.map((sample) => sampleOf(sample, metric)) ?? null;
}

function filtersOf(source: TaskSource): Set<string> {
  return new Set(keysOf(source).map(([, filter]) => filter));
}

function sampleOf(sample: LoggedSample, metric: string): HarnessSample {
  return {
    id: String(sample.doc_id),
    contentSha256: contentHash(sample),
    repeat: 0,
    ...scoreOf(sample[metric]),
    ...answerOf(sample, metric),
    gold: typeof sample.target === "string" ? sample.target : null,
    truncated: null,
    category: null,
    cluster: null,
    completionTokens: null,
  };
}

/** A figure whose samples do not come to it (a corpus's BLEU, a correlation) is known as a total only. */
function noteUnlikeSamples(figure: Figure, notes: string[]): Figure {
  const { samples, reported, reportedQuestions } = figure;
  if (samples === null || reported === null) return figure;
  const mean = meanScore(samples);
  if (isSameFigure(mean, reported)) return figure;
  if (reportedQuestions !== null && samples.length < reportedQuestions) {
    notes.push(
      `${figure.task}: ${metricName(figure)} is ${reported} over ${reportedQuestions} answers, of which ${samples.length} are there`,
    );
    return { ...figure, reported: null };
  }
  const means = mean === null ? "no sample has a score from 0 to 1" : `the samples' mean is ${mean}`;
  notes.push(
    `${figure.task}: ${metricName(figure)} is ${reported}, but ${means}: only the total is compared`,
  );
  return { ...figure, samples: null };
}
