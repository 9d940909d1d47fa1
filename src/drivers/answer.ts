import type { PolicyAnswer } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Tensor } from "../tensors/tensor.ts";

/** The names under which the generations of servers answer. */
const ANSWER_KEYS: Readonly<Record<string, string>> = {
  qpos: "flagscale-g0 or flagscale-g1",
  actions: "flagscale-g2",
  predictions: "flagscale-pi05",
  action: "openpi-websocket",
};

/**
 * The value under the profile's answer key.
 * @throws FvalidateError of kind `stack` that names the profile whose key is there instead
 */
export function answerField(
  fields: Readonly<Record<string, unknown>>,
  key: string,
  profile: string,
): unknown {
  if (fields[key] !== undefined) return fields[key];
  const other = Object.keys(ANSWER_KEYS).find((known) => fields[known] !== undefined);
  const keys = Object.keys(fields).join(", ");
  throw badAnswer(
    other === undefined
      ? `The answer holds no \`${key}\`, only: ${keys === "" ? "nothing" : keys}.`
      : `The answer holds \`${other}\`; the profile ${profile} expects \`${key}\`.`,
    other === undefined ? undefined : `Use the profile ${ANSWER_KEYS[other]}.`,
  );
}

/**
 * Nested lists [B,T,D] or [T,D] with B = 1 as an action chunk [T,D]; float32 where every number is one.
 * @throws FvalidateError of kind `stack` for ragged or empty lists and for anything that is not a number
 */
export function actionsFromLists(value: unknown, key: string): Tensor {
  const shape = listShape(value, key);
  const numbers: number[] = [];
  flatten({ value, shape, path: key, into: numbers });
  const values = Float64Array.from(numbers);
  const fitsFloat32 = values.every((number) => Object.is(Math.fround(number), number));
  const data = fitsFloat32 ? Float32Array.from(values) : values;
  return actionChunk({ dtype: fitsFloat32 ? "float32" : "float64", shape, data }, key);
}

/**
 * An action tensor without its batch axis.
 * @throws FvalidateError of kind `stack` for a shape that is not [T,D] or [1,T,D]
 */
export function actionChunk(tensor: Tensor, key: string): Tensor {
  const shape = tensor.shape.length === 3 ? tensor.shape.slice(1) : tensor.shape;
  const batch = tensor.shape.length === 3 ? tensor.shape[0] : 1;
  if (shape.length !== 2 || batch !== 1 || shape.includes(0)) {
    throw badAnswer(
      `\`${key}\` has the shape [${tensor.shape.join(", ")}]; one action chunk is [steps, dimensions] or ` +
        "[1, steps, dimensions].",
    );
  }
  return { ...tensor, shape };
}

/** The nested lists of an action chunk, with a batch axis of one. */
export function listsFromAnswer(
  { actions }: PolicyAnswer,
  cut: { steps: number; dimensions: number },
): number[][][] {
  const [steps = 0, dimensions = 0] = actions.shape;
  const rows = Array.from({ length: Math.min(steps, cut.steps) }, (_, step) =>
    Array.from({ length: Math.min(dimensions, cut.dimensions) }, (_, dimension) =>
      Number(actions.data[step * dimensions + dimension]),
    ),
  );
  return [rows];
}

export function badAnswer(message: string, hint?: string): FvalidateError {
  return new FvalidateError("stack", message, hint === undefined ? {} : { hint });
}

const MAXIMUM_AXES = 3;

function listShape(value: unknown, key: string): number[] {
  const shape: number[] = [];
  let inner = value;
  while (Array.isArray(inner)) {
    shape.push(inner.length);
    inner = inner[0];
    if (shape.length > MAXIMUM_AXES)
      throw badAnswer(`\`${key}\` is nested deeper than [batch, steps, dimensions].`);
  }
  if (shape.length === 0) throw badAnswer(`\`${key}\` is ${describe(value)}, not a list of actions.`);
  return shape;
}

function flatten(list: { value: unknown; shape: readonly number[]; path: string; into: number[] }): void {
  const { value, shape, path, into } = list;
  const [size, ...rest] = shape;
  if (size === undefined) {
    if (typeof value !== "number") throw badAnswer(`\`${path}\` is ${describe(value)}, not a number.`);
    into.push(value);
    return;
  }
  if (!Array.isArray(value) || value.length !== size) {
    const found = Array.isArray(value) ? `a list of ${value.length}` : describe(value);
    throw badAnswer(
      `\`${path}\` is ${found} where its neighbours are lists of ${size}: the answer is ragged.`,
    );
  }
  for (const [index, item] of value.entries())
    flatten({ value: item, shape: rest, path: `${path}[${index}]`, into });
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "string" ? `the text ${JSON.stringify(value.slice(0, 40))}` : `a ${typeof value}`;
}
