import { createHash } from "node:crypto";
import { z } from "zod";
import type { Evidence } from "../contracts/run-result.ts";
import type { OpenStack, RecordedInputs } from "../contracts/stack.ts";
import { FvalidateError } from "../support/errors.ts";
import { encodeNpy } from "../tensors/npy.ts";
import { toFloat64 } from "../tensors/tensor.ts";
import { evidenceFromOperatorLog } from "./operator-log.ts";
import { type RecordingFiles, recordingFiles } from "./recording/files.ts";
import { type RecordedStack, type RecordingManifest, readManifest } from "./recording/manifest.ts";
import { recordingSession } from "./recording/session.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  /** The folder that holds `recording.json`. */
  recording: z.string().min(1),
  /** Which of the recorded stacks. */
  entry: z.string().min(1),
});

/** Answers that were recorded in the past: no server is contacted. */
export const recordingTarget: Target<typeof options> = {
  name: "recording",
  description: "answers recorded in the past, replayed from files",
  options,
  paths: ["recording"],
  async open({ recording, entry }): Promise<OpenStack> {
    const manifest = await readManifest(recording);
    const stack = stackNamed(manifest, entry, recording);
    const files = recordingFiles(recording, manifest);
    const session = recordingSession(stack, files);
    return {
      source: "recording",
      environment: { ...manifest.environment, ...stack.environment, stack: stack.description },
      channel: { kind: "recording", session, recorded: await recordedInputs(manifest, stack, files) },
      evidence: () => evidenceOf(stack, files),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  },
};

function stackNamed(manifest: RecordingManifest, entry: string, folder: string): RecordedStack {
  const stack = manifest.stacks[entry];
  if (stack !== undefined) return stack;
  throw new FvalidateError("suite", `The recording ${folder} holds no stack "${entry}".`, {
    hint: `It holds: ${Object.keys(manifest.stacks).join(", ")}.`,
  });
}

async function recordedInputs(
  manifest: RecordingManifest,
  stack: RecordedStack,
  files: RecordingFiles,
): Promise<RecordedInputs> {
  const noise = await files.tensor(manifest.capsule.noise);
  const perturbations = (["noise", "state"] as const).filter(
    (name) => stack.perturbations?.[name] !== undefined,
  );
  return {
    title: manifest.title,
    description: manifest.capsule.description,
    observations: manifest.capsule.observations,
    passes: stack.passes.length,
    perturbations,
    noise,
    noiseSha256: createHash("sha256").update(encodeNpy(noise)).digest("hex"),
    latency:
      stack.latency === undefined
        ? null
        : { milliseconds: toFloat64(await files.tensor(stack.latency.file)), source: stack.latency.source },
  };
}

async function evidenceOf(stack: RecordedStack, files: RecordingFiles): Promise<Evidence> {
  if (stack.operatorLog === undefined) {
    return {
      status: "not applicable",
      summary: `Recorded as: ${stack.description}. No operator log was recorded.`,
    };
  }
  return evidenceFromOperatorLog(await files.text(stack.operatorLog), stack.operatorLog);
}
