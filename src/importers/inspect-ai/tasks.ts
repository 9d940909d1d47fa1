import { basename } from "node:path";
import type { HarnessTask } from "../../contracts/harness-output.ts";
import { isRecord } from "../files/json.ts";
import { isSameFigure, meanOf } from "../files/score.ts";
import type { Log } from "./read-log.ts";
import { harnessSample, type ScoreKey } from "./samples.ts";
import type { LoggedFigure, LogHeader } from "./schema.ts";

/** A log's figures that are shares, one task each. */
export function tasksOf(log: Log): { tasks: HarnessTask[]; notes: string[] } {
  const { header } = log;
  const notes = header.status === "success" ? [] : [unfinished(log)];
  const figures = header.results?.scores ?? [];
  const keys = figures.length > 0 ? figures.map((figure) => keyOf(log, figure)) : keysOfSamples(log);
  const tasks = keys.flatMap((key, i) => {
    const task = taskOf(log, key, figures[i] ?? null, notes);
    return task === null ? [] : [task];
  });
  return { tasks, notes };
}

function unfinished({ path, header: { status, error } }: Log): string {
  const why = error == null ? "" : `: ${error.message.slice(0, 200)}`;
  return `${basename(path)} is the log of a run that did not end well (${status ?? "still running"})${why}`;
}

/** A part of a scorer's values is named by itself, its scorer beside it. */
function keyOf({ samples }: Log, { name, scorer = name }: LoggedFigure): ScoreKey {
  const isWhole = samples.every((sample) => !isRecord(sample.scores?.[scorer]?.value));
  return { scorer, part: isWhole ? null : name };
}

function keysOfSamples({ samples }: Log): ScoreKey[] {
  const keys = new Map<string, ScoreKey>();
  for (const { scores } of samples) {
    for (const [scorer, { value }] of Object.entries(scores ?? {})) {
      const parts = isRecord(value) ? Object.keys(value) : [null];
      for (const part of parts) keys.set(JSON.stringify([scorer, part]), { scorer, part });
    }
  }
  return [...keys.values()];
}

function taskOf(log: Log, key: ScoreKey, figure: LoggedFigure | null, notes: string[]): HarnessTask | null {
  const { header } = log;
  const metric = key.part === null ? key.scorer : `${key.scorer}.${key.part}`;
  const name = `${header.eval.task}: ${metric}`;
  const value = figure?.metrics["accuracy"]?.value ?? figure?.metrics["mean"]?.value;
  if (typeof value === "number" && !(value >= 0 && value <= 1)) {
    notes.push(`${name} is ${value}, no share from 0 to 1: left out`);
    return null;
  }
  const samples = log.samples.map((sample) => harnessSample(sample, key));
  if (samples.every(({ score }) => score === null)) {
    notes.push(`${name} has no score from 0 to 1: left out`);
    return null;
  }
  const reported = typeof value === "number" ? value : null;
  const isMean = reported === null || isSameFigure(meanOfMeans(samples), reported);
  if (!isMean) notes.push(notTheMean(name, reported, figure));
  return {
    name: header.eval.task,
    metric,
    reported: isMean ? reported : null,
    reportedQuestions: figure?.scored_samples ?? null,
    aggregation: "micro",
    settings: settingsOf(header),
    samples,
  };
}

/** Epochs of one sample are averaged first; that is another figure only where some of them have no score. */
function meanOfMeans(
  samples: readonly { readonly id: string; readonly score: number | null }[],
): number | null {
  const byId = new Map<string, number[]>();
  for (const { id, score } of samples) {
    if (score !== null) byId.set(id, [...(byId.get(id) ?? []), score]);
  }
  return meanOf([...byId.values()].flatMap((scores) => meanOf(scores) ?? []));
}

function notTheMean(name: string, reported: number | null, figure: LoggedFigure | null): string {
  const how = figure?.reducer == null ? "" : ` (epochs reduced by ${figure.reducer})`;
  return `${name}: the log's figure is ${reported}${how}; here every answer counts alike, so it is another one`;
}

/** How the answers were asked for, not how the requests were sent. */
const NOT_SAMPLING =
  /^(max_retries|timeout|attempt_timeout|max_connections|adaptive_connections|cache.*|batch|system_message_hash)$/;

function settingsOf({ eval: spec, plan }: LogHeader): Record<string, string> {
  const sampling = Object.entries({ ...spec.model_generate_config, ...plan?.config }).filter(
    ([key, value]) => value !== null && !NOT_SAMPLING.test(key),
  );
  const found: Record<string, unknown> = {
    ...Object.fromEntries(sampling),
    "task version": spec.task_version,
    "task arguments": spec.task_args,
    epochs: spec.config?.epochs,
    solvers: plan?.steps?.map(({ solver }) => solver).join(", "),
  };
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
