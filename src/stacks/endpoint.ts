import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import type { Evidence } from "../contracts/run-parts.ts";
import type { OpenStack } from "../contracts/stack.ts";
import { messageOf } from "../support/errors.ts";
import { evidenceFromOperatorLog } from "./operator-log.ts";
import { pathWord } from "./place/file-scripts.ts";
import { placeOf, type Script } from "./place/place.ts";
import type { Target } from "./target.ts";

const address = z.url({ protocol: /^(https?|wss?)$/, error: "an address such as http://127.0.0.1:5000" });

const options = z.strictObject({
  url: address,
  /** Further addresses of the same stack: benchmarks spread their requests over all of them. */
  moreUrls: z.array(address).optional(),
  /** The model's name at the server, for benchmarks; the one it serves where it serves only one. */
  model: z.string().min(1).optional(),
  /** FlagGems' operator log, where this machine can read it: evidence that FlagOS ran. */
  operatorLog: z.string().min(1).optional(),
  /** The same on the machine or in the container that the server runs on. */
  evidence: z
    .strictObject({
      ssh: z
        .string()
        .regex(/^(?!-)\S+$/, "user@host or user@host:port")
        .optional(),
      container: z.string().min(1).optional(),
      operatorLog: z.string().min(1),
    })
    .optional(),
  environment: z.record(z.string(), z.string()).optional(),
});

/** A server that is already running. */
export const endpointTarget: Target<typeof options> = {
  name: "endpoint",
  description: "a server that is already running, asked over HTTP or WebSocket",
  options,
  paths: ["operatorLog"],
  async open(given, { expect = "any" }): Promise<OpenStack> {
    const { url, moreUrls, model, operatorLog, evidence, environment } = given;
    const elsewhere = evidence === undefined ? null : await openElsewhere(evidence);
    return {
      source: "endpoint",
      environment: { url, ...environment },
      channel: { kind: "address", url, ...(moreUrls && { moreUrls }) },
      ...(model !== undefined && { model }),
      evidence: async (startedAt) =>
        asExpected(expect, await (elsewhere ? elsewhere() : evidenceOf(operatorLog, startedAt))),
      async [Symbol.asyncDispose]() {
        // The session that talks to the server is closed by whoever opened it; the server is not ours to stop.
      },
    };
  },
};

/** Evidence from another machine, by that machine's own clock. */
async function openElsewhere(given: {
  ssh?: string | undefined;
  container?: string | undefined;
  operatorLog: string;
}): Promise<() => Promise<Evidence>> {
  const place = placeOf({ ssh: given.ssh ?? null, container: given.container ?? null });
  const opened = Number((await place.run({ purpose: "read the time", text: "date +%s" })).toString("utf8"));
  return async () => {
    const text = (await place.run(datedLog(given.operatorLog))).toString("utf8");
    const [changed = "", ...lines] = text.split("\n");
    const name = `${given.operatorLog} of ${place.description}`;
    if (text === "") return { status: "missing", summary: `The operator log ${name} is not there.` };
    if (Number(changed) < opened) {
      return { status: "missing", summary: `The operator log ${name} is older than this run.` };
    }
    return evidenceFromOperatorLog(lines.join("\n"), name);
  };
}

/** Prints a log's last change in seconds, then the log; nothing where there is none. */
function datedLog(path: string): Script {
  const file = pathWord(path);
  return {
    purpose: `read the operator log ${path}`,
    text: `[ -f ${file} ] || exit 0; stat -c %Y ${file}; head -c 4194304 ${file}`,
  };
}

/** A log of FlagGems is proof for a candidate, and for a native baseline it is a contradiction. */
function asExpected(expect: "native" | "flagos" | "any", evidence: Evidence): Evidence {
  if (expect !== "native" || evidence.status !== "proved") return evidence;
  const summary = `It is meant to be native, but FlagOS ran in it: ${evidence.summary}`;
  return { ...evidence, status: "contradicted", summary };
}

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
