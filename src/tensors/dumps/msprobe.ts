import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import type { FolderFormat, OpenOptions } from "../formats/tensor-format.ts";
import { cannotRead } from "../npy-file.ts";
import { openTensorFile } from "../stored/open-file.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";
import { readDumpJson } from "./dump-json.ts";
import { listed } from "./listed.ts";
import { type MsprobeCalls, type MsprobeTensor, msprobeCalls } from "./msprobe-calls.ts";
import { type MsprobeFolder, msprobeFolders } from "./msprobe-folders.ts";

/**
 * What Ascend's msprobe (mindstudio-probe) dumps with the task `tensor`: of every call of a module or function the tensors
 * that went in and came out. Tensors are named by their files, with step and rank before them.
 */
export const MSPROBE: FolderFormat = {
  name: "msprobe dump",
  async recognisesFolder(path, names) {
    const mayBe = names.some((name) =>
      /^(dump\.json|debug\.json|(step|rank|proc)\d*\/|pynative_mode\/)$/.test(name),
    );
    return mayBe && (await msprobeFolders(path)).length > 0;
  },
  open: openMsprobe,
};

const DATA = "dump_tensor_data";

async function openMsprobe(path: string, options: OpenOptions): Promise<TensorFile> {
  const found: Found = { tensors: [], notes: [], calls: 0, tasks: new Set() };
  for (const folder of await msprobeFolders(path)) await addFolder(found, folder, options);
  if (found.tensors.length === 0) throw withoutTensors(path, [...found.tasks]);
  return { format: MSPROBE.name, tensors: found.tensors, notes: found.notes };
}

interface Found {
  readonly tensors: StoredTensor[];
  readonly notes: string[];
  calls: number;
  readonly tasks: Set<string>;
}

async function addFolder(found: Found, folder: MsprobeFolder, options: OpenOptions): Promise<void> {
  const { task, calls } = await callsIn(folder.path);
  found.tasks.add(task);
  const files = await filesIn(join(folder.path, DATA));
  const named = new Set<string>();
  const missing: string[] = [];
  for (const call of calls) {
    for (const tensor of call) {
      named.add(tensor.file);
      if (!files.has(tensor.file)) missing.push(tensor.file);
      else await addTensor(found, folder, tensor, options);
    }
    found.calls += 1;
  }
  const stray = [...files].filter((file) => !named.has(file));
  const where = `${folder.prefix}dump.json`;
  if (missing.length > 0 && files.size > 0)
    found.notes.push(`${where} names files that are not there: ${listed(missing)}`);
  if (stray.length > 0)
    found.notes.push(`${where} does not name these files, which were left out: ${listed(stray)}`);
}

async function addTensor(
  found: Found,
  { path, prefix }: MsprobeFolder,
  { file, layer, part }: MsprobeTensor,
  options: OpenOptions,
): Promise<void> {
  const { tensors } = await openTensorFile(join(path, DATA, file), { ...options, othersAsTheyAre: true });
  const stem = file.replace(/\.(pt|npy)$/, "");
  for (const tensor of tensors) {
    const name = tensors.length === 1 ? stem : `${stem}.${tensor.name}`;
    found.tensors.push({
      ...tensor,
      name: prefix + name,
      dump: { call: found.calls, layer: prefix + layer, part },
    });
  }
}

/** Variables saved by themselves stand in `debug.json`, calls in `dump.json`. */
async function callsIn(folder: string): Promise<MsprobeCalls> {
  const names = (await readdir(folder))
    .filter((name) => name === "dump.json" || name === "debug.json")
    .toSorted();
  const parts: MsprobeCalls[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      parts.push(msprobeCalls(await readDumpJson(path)));
    } catch (error) {
      const isNamed = error instanceof FvalidateError && error.message.startsWith("Cannot read");
      throw isNamed ? error : cannotRead(path, error, "Dump again with msprobe.");
    }
  }
  return { task: parts.map(({ task }) => task).join(", "), calls: parts.flatMap(({ calls }) => calls) };
}

async function filesIn(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return new Set();
    throw error;
  }
}

function withoutTensors(path: string, tasks: readonly string[]): FvalidateError {
  const task = tasks.join(", ");
  return new FvalidateError(
    "input",
    `Cannot read ${path}: this msprobe dump holds no tensors; its task is ${JSON.stringify(task)}.`,
    {
      hint: 'Dump again with "task": "tensor" in the configuration of msprobe; other tasks keep statistics alone.',
    },
  );
}
