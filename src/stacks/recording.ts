import { z } from "zod";
import type { Evidence } from "../contracts/run-parts.ts";
import type { OpenStack, RecordedInputs } from "../contracts/stack.ts";
import { FvalidateError } from "../support/errors.ts";
import { sha256 } from "../support/hash.ts";
import { encodeNpy } from "../tensors/npy.ts";
import { evidenceFromOperatorLog } from "./operator-log.ts";
import { answeredOf } from "./recording/answered.ts";
import { type RecordingFiles, recordingFiles } from "./recording/files.ts";
import { type EntryForm, ONE_FORM, RUN_ARMS, recordingForm } from "./recording/form.ts";
import { type RecordedStack, type RecordingManifest, readManifest } from "./recording/manifest.ts";
import { openRunArm } from "./recording/run-arm.ts";
import { recordingSession } from "./recording/session.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  /** The folder that holds `recording.json`, … */
  recording: z.string().min(1).optional(),
  /** … and which of the recorded stacks. */
  entry: z.string().min(1).optional(),
  /** Or the folder of a finished run, … */
  run: z.string().min(1).optional(),
  /** … and which of its arms. */
  arm: z.enum(RUN_ARMS).optional(),
});

/** Answers that were recorded in the past: no server is contacted. */
export const recordingTarget: Target<typeof options> = {
  name: "recording",
  description: "answers recorded in the past, or by a finished run, replayed from files",
  options,
  paths: ["recording", "run"],
  async open(named): Promise<OpenStack> {
    const form = recordingForm(named);
    if (form === null) throw new FvalidateError("suite", `The stack is of target recording: ${ONE_FORM}.`);
    return form.kind === "run" ? openRunArm(form) : openEntry(form);
  },
};

async function openEntry({ recording, entry }: EntryForm): Promise<OpenStack> {
  const manifest = await readManifest(recording);
  const stack = stackNamed(manifest, entry, recording);
  const files = recordingFiles(recording, manifest.files);
  const session = recordingSession(stack, files);
  return {
    source: "recording",
    environment: { ...manifest.environment, ...stack.environment, stack: stack.description },
    channel: { kind: "recording", session, recorded: await recordedInputs(manifest, stack, files) },
    evidence: () => evidenceOf(stack, files),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

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
  return {
    title: manifest.title,
    observations: manifest.capsule.observations,
    ...(await answeredOf(stack, files)),
    asked: {
      kind: "described",
      description: manifest.capsule.description,
      noise,
      noiseSha256: sha256(encodeNpy(noise)),
    },
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
