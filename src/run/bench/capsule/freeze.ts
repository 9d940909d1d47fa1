import { createHash, type Hash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DataRow, Question } from "../../../contracts/benchmark.ts";
import type { DataSet } from "../../../datasets/data-set.ts";
import { type AppendFile, openAppendFile } from "../../../support/append-file.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { sha256 } from "../../../support/hash.ts";
import { writing } from "../../../support/write-file.ts";
import { type Selection, selectionOf } from "../limit.ts";
import type { BenchOptions, Task } from "../options.ts";
import type { FrozenQuestion } from "./frozen-question.ts";
import { type CapsuleManifest, type FrozenTask, writeManifest } from "./manifest.ts";
import { storePictures } from "./pictures.ts";
import { IMAGES_FOLDER, QUESTIONS_FILE } from "./questions.ts";
import { buildRequest } from "./request.ts";
import { type OpenSource, openRows, type Rows } from "./rows.ts";
import { settingsOf } from "./settings.ts";

interface Freezing {
  readonly options: BenchOptions;
  readonly folder: string;
  readonly open: OpenSource;
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  readonly file: AppendFile;
  readonly hash: Hash;
  /** Pictures that are already kept. */
  readonly pictures: Set<string>;
}

/**
 * Reads every benchmark's rows once and writes what will be asked: the requests' exact bytes, their gold answers, and
 * the pictures. Both arms are asked from these files alone.
 *
 * @throws FvalidateError of kind `input` for rows that cannot be read, `stack` for a hub that does not answer
 */
export async function freezeQuestions(request: {
  options: BenchOptions;
  folder: string;
  open: OpenSource;
  cacheFolder: string;
  signal: AbortSignal;
}): Promise<CapsuleManifest> {
  const { options, folder } = request;
  await rm(folder, { recursive: true, force: true });
  await writing(folder, () => mkdir(join(folder, IMAGES_FOLDER), { recursive: true }));
  await using file = await openAppendFile(join(folder, QUESTIONS_FILE), 0);
  const hash = createHash("sha256");
  const freezing: Freezing = { ...request, file, hash, pictures: new Set() };
  const tasks: FrozenTask[] = [];
  let start = 0;
  for (const task of options.tasks) {
    const frozen = await freezeTask(freezing, task, start);
    tasks.push(frozen);
    start = frozen.end;
  }
  const manifest: CapsuleManifest = {
    schema: "fvalidate.bench-capsule/1",
    sha256: hash.digest("hex"),
    settings: settingsOf(options),
    tasks,
  };
  await writeManifest(folder, manifest);
  return manifest;
}

async function freezeTask(freezing: Freezing, task: Task, start: number): Promise<FrozenTask> {
  await using rows = await openRows(task, freezing.open);
  const selection = await selectionFor(task, rows, freezing.options.seed);
  const ids = new Set<string>();
  let end = start;
  let questions = 0;
  let found = 0;
  for await (const { question, row, dataSet } of questionsOf(task, rows, freezing.options.seed)) {
    if (freezing.signal.aborted) throw new FvalidateError("interrupted", "The run was stopped.");
    if (selection.endsAt(found)) break;
    if (selection.takes(found)) {
      const frozen = await freezeQuestion(freezing, { task, question: unique(question, ids), row, dataSet });
      const line = await freezing.file.append(JSON.stringify(frozen));
      end = line.start + line.bytes + 1;
      questions += 1;
    }
    found += 1;
  }
  if (questions === 0) throw nothingToAsk(task, rows.description, found);
  return { name: task.benchmark.name, questions, found, description: rows.description, start, end };
}

interface Prepared {
  readonly question: Question;
  readonly row: DataRow;
  readonly dataSet: DataSet;
}

async function* questionsOf(task: Task, rows: Rows, seed: number): AsyncGenerator<Prepared> {
  const context = { template: task.template, numFewshot: task.numFewshot, shots: rows.shots, seed };
  for await (const row of rows.dataSet.rows()) {
    const question = questionOf(row, () => task.benchmark.question(row, context));
    if (question !== null) yield { question, row, dataSet: rows.dataSet };
  }
}

/** What is wrong with a row is said with the row's place, by whatever part of a benchmark it was found. */
function questionOf({ file, index }: DataRow, make: () => Question | null): Question | null {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof FvalidateError) || error.message.startsWith("row ")) throw error;
    const { kind, message, hint } = error;
    throw new FvalidateError(kind, `row ${index + 1} (${file}): ${message}`, {
      ...(hint !== undefined && { hint }),
      cause: error,
    });
  }
}

/** A share is of the questions there are, which only reading them all tells. */
async function selectionFor(task: Task, rows: Rows, seed: number): Promise<Selection> {
  let total = 0;
  if (task.limit.kind === "share") for await (const _ of questionsOf(task, rows, seed)) total += 1;
  return selectionOf(task.limit, total);
}

/**
 * Answers are paired by id, so a second question of the same id gets a number behind it: one that makes an id that no
 * other question has had.
 */
function unique(question: Question, ids: Set<string>): Question {
  let id = question.id;
  for (let number = 2; ids.has(id); number += 1) id = `${question.id}#${number}`;
  ids.add(id);
  return { ...question, id };
}

async function freezeQuestion(
  { options, folder, pictures, hash, cacheFolder, signal }: Freezing,
  { task, question, row, dataSet }: Prepared & { task: Task },
): Promise<FrozenQuestion> {
  const body = await buildRequest(question.messages, {
    options,
    task,
    row,
    dataSet,
    cacheFolder,
    signal,
  });
  const requestSha256 = sha256(body);
  hash.update(requestSha256);
  const text = new TextDecoder().decode(body);
  return {
    benchmark: task.benchmark.name,
    id: question.id,
    category: question.category,
    cluster: question.cluster,
    requestSha256,
    requestBytes: body.length,
    request: await storePictures(text, join(folder, IMAGES_FOLDER), pictures),
    gold: question.gold,
  };
}

function nothingToAsk(task: Task, description: string, found: number): FvalidateError {
  return new FvalidateError(
    "input",
    `${task.benchmark.name}: nothing to ask. ${description} holds ${found} questions.`,
    { hint: "Check --limit, and that the file is this benchmark's." },
  );
}
