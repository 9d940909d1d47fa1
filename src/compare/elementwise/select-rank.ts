/**
 * The value that would stand at `rank` if all were sorted, found without sorting them: Hoare, "Algorithm 65: Find",
 * 1961, with the median of three as pivot. Afterwards nothing before the rank is larger and nothing behind it smaller.
 *
 * @param values without NaN; put into another order
 */
export function selectRank(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const [left, right] = partition(values, low, high);
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank] ?? Number.NaN;
}

/** @returns the ends of the parts: everything up to the second is at most the pivot, from the first on at least */
function partition(values: Float64Array, low: number, high: number): [left: number, right: number] {
  const pivot = medianOfThree(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
  let left = low;
  let right = high;
  while (left <= right) {
    while ((values[left] ?? 0) < pivot) left += 1;
    while ((values[right] ?? 0) > pivot) right -= 1;
    if (left > right) break;
    const swapped = values[left] ?? 0;
    values[left] = values[right] ?? 0;
    values[right] = swapped;
    left += 1;
    right -= 1;
  }
  return [left, right];
}

function medianOfThree(first: number, second: number, third: number): number {
  return Math.max(Math.min(first, second), Math.min(Math.max(first, second), third));
}
