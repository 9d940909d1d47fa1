import { FvalidateError, messageOf } from "../../support/errors.ts";
import { type JsonCursor, problemAt, quoted, readEntries, readText, take } from "./json-cursor.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Reads the index of a model whose tensors lie in several files (Hugging Face's `model.safetensors.index.json`).
 *
 * @returns the shard's file name by the tensor's name, in the index's order
 * @throws FvalidateError of kind `input`, a clause with the byte of the file
 */
export function parseShardIndex(bytes: Uint8Array): Map<string, string> {
  const what = "its index";
  const text = decodeUtf8(bytes, what, 0);
  requireJson(text);
  const cursor: JsonCursor = { text, what, start: 0, at: 0 };
  let shards: Map<string, string> | null = null;
  readEntries(cursor, (key) => {
    if (key === "weight_map") shards = readShards(cursor);
    else skipValue(cursor);
  });
  if (shards === null) throw new FvalidateError("input", "its index lacks the key `weight_map`");
  return shards;
}

/** The engine knows JSON best, so that what is skipped need not be looked at. */
function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new FvalidateError("input", `its index is no JSON: ${messageOf(error)}`);
  }
}

function readShards(cursor: JsonCursor): Map<string, string> {
  const shards = new Map<string, string>();
  readEntries(cursor, (name, at) => {
    const shard = readText(cursor);
    // The index may come from anywhere: it must not lead out of its folder.
    if (!/^[^/\\]+$/.test(shard) || shard === "." || shard === "..")
      throw problemAt(
        cursor,
        at,
        `${quoted(name)} lies in ${quoted(shard)}, which is no plain name of a file`,
      );
    shards.set(name, shard);
  });
  return shards;
}

/** Passes over a value of valid JSON. */
function skipValue(cursor: JsonCursor): void {
  let depth = 0;
  do {
    if (take(cursor, "{") || take(cursor, "[")) depth += 1;
    else if (take(cursor, "}") || take(cursor, "]")) depth -= 1;
    else if (cursor.text[cursor.at] === '"') readText(cursor);
    else skipOther(cursor);
  } while (depth > 0);
}

const OTHER = /[^\s{}[\]"]+?(?=[\s,{}[\]"]|$)|[,:]/y;

/** A number, a word, a comma or a colon. */
function skipOther(cursor: JsonCursor): void {
  OTHER.lastIndex = cursor.at;
  cursor.at += OTHER.exec(cursor.text)?.[0].length ?? 1;
}
