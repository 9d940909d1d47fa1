import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf, systemCodeOf } from "../../../support/errors.ts";
import { writeWhole } from "../../../support/write-file.ts";

const frozenTask = z.object({
  name: z.string(),
  /** Questions that are asked. */
  questions: z.number(),
  /** Questions that the data set holds, as far as it was read. */
  found: z.number(),
  /** Where the rows came from, in words. */
  description: z.string(),
  /** Bytes of `questions.jsonl` that hold this benchmark's questions. */
  start: z.number(),
  end: z.number(),
});
export type FrozenTask = z.infer<typeof frozenTask>;

/** `capsule/manifest.json`: written last, so that a capsule with one is whole. */
const manifestSchema = z.object({
  schema: z.literal("fvalidate.bench-capsule/1"),
  sha256: z.string(),
  /** All that decides what is asked and how, in the caller's words; a resumed run must ask the same. */
  settings: z.record(z.string(), z.unknown()),
  tasks: z.array(frozenTask).readonly(),
});
export type CapsuleManifest = z.infer<typeof manifestSchema>;

/** The whole capsule's folder: `questions.jsonl`, `images` and the manifest. */
export function capsuleFolder(runFolder: string): string {
  return join(runFolder, "capsule");
}

export async function writeManifest(folder: string, manifest: CapsuleManifest): Promise<void> {
  await writeWhole(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @returns `null` where no capsule was finished
 * @throws FvalidateError of kind `input` for one that cannot be read
 */
export async function readManifest(folder: string): Promise<CapsuleManifest | null> {
  const path = join(folder, "manifest.json");
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return null;
    throw new FvalidateError("input", `${path} is no capsule of benchmark questions: ${messageOf(error)}`, {
      hint: "Begin a new run, without --resume.",
      cause: error,
    });
  }
}
