import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FvalidateError } from "../../support/errors.ts";
import { FOLDER_FORMATS } from "../formats/folders.ts";
import { HoldsNoTensors, type OpenOptions, type TensorFormat } from "../formats/tensor-format.ts";
import { reasonOf } from "../npy-file.ts";
import { withoutExtension } from "./file-names.ts";
import { byCharacters, findFiles } from "./find-files.ts";
import { formatOfFile } from "./open-file.ts";
import type { StoredTensor, TensorFile } from "./stored-tensor.ts";

/** @throws FvalidateError of kind `input`, also where two files would give a tensor the same name */
export async function openTensorFolder(folder: string, options: OpenOptions): Promise<TensorFile> {
  try {
    const names = await namesIn(folder);
    for (const format of FOLDER_FORMATS)
      if (await format.recognisesFolder(folder, names)) return await format.open(folder, options);
    return await openAll(folder, options);
  } catch (error) {
    if (error instanceof FvalidateError) throw error;
    throw new FvalidateError("input", `Cannot read ${folder}: ${reasonOf(error)}.`, { cause: error });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.map((entry) => entry.name + (entry.isDirectory() ? "/" : "")).toSorted(byCharacters);
}

async function openAll(folder: string, options: OpenOptions): Promise<TensorFile> {
  const { files, notes } = await findFiles(folder);
  const opened = new OpenedFiles();
  const candidates = await candidatesIn(folder, files, opened);
  // Those that speak for others come first, and say which of the others are not tensors of their own.
  for (const candidate of candidates.toSorted((a, b) => Number(speaks(b)) - Number(speaks(a))))
    if (!opened.isTaken(join(folder, candidate.file)))
      await openOne(folder, candidate, { ...options, othersAsTheyAre: true }, opened);
  const fits = options.dtype === undefined || opened.tensors.some(({ dtype }) => dtype === options.dtype);
  const unfit = fits ? [] : [`no tensor is ${options.dtype}, which was declared`];
  return { format: opened.format, tensors: opened.tensors, notes: [...notes, ...opened.notes, ...unfit] };
}

interface Candidate {
  readonly file: string;
  readonly format: TensorFormat;
}

const speaks = ({ format }: Candidate): boolean => format.speaksForOthers === true;

async function candidatesIn(
  folder: string,
  files: readonly string[],
  opened: OpenedFiles,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const file of files) {
    const format = await formatOfFile(join(folder, file));
    if (format === null) opened.leaveOut(file);
    else candidates.push({ file, format });
  }
  return candidates;
}

async function openOne(
  folder: string,
  { file, format }: Candidate,
  options: OpenOptions,
  opened: OpenedFiles,
): Promise<void> {
  try {
    const found = await format.open(join(folder, file), options);
    opened.add(file, format, found);
  } catch (error) {
    if (!(error instanceof HoldsNoTensors)) throw error;
    opened.leaveOut(file);
  }
}

const MOST_NAMED = 5;

/** What was found in the files of a folder so far. */
class OpenedFiles {
  readonly tensors: StoredTensor[] = [];
  readonly #fileOf = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #formats = new Set<string>();
  readonly #notes: string[] = [];
  readonly #leftOut: string[] = [];

  add(file: string, format: TensorFormat, { format: said, tensors, notes }: TensorFile): void {
    this.#formats.add(said);
    this.#notes.push(...notes.map((note) => `${file}: ${note}`));
    if (tensors.length === 0) this.#leftOut.push(file);
    for (const tensor of tensors) {
      if (tensor.location.kind !== "memory") this.#taken.add(tensor.location.path);
      this.#addTensor(file, { ...tensor, name: nameInFolder(file, format, tensor, tensors.length === 1) });
    }
  }

  #addTensor(file: string, tensor: StoredTensor): void {
    const other = this.#fileOf.get(tensor.name);
    if (other !== undefined) {
      throw new FvalidateError(
        "input",
        `Two files give a tensor the name ${JSON.stringify(tensor.name)}: ${other} and ${file}.`,
        { hint: "Move one of them out of the folder, or name the files themselves." },
      );
    }
    this.#fileOf.set(tensor.name, file);
    this.tensors.push(tensor);
  }

  leaveOut(file: string): void {
    this.#leftOut.push(file);
  }

  /** Whether another file has spoken for this one. */
  isTaken(path: string): boolean {
    return this.#taken.has(path);
  }

  get format(): string {
    return [...this.#formats].join(", ");
  }

  get notes(): string[] {
    if (this.#leftOut.length === 0) return this.#notes;
    const named = this.#leftOut.slice(0, MOST_NAMED).join(", ");
    const more = this.#leftOut.length - MOST_NAMED;
    return [
      ...this.#notes,
      `left out, as they hold no tensors: ${named}${more > 0 ? ` and ${more} more` : ""}`,
    ];
  }
}

function nameInFolder(file: string, format: TensorFormat, { name }: StoredTensor, isOnly: boolean): string {
  // Put together by hand, because joining would resolve what looks like `..` in a name.
  if (format.speaksForOthers === true) return file.slice(0, file.lastIndexOf("/") + 1) + name;
  const stem = withoutExtension(file, format.extensions);
  return isOnly ? stem : `${stem}/${name}`;
}
