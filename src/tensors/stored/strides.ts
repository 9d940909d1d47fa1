import type { StoredTensor } from "./stored-tensor.ts";

/** Elements from one index to the next along each axis, where the last index runs fastest. */
export function cOrderStrides(shape: readonly number[]): number[] {
  return fortranStrides(shape.toReversed()).reverse();
}

/** The same where the first index runs fastest. */
export function fortranStrides(shape: readonly number[]): number[] {
  let stride = 1;
  return shape.map((size) => {
    const along = stride;
    stride *= size;
    return along;
  });
}

/** `null` for strides that only say C order without gaps; an axis of one element may have any. */
export function stridesOrNull(
  shape: readonly number[],
  strides: readonly number[],
): readonly number[] | null {
  if (shape.includes(0)) return null;
  const plain = cOrderStrides(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === plain[axis]) ? null : strides;
}

/**
 * The same elements with their axes in another order; nothing is moved.
 * @param axes for each axis of the result the axis that it was; each once. numpy's `transpose(axes)`
 */
export function permuted(tensor: StoredTensor, axes: readonly number[]): StoredTensor {
  const places = new Set(axes);
  if (axes.length !== tensor.shape.length || tensor.shape.some((_, axis) => !places.has(axis))) {
    throw new RangeError(`[${axes.join(", ")}] is no order of ${tensor.shape.length} axes`);
  }
  const strides = tensor.strides ?? cOrderStrides(tensor.shape);
  const shape = axes.map((axis) => tensor.shape[axis] ?? 0);
  return {
    ...tensor,
    shape,
    strides: stridesOrNull(
      shape,
      axes.map((axis) => strides[axis] ?? 0),
    ),
  };
}

/** How many elements of the storage a tensor reaches over, from its first one on; 0 for one without elements. */
export function reach({ shape, strides }: Pick<StoredTensor, "shape" | "strides">): number {
  if (shape.includes(0)) return 0;
  const along = strides ?? cOrderStrides(shape);
  return shape.reduce((span, size, axis) => span + (size - 1) * (along[axis] ?? 0), 1);
}
