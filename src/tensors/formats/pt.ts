import { FvalidateError } from "../../support/errors.ts";
import { cannotRead, type FileReader, readingFile } from "../npy-file.ts";
import { namedTensors } from "../pickle/named-tensors.ts";
import { type TorchArchive, torchArchive } from "../pickle/torch-archive.ts";
import { TORCH_MEANINGS } from "../pickle/torch-meanings.ts";
import { storedTorchTensor } from "../pickle/torch-tensor.ts";
import { unpickle } from "../pickle/unpickle.ts";
import { stemOf } from "../stored/file-names.ts";
import type { TensorFile } from "../stored/stored-tensor.ts";
import { beginsLikeZip } from "../zip/begins-like-zip.ts";
import { readZip } from "../zip/open-zip.ts";
import { HoldsNoTensors, type TensorFormat } from "./tensor-format.ts";

/**
 * What `torch.save` writes since PyTorch 1.6: a zip archive of one pickle and the tensors' bytes. The pickle may build
 * tensors and plain containers; every other name in it is refused, and nothing in it is ever executed.
 */
export const PT: TensorFormat = {
  name: "pt",
  extensions: [".pt", ".pth"],
  recognises: (start, path) =>
    isOldTorch(start) || ((isPickle(start) || beginsLikeZip(start)) && isTorch(start, path)),
  open: openPt,
};

const SAVE_AGAIN = "Save it again with torch.save.";
const ZIP_HEADER_BYTES = 30;

/** Endings that other files have as well, so that the content must be PyTorch's too. */
const SHARED_EXTENSIONS = [".bin", ".ckpt"];
const ENDINGS = [...PT.extensions, ...SHARED_EXTENSIONS];

/** The first file in a zip archive of PyTorch's lies in a folder that has the name of what was saved. */
function isTorch(start: Uint8Array, path: string): boolean {
  const first = Buffer.from(start.subarray(ZIP_HEADER_BYTES)).toString("latin1");
  const lower = path.toLowerCase();
  return /^[^\0]*\/data\.pkl/.test(first) || ENDINGS.some((ending) => lower.endsWith(ending));
}

/** A pickle by itself, of protocols 2 to 5. */
function isPickle(start: Uint8Array): boolean {
  const [mark, protocol = 0] = start;
  return mark === 0x80 && protocol >= 2 && protocol <= 5;
}

/** The number with which older PyTorch began its files, as its pickle has it. */
const OLD_MAGIC = "8a0a6cfc9c46f9206aa85019";

/** Older PyTorch wrote several pickles in a row, of which the first is its number alone. */
function isOldTorch(start: Uint8Array): boolean {
  return isPickle(start) && Buffer.from(start.subarray(2, 14)).toString("hex") === OLD_MAGIC;
}

async function openPt(path: string): Promise<TensorFile> {
  try {
    return await readingFile(path, (reader) => readTorchFile(path, reader));
  } catch (error) {
    throw error instanceof HoldsNoTensors ? error : cannotRead(path, error, SAVE_AGAIN);
  }
}

async function readTorchFile(path: string, reader: FileReader): Promise<TensorFile> {
  const start = await reader.read(0, Math.min(reader.size, 14));
  if (isPickle(start)) throw barePickle(isOldTorch(start));
  const { members } = await readZip(reader);
  const archive = await torchArchive({ path, reader }, members);
  const { tensors, others } = namedTensors(unpickle(archive.pickle, TORCH_MEANINGS), stemOf(path, ENDINGS));
  if (tensors.length === 0) {
    throw new HoldsNoTensors(
      `Cannot read ${path}: it holds no tensors but ${others} other values.`,
      "Save a tensor, or a dict of tensors.",
    );
  }
  const stored = tensors.map(({ name, tensor }) => ({ name, ...storedTorchTensor(name, tensor, archive) }));
  return { format: PT.name, tensors: stored, notes: notesOf(others, archive) };
}

function notesOf(others: number, { unused }: TorchArchive): string[] {
  const notes: string[] = [];
  if (others > 0) notes.push(`${others} values that are no tensors were left out`);
  if (unused.length > 0) notes.push(`${unused.join(", ")} were left out`);
  return notes;
}

function barePickle(isOldTorch: boolean): FvalidateError {
  const what = isOldTorch
    ? "it is a file of PyTorch before 1.6, or saved with _use_new_zipfile_serialization=False"
    : "it is a Python pickle without an archive around it";
  return new FvalidateError("input", `${what}, which is never loaded (byte 0)`, {
    hint: "Load it where you trust it, and save it again with torch.save or as safetensors.",
  });
}
