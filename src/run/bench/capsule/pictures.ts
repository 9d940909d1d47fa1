import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../../support/hash.ts";
import { writeWhole } from "../../../support/write-file.ts";

/** Quotes cannot stand unescaped in JSON text, so no question's words can look like these. */
const DATA_URL = /"url":"data:image\/([a-z+.-]+);base64,([A-Za-z0-9+/=]*)"/g;
const REFERENCE = /"url":"capsule:([0-9a-f]{64})\.([a-z+.-]+)"/g;

/**
 * Takes the pictures out of a request and keeps each once, under its hash.
 * @param kept hashes of pictures that are already there; added to
 * @returns the request with references in the pictures' places
 */
export async function storePictures(request: string, folder: string, kept: Set<string>): Promise<string> {
  const pictures = new Map<string, Buffer>();
  const stored = request.replace(DATA_URL, (_, type: string, base64: string) => {
    const bytes = Buffer.from(base64, "base64");
    const hash = sha256(bytes);
    if (!kept.has(hash)) pictures.set(`${hash}.${type}`, bytes);
    kept.add(hash);
    return `"url":"capsule:${hash}.${type}"`;
  });
  for (const [name, bytes] of pictures) await writeWhole(join(folder, name), bytes);
  return stored;
}

/** The request's bytes as they are sent, its pictures put back. */
export async function restorePictures(stored: string, folder: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const match of stored.matchAll(REFERENCE)) {
    const [reference, hash, type] = match;
    const picture = await readFile(join(folder, `${hash}.${type}`));
    pieces.push(Buffer.from(`${stored.slice(from, match.index)}"url":"data:image/${type};base64,`));
    pieces.push(Buffer.from(`${picture.toString("base64")}"`));
    from = match.index + reference.length;
  }
  pieces.push(Buffer.from(stored.slice(from)));
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}
