import { join } from "node:path";
import { z } from "zod";
import { FvalidateError } from "../../support/errors.ts";
import type { FolderFormat, OpenOptions } from "../formats/tensor-format.ts";
import { openTensorFile } from "../stored/open-file.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";
import { readDumpJson } from "./dump-json.ts";

const FILE = "layers.json";

/**
 * A folder of tensor files of any format with a `layers.json` that puts them in the order of calls, so that anybody's dump
 * is searched for the first divergence: `[{"layer": "blocks.0", "part": "output", "file": "block0.npy"}, …]`.
 */
export const LAYERS_MANIFEST: FolderFormat = {
  name: "layers.json",
  recognisesFolder: (_path, names) => names.includes(FILE),
  open: openLayers,
};

const ENTRY = z.strictObject({
  /** Entries that follow one another with the same layer are one call of it, up to an input that follows an output. */
  layer: z.string().min(1).max(1000),
  part: z.enum(["input", "output"]),
  /** In the folder, or in folders in it. */
  file: z.string().min(1).max(4096),
  /** Which of the file's tensors; may be absent where it holds one. */
  tensor: z.string().optional(),
});
const MANIFEST = z.array(ENTRY).min(1).max(1_000_000);
type Entry = z.infer<typeof ENTRY>;

async function openLayers(path: string, options: OpenOptions): Promise<TensorFile> {
  const manifest = join(path, FILE);
  const read = MANIFEST.safeParse(await readDumpJson(manifest));
  if (!read.success) throw unusable(manifest, z.prettifyError(read.error).split("\n").slice(0, 6).join(" "));
  const files = new Map<string, TensorFile>();
  const seen = new Map<string, number>();
  const tensors: StoredTensor[] = [];
  const calls = callsOf(read.data);
  for (const [index, entry] of read.data.entries()) {
    requireWithin(manifest, entry.file, index);
    const file =
      files.get(entry.file) ??
      (await openTensorFile(join(path, entry.file), { ...options, othersAsTheyAre: true }));
    files.set(entry.file, file);
    const tensor = tensorOf(manifest, entry, file, index);
    const name =
      entry.tensor === undefined
        ? `${entry.layer}/${entry.part}`
        : `${entry.layer}/${entry.part}/${entry.tensor}`;
    const unique = distinct(name, seen);
    tensors.push({
      ...tensor,
      name: unique,
      dump: { call: calls[index] ?? 0, layer: entry.layer, part: entry.part },
    });
  }
  return {
    format: LAYERS_MANIFEST.name,
    tensors,
    notes: [...files].flatMap(([file, { notes }]) => notes.map((note) => `${file}: ${note}`)),
  };
}

function callsOf(entries: readonly Entry[]): number[] {
  let call = 0;
  return entries.map((entry, index) => {
    const before = entries[index - 1];
    const goesOn =
      before === undefined ||
      (before.layer === entry.layer && !(before.part === "output" && entry.part === "input"));
    if (!goesOn) call += 1;
    return call;
  });
}

function tensorOf(
  manifest: string,
  { file: name, tensor }: Entry,
  file: TensorFile,
  index: number,
): StoredTensor {
  const found =
    tensor === undefined ? file.tensors : file.tensors.filter((candidate) => candidate.name === tensor);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const problem =
    tensor === undefined
      ? `${name} holds ${file.tensors.length} tensors and entry ${index} does not say which`
      : `${name} holds no tensor ${JSON.stringify(tensor)}, which entry ${index} names`;
  throw unusable(manifest, problem);
}

function requireWithin(manifest: string, file: string, index: number): void {
  const isWithin = !/^([/\\]|[A-Za-z]:)/.test(file) && !file.split(/[/\\]/).includes("..");
  if (!isWithin)
    throw unusable(manifest, `the file ${JSON.stringify(file)} of entry ${index} leads out of the folder`);
}

/** The same layer may be called again; the second one of a name is `#1`. */
function distinct(name: string, seen: Map<string, number>): string {
  const again = seen.get(name) ?? 0;
  seen.set(name, again + 1);
  return again === 0 ? name : `${name}#${again}`;
}

function unusable(path: string, problem: string): FvalidateError {
  return new FvalidateError("input", `Cannot use ${path}: ${problem}.`, {
    hint: 'Write [{"layer": "blocks.0", "part": "input" or "output", "file": "x.npy", "tensor": "name"}, …] in the order of calls.',
  });
}
