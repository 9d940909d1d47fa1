import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { readInput } from "../../support/read-file.ts";
import { fileHashes, recordedAnswers } from "./manifest.ts";

export const TENSORS_SCHEMA = "fvalidate.tensors/1";
/** In a run's `tensors/`; written last, so that a folder with it is whole. */
export const TENSORS_FILE = "manifest.json";

/** What the stacks of a run answered: all passes, the perturbation, times; every file with its SHA-256. */
const tensorsSchema = z.strictObject({
  schema: z.literal(TENSORS_SCHEMA),
  /** The run's id, and the hash of the capsule that was asked with: neither can be swapped for another's. */
  run: z.string(),
  capsuleSha256: z.string().nullable(),
  /** The length of every tensor's first axis. */
  observations: z.int().positive(),
  arms: z.strictObject({
    baseline: recordedAnswers,
    candidate: recordedAnswers,
    golden: recordedAnswers.optional(),
  }),
  files: fileHashes,
});
export type RunTensors = z.infer<typeof tensorsSchema>;

/** @throws FvalidateError of kind `input` when there is none in `folder`, or not one that this build reads. */
export async function readRunTensors(folder: string): Promise<RunTensors> {
  const path = join(folder, TENSORS_FILE);
  const parsed = tensorsSchema.safeParse(parse(path, await read(path)));
  if (parsed.success) return parsed.data;
  throw new FvalidateError(
    "input",
    `${path} does not describe a run's tensors:\n${z.prettifyError(parsed.error)}`,
    { hint: HINT },
  );
}

const HINT = "Take a run's folder as fvalidate wrote it; runs of earlier versions cannot be replayed.";

async function read(path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readInput(path, "the list of the run's tensors"));
  } catch (error) {
    throw new FvalidateError("input", messageOf(error), { hint: HINT, cause: error });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, {
      hint: HINT,
      cause: error,
    });
  }
}
