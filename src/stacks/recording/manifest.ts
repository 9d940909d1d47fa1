import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

export const RECORDING_SCHEMA = "fvalidate.recording/1";

/** A file beside the manifest, never outside its folder. */
export const fileName = z.string().regex(/^[\w.-]+$/, "a file name in the recording's folder");
const facts = z.record(z.string(), z.string());

/** The answers of one pass over all observations. */
const answers = z.strictObject({ actions: fileName, trajectory: fileName.optional() });

export const fileHashes = z.record(fileName, z.string().regex(/^[0-9a-f]{64}$/));

/** A pass whose answers had the same bits as an earlier one's; its file was not stored twice. */
const identicalPass = z.strictObject({ identicalTo: z.int().nonnegative() });

/** Everything that one stack answered, and how long it took. */
export const recordedAnswers = z.strictObject({
  passes: z.array(z.union([answers, identicalPass])).min(1),
  perturbations: z.strictObject({ noise: answers.optional(), state: answers.optional() }).optional(),
  latency: z.strictObject({ file: fileName, source: z.string() }).optional(),
});
export type RecordedAnswers = z.infer<typeof recordedAnswers>;

const recordedStack = recordedAnswers.extend({
  description: z.string(),
  environment: facts.optional(),
  operatorLog: fileName.optional(),
});
export type RecordedStack = z.infer<typeof recordedStack>;

const manifestSchema = z.strictObject({
  schema: z.literal(RECORDING_SCHEMA),
  title: z.string(),
  provenance: z.string(),
  environment: facts,
  capsule: z.strictObject({ observations: z.int().positive(), description: z.string(), noise: fileName }),
  stacks: z.record(z.string(), recordedStack),
  /** SHA-256 of every file in the folder. */
  files: fileHashes,
});
export type RecordingManifest = z.infer<typeof manifestSchema>;

/** @throws FvalidateError of kind `input` when there is no recording in `folder`, or not one that this build reads. */
export async function readManifest(folder: string): Promise<RecordingManifest> {
  const path = join(folder, "recording.json");
  const parsed = manifestSchema.safeParse(parseJson(path, await readText(path)));
  if (parsed.success) return parsed.data;
  throw new FvalidateError(
    "input",
    `${path} does not describe a recording:\n${z.prettifyError(parsed.error)}`,
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = systemCodeOf(error) === "ENOENT" ? "it is not there" : messageOf(error);
    throw new FvalidateError("input", `Cannot read the recording ${path}: ${reason}.`, {
      hint: "A recording is a folder with a recording.json; check the path in the suite.",
      cause: error,
    });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}
