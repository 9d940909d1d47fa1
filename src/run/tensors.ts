import { join } from "node:path";
import type { ActionSet } from "../contracts/actions.ts";
import type { RecordedAnswers } from "../stacks/recording/manifest.ts";
import { type RunTensors, TENSORS_FILE, TENSORS_SCHEMA } from "../stacks/recording/run-tensors.ts";
import { FvalidateError } from "../support/errors.ts";
import { sha256 } from "../support/hash.ts";
import { writeWhole } from "../support/write-file.ts";
import type { DType } from "../tensors/dtype.ts";
import { encodeNpy } from "../tensors/npy.ts";
import type { Tensor } from "../tensors/tensor.ts";
import type { Answers, Series } from "./answers.ts";
import type { Journal } from "./journal.ts";
import type { Plan, Role } from "./plan.ts";
import type { Questions } from "./questions.ts";
import type { TimedCalls } from "./time-calls.ts";

/** What a run has to store. */
export interface StoredRun {
  readonly folder: { readonly id: string; readonly path: string };
  /** What was compared, with all answered dimensions. */
  readonly pair: { readonly baseline: ActionSet; readonly candidate: ActionSet };
  readonly answers: Answers;
  readonly questions: Pick<Questions, "sha256" | "observations">;
  readonly plan: Pick<Plan, "perturbation">;
  readonly journal: Pick<Journal, "latencies">;
  /** Calls that were made for their times alone. */
  readonly timed: Partial<Record<Role, TimedCalls>>;
}

const OWN_CALLS = "the calls of the recorded run, the first included";

/**
 * Writes every tensor that a run got to `tensors/`, the observations along the first axis: what was compared,
 * [observations, steps, dimensions], and as far as all observations were answered the repeats, the perturbation, the
 * golden stack's answers and the trajectories. The list of them with their hashes comes last.
 *
 * @returns why it could not be written: a full disk must not keep the verdict from its reader
 */
export async function tryWriteTensors(run: StoredRun): Promise<FvalidateError | null> {
  try {
    await writeTensors(run);
    return null;
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
}

async function writeTensors(run: StoredRun): Promise<void> {
  const { folder, pair, questions } = run;
  const files = new TensorFiles(join(folder.path, "tensors"));
  await files.write("baseline.npy", tensorOf(pair.baseline));
  await files.write("candidate.npy", tensorOf(pair.candidate));
  const golden = wholeSeries(run, "golden", 0);
  if (golden !== null) await files.write("golden.npy", tensorOf(golden));
  const list: RunTensors = {
    schema: TENSORS_SCHEMA,
    run: folder.id,
    capsuleSha256: questions.sha256,
    observations: pair.baseline.shape[0],
    arms: {
      baseline: await writeArm(run, "baseline", files),
      candidate: await writeArm(run, "candidate", files),
      ...(golden === null ? {} : { golden: await writeArm(run, "golden", files) }),
    },
    files: files.hashes,
  };
  await writeWhole(join(files.folder, TENSORS_FILE), `${JSON.stringify(list, null, 2)}\n`);
}

/** Everything beside an arm's first answers, which are in `<role>.npy`. */
async function writeArm(run: StoredRun, role: Role, files: TensorFiles): Promise<RecordedAnswers> {
  const first = { actions: `${role}.npy`, ...(await writeTrajectory(run, role, files)) };
  return {
    passes: [first, ...(await writeRepeats(run, role, files))],
    ...(await writePerturbation(run, role, files)),
    ...(await writeLatency(run, role, files)),
  };
}

async function writeTrajectory({ answers, questions }: StoredRun, role: Role, files: TensorFiles) {
  const series = answers.trajectories(role);
  if (series === undefined || !isWhole(series, questions)) return {};
  const trajectory = `${role}-trajectory.npy`;
  await files.write(trajectory, tensorOf(storedSeries(series)));
  return { trajectory };
}

/** A repeat with the bits of the first pass is noted, not stored twice. */
async function writeRepeats(
  run: StoredRun,
  role: Role,
  files: TensorFiles,
): Promise<RecordedAnswers["passes"]> {
  const passes: RecordedAnswers["passes"] = [];
  const first = wholeSeries(run, role, 0);
  for (let pass = 1; first !== null; pass += 1) {
    const repeat = wholeSeries(run, role, pass);
    if (repeat === null) break;
    if (sameBits(first, repeat)) passes.push({ identicalTo: 0 });
    else {
      const actions = `${role}-repeat${pass === 1 ? "" : `-${pass}`}.npy`;
      await files.write(actions, tensorOf(repeat));
      passes.push({ actions });
    }
  }
  return passes;
}

async function writePerturbation({ answers, questions, plan }: StoredRun, role: Role, files: TensorFiles) {
  const { perturbation } = plan;
  const series = answers.actions({ role, pass: 0, perturbation });
  if (perturbation === null || series === undefined || !isWhole(series, questions)) return {};
  const actions = `${role}-perturbed.npy`;
  await files.write(actions, tensorOf(storedSeries(series)));
  return { perturbations: { [perturbation]: { actions } } };
}

async function writeLatency({ timed, journal }: StoredRun, role: Role, files: TensorFiles) {
  const calls = timed[role] ?? { milliseconds: journal.latencies(role), source: OWN_CALLS };
  const milliseconds = Float64Array.from(calls.milliseconds);
  if (milliseconds.length === 0) return {};
  const file = `${role}-latency-milliseconds.npy`;
  await files.write(file, { dtype: "float64", shape: [milliseconds.length], data: milliseconds });
  return { latency: { file, source: calls.source } };
}

/** Values along the observations, and the dtype in which they came. */
interface StoredValues {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly dtype: DType;
}

/** @returns `null` unless all observations were answered in this pass */
function wholeSeries({ answers, questions }: StoredRun, role: Role, pass: number): StoredValues | null {
  const series = answers.actions({ role, pass, perturbation: null });
  return series === undefined || !isWhole(series, questions) ? null : storedSeries(series);
}

function isWhole(series: Series, { observations }: StoredRun["questions"]): boolean {
  return series.observations().length === observations;
}

function storedSeries(series: Series): StoredValues {
  const all = series.observations();
  return { shape: [all.length, ...series.shape], values: series.select(all), dtype: series.dtype };
}

function sameBits(first: StoredValues, repeat: StoredValues): boolean {
  if (first.shape.join() !== repeat.shape.join() || first.dtype !== repeat.dtype) return false;
  return first.values.every((value, at) => Object.is(value, repeat.values[at]));
}

/** Half-precision answers are written as float32, which holds them exactly. */
function tensorOf({ shape, values, dtype }: StoredValues): Tensor {
  return dtype === "float64"
    ? { dtype: "float64", shape, data: values }
    : { dtype: "float32", shape, data: Float32Array.from(values) };
}

/** The files of one folder, each whole or not at all, with their hashes. */
class TensorFiles {
  readonly folder: string;
  readonly hashes: Record<string, string> = {};

  constructor(folder: string) {
    this.folder = folder;
  }

  async write(name: string, tensor: Tensor): Promise<void> {
    const bytes = encodeNpy(tensor);
    await writeWhole(join(this.folder, name), bytes);
    this.hashes[name] = sha256(bytes);
  }
}
