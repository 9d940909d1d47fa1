import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import type { Evidence } from "../contracts/run-result.ts";
import type { OpenStack } from "../contracts/stack.ts";
import { messageOf } from "../support/errors.ts";
import { evidenceFromOperatorLog } from "./operator-log.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  url: z.url({ protocol: /^(https?|wss?)$/, error: "an address such as http://127.0.0.1:5000" }),
  /** FlagGems' operator log, where this machine can read it: evidence that FlagOS ran. */
  operatorLog: z.string().min(1).optional(),
  environment: z.record(z.string(), z.string()).optional(),
});

/** A server that is already running. */
export const endpointTarget: Target<typeof options> = {
  name: "endpoint",
  description: "a server that is already running, asked over HTTP or WebSocket",
  options,
  paths: ["operatorLog"],
  async open({ url, operatorLog, environment }): Promise<OpenStack> {
    return {
      source: "endpoint",
      environment: { url, ...environment },
      channel: { kind: "address", url },
      evidence: (startedAt) => evidenceOf(operatorLog, startedAt),
      async [Symbol.asyncDispose]() {
        // The session that talks to the server is closed by whoever opened it; the server is not ours to stop.
      },
    };
  },
};

async function evidenceOf(operatorLog: string | undefined, startedAt: Date): Promise<Evidence> {
  if (operatorLog === undefined) {
    return {
      status: "missing",
      summary: "The suite names no operator log, so nothing shows which operators ran.",
    };
  }
  try {
    const { mtime } = await stat(operatorLog);
    if (mtime < startedAt) {
      const summary = `The operator log ${operatorLog} is older than this run: ${mtime.toISOString()}.`;
      return { status: "missing", summary };
    }
    return evidenceFromOperatorLog(await readFile(operatorLog, "utf8"), operatorLog);
  } catch (error) {
    return { status: "missing", summary: `The operator log cannot be read: ${messageOf(error)}.` };
  }
}
