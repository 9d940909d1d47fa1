import { realpath, stat } from "node:fs/promises";
import { type Match, matchTensors, type NamedPair } from "../../../compare/tensors/match-names.ts";
import { openTensors } from "../../../tensors/stored/open.ts";
import type { StoredTensor, TensorFile } from "../../../tensors/stored/stored-tensor.ts";
import type { CompareTensorsOptions } from "./options.ts";

/** One file or folder of tensors. */
export interface Side extends TensorFile {
  readonly path: string;
  readonly isFile: boolean;
  /** Finds a tensor by the baseline's name. */
  named(name: string): StoredTensor | undefined;
}

/** All that takes part in a comparison. */
export interface Sides {
  readonly baseline: Side;
  readonly candidate: Side;
  readonly golden: Side | null;
  readonly floor: Side | null;
  readonly match: Match;
  /** Whether baseline and candidate are one file. */
  readonly same: boolean;
}

/** @throws FvalidateError of kind `input` for what cannot be read, of kind `comparison` for nothing in common */
export async function openSides(options: CompareTensorsOptions): Promise<Sides> {
  const open = (path: string) => openSide(path, options);
  const baseline = await open(options.baseline);
  const candidate = await open(options.candidate);
  const match = matchTensors({
    baseline: baseline.tensors,
    candidate: candidate.tensors,
    mapping: options.mapping?.names ?? null,
    only: options.only,
    files: baseline.isFile && candidate.isFile,
  });
  return {
    baseline,
    candidate,
    golden: options.golden === null ? null : await open(options.golden),
    floor: options.floor === null ? null : await open(options.floor),
    match,
    same: (await realpath(options.baseline)) === (await realpath(options.candidate)),
  };
}

async function openSide(path: string, { dtype }: CompareTensorsOptions): Promise<Side> {
  const file = await openTensors(path, dtype === null ? {} : { dtype });
  const names = new Map(file.tensors.map((tensor) => [tensor.name, tensor]));
  const isFile = (await stat(path)).isFile();
  return { ...file, path, isFile, named: (name) => names.get(name) };
}

/** The tensor of another side that belongs to a pair: of its name, or the only one where the baseline has only one. */
export function counterpart(pair: NamedPair, side: Side, baseline: Side): StoredTensor | undefined {
  const named = side.named(pair.name);
  if (named !== undefined) return named;
  const single = side.isFile && baseline.isFile && side.tensors.length === 1 && baseline.tensors.length === 1;
  return single ? side.tensors[0] : undefined;
}
