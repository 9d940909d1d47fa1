import { FvalidateError } from "../../../support/errors.ts";
import { sha256 } from "../../../support/hash.ts";
import { readInput } from "../../../support/read-file.ts";

/** A card as it was read. */
export interface CardFile {
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

/** Far above the longest card; a model's weights named by mistake must not be searched for tables. */
const LARGEST_BYTES = 4 * 1024 * 1024;

/** @throws FvalidateError of kind `input` for a file that cannot be read, is no text, or is larger than any card */
export async function readCardFile(path: string): Promise<CardFile> {
  const bytes = await readInput(path, "the card (--card)");
  if (bytes.length > LARGEST_BYTES)
    throw new FvalidateError("input", `${path} has ${bytes.length} bytes, which no model card has.`, {
      hint: "Name the card's README.md.",
    });
  return { path, text: textOf(bytes, path), sha256: sha256(bytes) };
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FvalidateError("input", `${path} is no text in UTF-8.`, { cause: error });
  }
}
