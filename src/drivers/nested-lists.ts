import { elementCount, type Tensor, toFloat64 } from "../tensors/tensor.ts";
import { badAnswer } from "./bad-answer.ts";

const MAXIMUM_AXES = 3;

/**
 * Nested lists of numbers as a tensor: float32 where every finite number is one, else float64.
 * @param name for messages: what the lists are called in the answer
 * @throws FvalidateError of kind `stack` that gives the index of what is ragged or no number
 */
export function tensorFromLists(value: unknown, name: string): Tensor {
  const shape = shapeOf(value, name);
  const found: Collected = { name, shape, numbers: [], indices: [] };
  collect(value, found);
  const isFloat32 = found.numbers.every((number) => Object.is(Math.fround(number), number));
  return isFloat32
    ? { dtype: "float32", shape, data: Float32Array.from(found.numbers) }
    : { dtype: "float64", shape, data: Float64Array.from(found.numbers) };
}

/** The rows of a [T, D] tensor, cut to the first `steps` of them and in each the first `dimensions`. */
export function rowsOf(tensor: Tensor, cut: { steps: number; dimensions: number }): number[][] {
  const [steps = 0, dimensions = 0] = tensor.shape;
  const values = toFloat64(tensor);
  return Array.from({ length: Math.min(steps, cut.steps) }, (_, step) => {
    const start = step * dimensions;
    return [...values.subarray(start, start + Math.min(dimensions, cut.dimensions))];
  });
}

interface Collected {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numbers: number[];
  /** Where the collection stands. */
  readonly indices: number[];
}

/** Sizes as the first list of each level has them. */
function shapeOf(value: unknown, name: string): number[] {
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0]) {
    shape.push(inner.length);
    if (shape.length > MAXIMUM_AXES) {
      throw badAnswer(`\`${name}\` is nested deeper than [batch, steps, dimensions].`);
    }
  }
  if (shape.length === 0) throw badAnswer(`\`${name}\` is ${describe(value)}, not a list of actions.`);
  if (elementCount(shape) === 0) throw badAnswer(`\`${name}\` is empty: its shape is [${shape.join(", ")}].`);
  return shape;
}

function collect(value: unknown, found: Collected): void {
  const { shape, numbers, indices } = found;
  const size = shape[indices.length];
  if (size === undefined) {
    if (typeof value !== "number") throw badAnswer(`${placeOf(found)} is ${describe(value)}, not a number.`);
    numbers.push(value);
    return;
  }
  if (!Array.isArray(value) || value.length !== size) throw ragged(value, size, found);
  for (const [index, item] of value.entries()) {
    indices.push(index);
    collect(item, found);
    indices.pop();
  }
}

function ragged(value: unknown, size: number, found: Collected) {
  const neighbours = `where its neighbours are lists of ${size}`;
  return badAnswer(`${placeOf(found)} is ${describe(value)} ${neighbours}: the answer is ragged.`);
}

function placeOf({ name, indices }: Collected): string {
  return `\`${name}${indices.map((index) => `[${index}]`).join("")}\``;
}

function describe(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
