import type { Values } from "../exact-block.ts";

/** The values of some pairs of both arms, in the kernel's memory. */
export interface BlockValues {
  readonly baseline: Values;
  readonly candidate: Values;
  /** Patterns as sign and magnitude; `null` where there are none, or only those of float64. */
  readonly patterns: { readonly baseline: Int32Array; readonly candidate: Int32Array } | null;
}

/** Pairs of one block, and where they stood. */
export interface BlockPlace extends BlockValues {
  /** Of the block in the flattened tensors. */
  readonly position: number;
  /** Where in the block each pair stood; `null` where none has been left out. */
  readonly places: Uint16Array | null;
}

/** Of a pair in the flattened tensors. */
export function placeOf({ position, places }: Pick<BlockPlace, "position" | "places">, i: number): number {
  return position + (places === null ? i : (places[i] ?? 0));
}

/** Some of the pairs. */
export function slicePlace(place: BlockPlace, first: number, end: number): BlockPlace {
  const { position, places, baseline, candidate, patterns } = place;
  if (first === 0 && end === baseline.length) return place;
  return {
    position: places === null ? position + first : position,
    places: places === null ? null : places.subarray(first, end),
    baseline: baseline.subarray(first, end),
    candidate: candidate.subarray(first, end),
    patterns:
      patterns === null
        ? null
        : {
            baseline: patterns.baseline.subarray(first, end),
            candidate: patterns.candidate.subarray(first, end),
          },
  };
}
