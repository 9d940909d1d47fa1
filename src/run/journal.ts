import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { TimedAnswer } from "../contracts/policy.ts";
import { writing } from "../support/write-file.ts";
import type { Step } from "./plan.ts";

/** `samples.jsonl`: one line per answer, on disk before the next question is asked. */
export interface Journal extends AsyncDisposable {
  add(step: Step, answer: TimedAnswer): Promise<void>;
  /** Latencies of the unmoved questions of a role so far, in milliseconds. */
  latencies(role: Step["role"]): number[];
}

/** @throws FvalidateError of kind `output` when the file cannot be written. */
export async function openJournal(folder: string): Promise<Journal> {
  const path = join(folder, "samples.jsonl");
  const file = await writing(path, () => open(path, "a"));
  const timed: { role: Step["role"]; milliseconds: number }[] = [];
  return {
    async add(step, answer) {
      if (answer.latencyMilliseconds !== null && step.perturbation === null) {
        timed.push({ role: step.role, milliseconds: answer.latencyMilliseconds });
      }
      await writing(path, () => appendLine(file, step, answer));
    },
    latencies: (role) => timed.filter((call) => call.role === role).map(({ milliseconds }) => milliseconds),
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function appendLine(file: FileHandle, step: Step, answer: TimedAnswer): Promise<void> {
  const { data, shape, dtype } = answer.actions;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const line = {
    arm: step.role,
    observation: step.observation,
    pass: step.pass,
    perturbation: step.perturbation,
    latencyMilliseconds: answer.latencyMilliseconds,
    shape,
    dtype,
    actionsSha256: createHash("sha256").update(bytes).digest("hex"),
  };
  await file.appendFile(`${JSON.stringify(line)}\n`);
}
