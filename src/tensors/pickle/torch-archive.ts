import { FvalidateError } from "../../support/errors.ts";
import { damagedZip } from "../zip/damaged.ts";
import { type OpenArchive, startOfMember } from "../zip/member-bytes.ts";
import type { ZipMember } from "../zip/zip-member.ts";

/** The parts of a zip archive that `torch.save` wrote. */
export interface TorchArchive {
  readonly path: string;
  readonly pickle: Uint8Array;
  readonly littleEndian: boolean;
  /** By their keys, as the pickle names them. */
  readonly storages: ReadonlyMap<string, ZipMember>;
  /** Names of members that say nothing about tensors. */
  readonly unused: readonly string[];
}

const PICKLE = "data.pkl";
/** Names and shapes of some hundred thousand tensors. */
const LONGEST_PICKLE = 2 ** 26;

/** Members beside the pickle and the storages: versions, a checksum, how storages are aligned. */
const KNOWN: ReadonlySet<string> = new Set([
  "version",
  "byteorder",
  ".format_version",
  ".storage_alignment",
  ".data/serialization_id",
]);

/**
 * Sorts the members of an archive, and reads the pickle and the byte order.
 * @throws FvalidateError of kind `input`, a clause without the file's name, for archives of other kinds
 */
export async function torchArchive(
  archive: OpenArchive,
  members: readonly ZipMember[],
): Promise<TorchArchive> {
  const folder = folderOf(members);
  const byName = new Map(members.map((member) => [nameIn(folder, member), member]));
  const pickle = byName.get(PICKLE);
  if (pickle === undefined) throw noPickle(byName);
  if (byName.has("constants.pkl")) throw torchScript();
  const storages = new Map<string, ZipMember>();
  const unused: string[] = [];
  for (const [name, member] of byName) {
    if (name.startsWith("data/")) storages.set(name.slice("data/".length), member);
    else if (name !== PICKLE && !KNOWN.has(name)) unused.push(member.name);
  }
  return {
    path: archive.path,
    pickle: await pickleBytes(archive, pickle),
    littleEndian: await isLittleEndian(archive, byName.get("byteorder")),
    storages,
    unused,
  };
}

/** All members lie in one folder, which has the name that the file was saved under. */
function folderOf(members: readonly ZipMember[]): string {
  const [first] = members;
  const folder = first?.name.slice(0, first.name.indexOf("/") + 1) ?? "";
  const stray = members.find(({ name }) => !name.startsWith(folder));
  if (stray === undefined) return folder;
  throw damagedZip(`its member ${stray.name} lies outside of ${folder}`, stray.dataOffset);
}

function nameIn(folder: string, { name }: ZipMember): string {
  return name.slice(folder.length);
}

function noPickle(byName: ReadonlyMap<string, ZipMember>): FvalidateError {
  if (byName.has("constants.pkl")) return torchScript();
  const isPackage = [...byName.keys()].some(
    (name) => name.startsWith(".data/") || name.startsWith("models/"),
  );
  const what = isPackage ? "a torch.package or torch.export archive" : "no archive of torch.save";
  return new FvalidateError("input", `it is ${what}: there is no ${PICKLE} in it`, {
    hint: "Save a dict of tensors with torch.save.",
  });
}

function torchScript(): FvalidateError {
  return new FvalidateError("input", "it is a TorchScript archive: it holds a program", {
    hint: "Load it with torch.jit.load where you trust it, and save its state_dict() with torch.save.",
  });
}

async function pickleBytes(archive: OpenArchive, member: ZipMember): Promise<Uint8Array> {
  if (member.unpackedLength > LONGEST_PICKLE) {
    throw damagedZip(
      `its ${PICKLE} takes ${member.unpackedLength} bytes; ${LONGEST_PICKLE} are read`,
      member.dataOffset,
      "Save the tensors without the lists of numbers beside them.",
    );
  }
  return startOfMember(archive, member, member.unpackedLength);
}

/** Files of PyTorch before 2.1 do not say it, and are taken to be little-endian by PyTorch too. */
async function isLittleEndian(archive: OpenArchive, member: ZipMember | undefined): Promise<boolean> {
  if (member === undefined) return true;
  const text = Buffer.from(await startOfMember(archive, member, 8)).toString("latin1");
  if (text === "little" || text === "big") return text === "little";
  throw damagedZip(`its byte order is ${JSON.stringify(text)}, neither little nor big`, member.dataOffset);
}
