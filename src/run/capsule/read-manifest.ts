import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { readInput } from "../../support/read-file.ts";
import { CAPSULE_SCHEMA, type CapsuleManifest, capsuleHash, manifestSchema } from "./manifest.ts";

export const MANIFEST_FILE = "manifest.json";

/**
 * Reads what a capsule's folder should hold, and checks the hash over all hashes.
 * @throws FvalidateError of kind `input`
 */
export async function readManifest(folder: string): Promise<CapsuleManifest> {
  const path = join(folder, MANIFEST_FILE);
  const content = parse(path, await readInput(path, "the capsule's manifest"));
  requireKnownSchema(path, content);
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success) {
    throw new FvalidateError(
      "input",
      `${path} does not describe a capsule:\n${z.prettifyError(parsed.error)}`,
      { hint: "Give the folder of a run, or its capsule/ folder, as fvalidate wrote it." },
    );
  }
  const found = capsuleHash(parsed.data);
  if (found === parsed.data.sha256) return parsed.data;
  throw changed(`${path}: the hashes in it give SHA-256 ${found}, it states ${parsed.data.sha256}.`);
}

/** What every difference from the frozen state is answered with. */
export function changed(message: string): FvalidateError {
  return new FvalidateError("input", message, {
    hint: "A capsule must stay as it was frozen: take the original again, or make a new one without --capsule.",
  });
}

function parse(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, {
      hint: "The manifest is damaged: take the original capsule again, or make a new one without --capsule.",
      cause: error,
    });
  }
}

/** Before all else, so that a later version's manifest is not called malformed. */
function requireKnownSchema(path: string, content: unknown): void {
  const schema =
    typeof content === "object" && content !== null && "schema" in content ? content.schema : undefined;
  if (schema === CAPSULE_SCHEMA) return;
  const found = schema === undefined ? "states no schema" : `has the schema ${JSON.stringify(schema)}`;
  throw new FvalidateError("input", `${path} ${found}; this version reads "${CAPSULE_SCHEMA}".`, {
    hint: "Open it with the version of fvalidate that wrote it, or make a new capsule without --capsule.",
  });
}
