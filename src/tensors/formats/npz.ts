import { FvalidateError } from "../../support/errors.ts";
import { cannotRead, readingFile } from "../npy-file.ts";
import { MAXIMUM_START } from "../npy-preamble.ts";
import { npyArray } from "../stored/npy-array.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";
import { beginsLikeZip } from "../zip/begins-like-zip.ts";
import { type OpenArchive, partOfMember, startOfMember } from "../zip/member-bytes.ts";
import { readZip } from "../zip/open-zip.ts";
import type { ZipMember } from "../zip/zip-member.ts";
import { HoldsNoTensors, type OpenOptions, type TensorFormat } from "./tensor-format.ts";

/** Arrays of numpy's in a zip archive, stored or deflated, each named by its member without `.npy`. */
export const NPZ: TensorFormat = {
  name: "npz",
  extensions: [".npz"],
  recognises: beginsLikeZip,
  open: openNpz,
};

const SAVE_AGAIN = "Save the arrays again with numpy.savez.";
const ENDING = ".npy";

async function openNpz(path: string, options: OpenOptions): Promise<TensorFile> {
  try {
    return await readingFile(path, async (reader) => {
      const { members } = await readZip(reader);
      return await arraysOf({ path, reader }, members, options);
    });
  } catch (error) {
    throw error instanceof HoldsNoTensors ? error : cannotRead(path, error, SAVE_AGAIN);
  }
}

async function arraysOf(
  archive: OpenArchive,
  members: readonly ZipMember[],
  options: OpenOptions,
): Promise<TensorFile> {
  const arrays = members.filter(({ name }) => name.endsWith(ENDING));
  const others = members.filter(({ name }) => !name.endsWith(ENDING));
  for (const other of others) await refuseNestedArchive(archive, other);
  if (arrays.length === 0) {
    throw new HoldsNoTensors(
      `Cannot read ${archive.path}: it holds no arrays but ${members.length} other files.`,
      SAVE_AGAIN,
    );
  }
  const settings = { ...options, othersAsTheyAre: options.othersAsTheyAre ?? arrays.length > 1 };
  const tensors: StoredTensor[] = [];
  for (const member of arrays) tensors.push(await arrayOf(archive, member, settings));
  const notes = others.map(({ name }) => `${name} is no array and was left out`);
  return { format: NPZ.name, tensors, notes };
}

async function arrayOf(archive: OpenArchive, member: ZipMember, options: OpenOptions): Promise<StoredTensor> {
  try {
    const start = await startOfMember(archive, member, MAXIMUM_START);
    const { dataStart, dataBytes, ...array } = npyArray(start, member.unpackedLength, options);
    const location = partOfMember(archive.path, member, dataStart, dataBytes);
    return { name: member.name.slice(0, -ENDING.length), ...array, location };
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    const at = `from byte ${member.dataOffset} of the archive on`;
    throw new FvalidateError(error.kind, `in its member ${member.name}, ${at}: ${error.message}`, {
      hint: error.hint ?? SAVE_AGAIN,
      cause: error.cause,
    });
  }
}

async function refuseNestedArchive(archive: OpenArchive, member: ZipMember): Promise<void> {
  if (!beginsLikeZip(await startOfMember(archive, member, 4))) return;
  throw new FvalidateError(
    "input",
    `its member ${member.name} is itself a zip archive (byte ${member.dataOffset}), which is not opened`,
    { hint: "Unpack it and compare the archives in it one by one." },
  );
}
