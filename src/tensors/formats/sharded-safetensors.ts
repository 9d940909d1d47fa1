import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FvalidateError } from "../../support/errors.ts";
import { cannotRead, type FileReader, readingFile, reasonOf } from "../npy-file.ts";
import { MAXIMUM_HEADER } from "../safetensors/header.ts";
import { quoted } from "../safetensors/json-cursor.ts";
import { parseShardIndex } from "../safetensors/shard-index.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";
import { withinFolder } from "../stored/within-folder.ts";
import { SAFETENSORS } from "./safetensors.ts";
import type { TensorFormat } from "./tensor-format.ts";

const EXTENSION = ".safetensors.index.json";

/** A model in several safetensors files, which an index names. The tensors have the index's names. */
export const SHARDED_SAFETENSORS: TensorFormat = {
  name: "sharded safetensors",
  extensions: [EXTENSION],
  speaksForOthers: true,
  recognises: (_, path) => path.toLowerCase().endsWith(EXTENSION),
  open: openSharded,
};

async function openSharded(path: string): Promise<TensorFile> {
  const shardOf = await naming(path, async () => parseShardIndex(await readingFile(path, wholeIndex)));
  const paths = await naming(path, () => shardPaths(dirname(path), new Set(shardOf.values())));
  const shards = new Map<string, ReadonlyMap<string, StoredTensor>>();
  for (const shard of paths) shards.set(basename(shard), await tensorsByName(shard));
  return naming(path, async () => ({
    format: SHARDED_SAFETENSORS.name,
    tensors: [...shardOf].map(([name, shard]) => tensorIn(shards, name, shard)),
    notes: notesOn(shards, shardOf),
  }));
}

async function naming<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    throw cannotRead(path, error, "Download the model again, with all of its files.");
  }
}

type Shards = ReadonlyMap<string, ReadonlyMap<string, StoredTensor>>;

async function shardPaths(folder: string, names: ReadonlySet<string>): Promise<string[]> {
  const isWithin = await withinFolder(folder);
  const paths = [...names].map((name) => join(folder, name));
  for (const path of paths) await requireShard(path, isWithin);
  return paths;
}

async function wholeIndex(reader: FileReader): Promise<Uint8Array> {
  if (reader.size <= MAXIMUM_HEADER) return reader.read(0, reader.size);
  throw new FvalidateError(
    "input",
    `it has ${reader.size} bytes, and no index has more than ${MAXIMUM_HEADER}`,
  );
}

async function requireShard(path: string, isWithin: (realPath: string) => boolean): Promise<void> {
  const shard = quoted(basename(path));
  try {
    if (isWithin(await realpath(path))) return;
  } catch (error) {
    throw new FvalidateError("input", `it names the shard ${shard}: ${reasonOf(error)}`, { cause: error });
  }
  throw new FvalidateError("input", `the shard ${shard} is a link that leads out of its folder`);
}

async function tensorsByName(path: string): Promise<ReadonlyMap<string, StoredTensor>> {
  const { tensors } = await SAFETENSORS.open(path, {});
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

function tensorIn(shards: Shards, name: string, shard: string): StoredTensor {
  const tensor = shards.get(shard)?.get(name);
  if (tensor !== undefined) return tensor;
  const elsewhere = [...shards].find(([, tensors]) => tensors.has(name))?.[0];
  const found = elsewhere === undefined ? "no shard holds it" : `it lies in ${quoted(elsewhere)}`;
  throw new FvalidateError("input", `it says that ${quoted(name)} lies in ${quoted(shard)}, but ${found}`);
}

const MOST_NAMES = 5;

function notesOn(shards: Shards, shardOf: ReadonlyMap<string, string>): string[] {
  const unnamed = [...shards].flatMap(([shard, tensors]) =>
    [...tensors.keys()].filter((name) => shardOf.get(name) !== shard).map((name) => `${shard}: ${name}`),
  );
  if (unnamed.length === 0) return [];
  const more = unnamed.length > MOST_NAMES ? ", …" : "";
  return [`in shards but not in the index, left out: ${unnamed.slice(0, MOST_NAMES).join(", ")}${more}`];
}
