import type { HarnessSample, HarnessTask } from "../../contracts/harness-output.ts";
import { sha256 } from "../../support/hash.ts";
import { textOf, textsOf } from "../files/cells.ts";
import { isRecord } from "../files/json.ts";
import { isRoundedFigure, shareOf } from "../files/rounded-figure.ts";
import { isSameFigure, meanScore, scoreOf } from "../files/score.ts";
import { scoresOfChoices } from "./choices.ts";
import type { Logged, Results } from "./schema.ts";
import { verdictOf } from "./verdict.ts";

export interface TaskSource {
  readonly task: string;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly results: Results;
  /** The lines of each filter; `null` where they were not logged. */
  readonly logged: readonly (readonly Logged[])[] | null;
}

interface Key {
  readonly metric: string;
  readonly filter: string;
  readonly value: number;
}

type Read = { readonly tasks: HarnessTask[]; readonly notes: string[] };

/** One task for each figure; those that are no numbers are what lmms-eval writes for submissions to a server. */
export function figuresOf(source: TaskSource): Read {
  const keys = keysOf(source.figures);
  const filters = [...new Set(keys.map(({ filter }) => filter))];
  const read = keys.map((key) => taskOf(source, key, filters.indexOf(key.filter)));
  return {
    tasks: read.flatMap(({ tasks }) => tasks),
    notes: [...read.flatMap(({ notes }) => notes), ...noteOnLines(source, filters)],
  };
}

const DERIVED =
  /_(stderr|stderr_clt|stderr_clustered|expected_accuracy|consensus_accuracy|internal_variance|consistency_rate)$/;

function keysOf(figures: Readonly<Record<string, unknown>>): Key[] {
  return Object.entries(figures).flatMap(([name, value]) => {
    const [, metric = "", filter = ""] = /^(.+),([^,]+)$/s.exec(name) ?? [];
    return metric === "" || DERIVED.test(metric) || typeof value !== "number"
      ? []
      : [{ metric, filter, value }];
  });
}

function noteOnLines({ task, logged }: TaskSource, filters: readonly string[]): string[] {
  const passes = logged?.length ?? 0;
  if (logged !== null && passes === 0) return [`${task}: the file of its samples is empty`];
  return passes > filters.length
    ? [`${task}: its samples are logged ${passes} times for ${filters.length} filters`]
    : [];
}

function taskOf(source: TaskSource, key: Key, filter: number): Read {
  const { task, results } = source;
  const name = `${task}: ${metricName(key)}`;
  if (results.higher_is_better?.[task]?.[key.metric] === false)
    return { tasks: [], notes: [`${name} is better when lower: left out`] };
  const lines = source.logged?.[filter]?.filter((line) => line[key.metric] !== undefined) ?? [];
  const { samples, reported, note } = scored(source, key, lines);
  if (samples === null && reported === null)
    return { tasks: [], notes: [`${name} is ${key.value}, no share from 0 to 1: left out`] };
  const one: HarnessTask = {
    name: task,
    metric: metricName(key),
    reported,
    reportedQuestions: lines.length || (results["n-samples"]?.[task]?.effective ?? null),
    aggregation: "micro",
    settings: settingsOf(source),
    samples,
  };
  return { tasks: [one], notes: note === null ? [] : [`${name} ${note}`] };
}

function metricName({ metric, filter }: Key): string {
  return filter === "none" ? metric : `${metric} (${filter})`;
}

interface Scored {
  readonly samples: HarnessSample[] | null;
  readonly reported: number | null;
  readonly note: string | null;
}

function scored(
  { task, results, logged }: TaskSource,
  { metric, filter, value }: Key,
  lines: readonly Logged[],
): Scored {
  const reported = value >= 0 && value <= 1 ? value : null;
  if (logged === null || lines.length === 0) return { samples: null, reported, note: null };
  const scoreKey = results.configs?.[task]?.["score_key"];
  const samples = lines.map((line) => sampleOf(line, { metric, filter }, scoreKey));
  const unsaid = lines.filter((line) => verdictOf(line[metric], scoreKey).score === undefined).length;
  if (unsaid > 0) return worked({ samples, reported, metric, lines });
  const mean = meanScore(samples);
  if (mean !== null && isSameFigure(mean, value)) return { samples, reported, note: null };
  // Some tasks report percentages, rounded.
  if (mean !== null && isRoundedFigure(mean, value / 100, 1e-4) && value > 1)
    return { samples, reported: shareOf(value), note: null };
  if (reported === null && mean !== null)
    return {
      samples,
      reported,
      note: `is ${value}, no share: the scores of its questions are compared instead`,
    };
  return {
    samples: null,
    reported,
    note: `is ${value}, but the samples' mean is ${mean}: only the total is compared`,
  };
}

/** Where the log holds answers without a verdict. */
function worked({
  samples,
  reported,
  metric,
  lines,
}: {
  samples: readonly HarnessSample[];
  reported: number | null;
  metric: string;
  lines: readonly Logged[];
}): Scored {
  const scores =
    reported === null
      ? null
      : scoresOfChoices(
          lines.map((line) => line[metric]),
          reported,
        );
  if (scores === null)
    return {
      samples: null,
      reported,
      note: "does not say which answers are right: only the total is compared",
    };
  return {
    samples: samples.map((sample, i) => ({ ...sample, score: scores[i] ?? null, error: null })),
    reported,
    note: "does not say which answers are right: they are where the letter is the right one, which comes to its figure",
  };
}

function sampleOf(
  line: Logged,
  { metric, filter }: Pick<Key, "metric" | "filter">,
  scoreKey: unknown,
): HarnessSample {
  const { score, prediction, category } = verdictOf(line[metric], scoreKey);
  // What a filter took stands in the reply's place, and nothing else where the reply was not kept beside it.
  const filtered = textOf(line.filtered_resps);
  const isReply = filter === "none" && line.resps === undefined;
  const found = prediction ?? (isReply ? null : filtered);
  const isNothing = found === "" || found === "[invalid]";
  return {
    id: String(line.doc_id),
    contentSha256: line.input === undefined ? null : sha256(JSON.stringify([line.input, line.target])),
    repeat: 0,
    ...scoreOf(score),
    reply: isReply ? filtered : replyOf(line.resps),
    prediction: isNothing ? null : found,
    gold: textOf(line.target),
    truncated: null,
    unparsed: isNothing,
    category,
    cluster: null,
    completionTokens: tokensOf(line.token_counts),
  };
}

/** Of several requests for one question there is no single reply. */
function replyOf(responses: unknown): string | null {
  if (!Array.isArray(responses)) return textOf(responses);
  return responses.length === 1 ? replyOf(responses[0]) : null;
}

function tokensOf(counts: Logged["token_counts"]): number | null {
  const [only] = counts ?? [];
  if (counts?.length !== 1 || !isRecord(only)) return null;
  const { output_tokens: tokens } = only;
  return typeof tokens === "number" ? tokens : null;
}

/** What decides the prompt and the sampling of a task. */
function settingsOf({ task, results }: TaskSource): Record<string, string> {
  const config = results.configs?.[task] ?? {};
  return textsOf({
    "task version": results.versions?.[task],
    "few-shot examples": results["n-shot"]?.[task],
    sampling: config["generation_kwargs"],
    "sampling given": results.config?.["gen_kwargs"],
    prompt: config["lmms_eval_specific_kwargs"],
    repeats: config["repeats"],
    "system instruction (SHA-256)": results.system_instruction_sha,
    "chat template (SHA-256)": results.chat_template_sha,
  });
}
