import { stat } from "node:fs/promises";
import { z } from "zod";
import type { OpenStack } from "../contracts/stack.ts";
import { FvalidateError, messageOf } from "../support/errors.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  /** A file of JSON lines, one answer each. */
  path: z.string().min(1),
  environment: z.record(z.string(), z.string()).optional(),
});

/** Answers to benchmark questions that were given before, by any program. */
export const predictionsTarget: Target<typeof options> = {
  name: "predictions",
  description: "a finished file of answers to benchmark questions, one JSON object a line",
  options,
  paths: ["path"],
  async open({ path, environment }, { stack }): Promise<OpenStack> {
    await requireFile(path, stack);
    return {
      source: "predictions",
      environment: { ...environment },
      channel: { kind: "predictions", path },
      evidence: async () => ({
        status: "missing",
        summary: "Its answers come from a file, which shows nothing of what computed them.",
      }),
      async [Symbol.asyncDispose]() {
        // Nothing is held open.
      },
    };
  },
};

async function requireFile(path: string, stack: string): Promise<void> {
  try {
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    throw new FvalidateError("input", `${stack}: cannot read its answers ${path}: ${messageOf(error)}.`, {
      hint: "Name the file that the stack's program wrote, relative to the suite.",
      cause: error,
    });
  }
  throw new FvalidateError("input", `${stack}: ${path} is no file of answers.`);
}
