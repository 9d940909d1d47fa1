import { join } from "node:path";
import { FvalidateError } from "../../../support/errors.ts";
import { sha256 } from "../../../support/hash.ts";
import { readInput } from "../../../support/read-file.ts";
import { writeWhole } from "../../../support/write-file.ts";
import { decodeNpy, encodeNpy } from "../../../tensors/npy.ts";
import { type Tensor, toFloat64 } from "../../../tensors/tensor.ts";
import type { Answers, Series } from "../../answers.ts";
import type { Step } from "../../plan.ts";
import type { StoredSeries } from "../record.ts";

const FOLDER = "answers";
/** What float32 holds exactly. */
const NARROW: readonly string[] = ["float16", "bfloat16", "float32"];

/** What was asked about every observation. */
type Asked = Omit<Step, "observation">;

/**
 * Writes every answer that a shard got into `answers/`, a file for each arm, pass and perturbation, the answered
 * observations along the first axis.
 * @throws FvalidateError of kind `output`
 */
export async function writeAnswers(
  runFolder: string,
  steps: readonly Step[],
  answers: Answers,
): Promise<StoredSeries[]> {
  const stored: StoredSeries[] = [];
  for (const asked of askedIn(steps)) {
    for (const content of ["actions", "trajectory"] as const) {
      const series = content === "actions" ? answers.actions(asked) : trajectoryOf(answers, asked);
      if (series !== undefined) stored.push(await writeSeries(runFolder, { ...asked, content }, series));
    }
  }
  return stored;
}

/** Only the first pass's trajectories are compared. */
function trajectoryOf(answers: Answers, { role, pass, perturbation }: Asked): Series | undefined {
  return pass === 0 && perturbation === null ? answers.trajectories(role) : undefined;
}

function askedIn(steps: readonly Step[]): Asked[] {
  const found = new Map<string, Asked>();
  for (const { role, pass, perturbation } of steps) {
    found.set(`${role} ${pass} ${perturbation}`, { role, pass, perturbation });
  }
  return [...found.values()];
}

async function writeSeries(
  runFolder: string,
  asked: Asked & Pick<StoredSeries, "content">,
  series: Series,
): Promise<StoredSeries> {
  const { role, pass, perturbation, content } = asked;
  const observations = series.observations();
  const shape = [observations.length, ...series.shape];
  const values = series.select(observations);
  const bytes = encodeNpy(
    NARROW.includes(series.dtype)
      ? { dtype: "float32", shape, data: Float32Array.from(values) }
      : { dtype: "float64", shape, data: values },
  );
  const name = [role, perturbation === null ? `pass-${pass}` : `${perturbation}-moved`, content].join("-");
  const file = `${FOLDER}/${name}.npy`;
  await writeWhole(join(runFolder, file), bytes);
  return { ...asked, observations, dtype: series.dtype, file, sha256: sha256(bytes) };
}

/**
 * Adds a shard's answers to those of others. Answers that are there already stay: the first of two shards counts.
 * @param taken keys of the answers that are there; added to
 * @throws FvalidateError of kind `input` for a file that was changed since
 */
export async function addStoredAnswers(
  runFolder: string,
  stored: readonly StoredSeries[],
  to: { readonly answers: Answers; readonly taken: Set<string> },
): Promise<void> {
  for (const series of stored) {
    for (const { observation, values, shape } of await rowsOf(runFolder, series)) {
      const { role, pass, perturbation, content, dtype } = series;
      const key = [role, pass, perturbation, content, observation].join(" ");
      if (to.taken.has(key)) continue;
      to.taken.add(key);
      to.answers.addValues({ role, pass, perturbation, observation }, content, { shape, dtype, values });
    }
  }
}

/** How many of the answers that two runs of one shard share differ in a bit. */
export async function differingAnswers(
  first: { folder: string; stored: readonly StoredSeries[] },
  other: { folder: string; stored: readonly StoredSeries[] },
): Promise<number> {
  let differing = 0;
  for (const series of first.stored) {
    const match = other.stored.find(({ file }) => file === series.file);
    if (match === undefined || match.sha256 === series.sha256) continue;
    const rows = await rowsOf(first.folder, series);
    const others = new Map(
      (await rowsOf(other.folder, match)).map((row) => [row.observation, row.values] as const),
    );
    differing += rows.filter(({ observation, values }) => {
      const again = others.get(observation);
      return again !== undefined && !sameBits(values, again);
    }).length;
  }
  return differing;
}

function sameBits(first: Float64Array, again: Float64Array): boolean {
  return first.length === again.length && first.every((value, i) => Object.is(value, again[i]));
}

interface Row {
  readonly observation: number;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

async function rowsOf(runFolder: string, series: StoredSeries): Promise<Row[]> {
  const { observations } = series;
  const tensor = await readTensor(join(runFolder, series.file), series);
  const shape = tensor.shape.slice(1);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = toFloat64(tensor);
  return observations.map((observation, row) => ({
    observation,
    shape,
    values: values.slice(row * size, (row + 1) * size),
  }));
}

async function readTensor(path: string, series: StoredSeries): Promise<Tensor> {
  const bytes = await readInput(path, "a shard's answers");
  if (sha256(bytes) !== series.sha256) throw changed(path, `its SHA-256 is not ${series.sha256}`);
  const tensor = decodeNpy(bytes, { name: path });
  if (tensor.shape[0] === series.observations.length) return tensor;
  throw changed(path, `it holds ${tensor.shape[0]} observations, not ${series.observations.length}`);
}

function changed(path: string, why: string): FvalidateError {
  return new FvalidateError("input", `${path} is not as the shard's run wrote it: ${why}.`, {
    hint: "Take the shard's folder as fvalidate wrote it, or run the shard again.",
  });
}
