import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FolderFormat, OpenOptions } from "../formats/tensor-format.ts";
import { openTensorFile } from "../stored/open-file.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";

/**
 * What SGLang writes with `--debug-tensor-dump-output-folder` (`tensor_dump_forward_hook.py`): of each forward pass one
 * file with the outputs of all modules, in the order in which they were called.
 */
export const SGLANG_PASSES: FolderFormat = {
  name: "SGLang dump",
  recognisesFolder: (_path, names) => names.some((name) => PASS.test(name) || PROCESS.test(name)),
  open: openPasses,
};

const PASS = /^Pass(\d+)\.pt$/;
/** The process's id is another one in each run; the rank tells processes apart. */
const PROCESS = /^TP\d+_PP\d+_Rank(\d+)_pid\d+\/?$/;

async function openPasses(path: string, options: OpenOptions): Promise<TensorFile> {
  const tensors: StoredTensor[] = [];
  const processes = await numberedIn(path, PROCESS);
  const folders = processes.length === 0 ? [{ name: ".", number: 0 }] : processes;
  let call = 0;
  for (const { name: folder, number: rank } of folders) {
    for (const { name: file, number: pass } of await numberedIn(join(path, folder), PASS)) {
      const prefix = `${folders.length > 1 ? `rank${rank}/` : ""}pass${pass}/`;
      for (const tensor of (await openTensorFile(join(path, folder, file), options)).tensors) {
        const name = prefix + tensor.name;
        tensors.push({ ...tensor, name, dump: { call, layer: name, part: "output" } });
        call += 1;
      }
    }
  }
  return { format: SGLANG_PASSES.name, tensors, notes: [] };
}

async function numberedIn(path: string, pattern: RegExp): Promise<{ name: string; number: number }[]> {
  return (await readdir(path))
    .flatMap((name) => {
      const digits = pattern.exec(name)?.[1];
      return digits === undefined ? [] : [{ name, number: Number(digits) }];
    })
    .toSorted((one, other) => one.number - other.number);
}
