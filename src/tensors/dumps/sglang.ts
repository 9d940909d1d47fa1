import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type FolderFormat, HoldsNoTensors, type OpenOptions } from "../formats/tensor-format.ts";
import { openTensorFile } from "../stored/open-file.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";
import { listed } from "./listed.ts";
import { inCallOrder, type PlacedFile } from "./sglang-calls.ts";
import { sglangFile } from "./sglang-name.ts";

/**
 * What SGLang's `dumper.py` writes: a `.pt` file for each tensor, all in one folder. That folder (`DUMPER_EXP_NAME`) may
 * be the only thing in the one that is named (`DUMPER_DIR`).
 */
export const SGLANG: FolderFormat = {
  name: "SGLang dump",
  recognisesFolder: async (path, names) => (await dumpIn(path, names)) !== null,
  open: openSglang,
};

async function dumpIn(path: string, names: readonly string[]): Promise<string | null> {
  if (names.some((name) => sglangFile(name) !== null)) return path;
  const [only] = names;
  if (only === undefined || names.length !== 1 || !only.endsWith("/")) return null;
  const inner = join(path, only);
  return (await readdir(inner)).some((name) => sglangFile(name) !== null) ? inner : null;
}

async function openSglang(named: string, options: OpenOptions): Promise<TensorFile> {
  const entries = await readdir(named, { withFileTypes: true });
  const path =
    (await dumpIn(
      named,
      entries.map((entry) => entry.name + (entry.isDirectory() ? "/" : "")),
    )) ?? named;
  const names = (await readdir(path)).toSorted();
  const files = names.flatMap((name) => sglangFile(name) ?? []);
  const tensors: StoredTensor[] = [];
  const leftOut = names.filter((name) => sglangFile(name) === null);
  for (const placed of inCallOrder(files)) {
    const found = await tensorsIn(path, placed, options);
    tensors.push(...found);
    if (found.length === 0) leftOut.push(placed.file.file);
  }
  const notes =
    leftOut.length === 0 ? [] : [`left out, as they hold no tensors of the dump: ${listed(leftOut)}`];
  return { format: SGLANG.name, tensors, notes };
}

/** Newer files hold `{"value": …, "meta": …}`, older ones the value itself. */
async function tensorsIn(path: string, placed: PlacedFile, options: OpenOptions): Promise<StoredTensor[]> {
  const { file, call, name } = placed;
  const dump = { call, layer: file.layer, part: file.part };
  const found = await tensorsOrNone(join(path, file.file), options);
  const stem = file.file.slice(0, -".pt".length);
  return found.flatMap((tensor) => {
    const inner = tensor.name === stem ? "" : tensor.name.replace(/^value(?=$|\.)\.?/, "");
    if (tensor.name.startsWith("meta.")) return [];
    return [{ ...tensor, name: inner === "" ? name : `${name}.${inner}`, dump }];
  });
}

/** Values that are no tensors are dumped too: lengths, names of requests. */
async function tensorsOrNone(path: string, options: OpenOptions): Promise<readonly StoredTensor[]> {
  try {
    return (await openTensorFile(path, options)).tensors;
  } catch (error) {
    if (error instanceof HoldsNoTensors) return [];
    throw error;
  }
}
