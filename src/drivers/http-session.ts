import { Buffer } from "node:buffer";
import { Agent, type Dispatcher, request } from "undici";
import type { PolicySession } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import { exchange } from "./exchange.ts";
import { bodyOf, describeQuestion, requireSameShape } from "./failures.ts";
import { httpError } from "./http-error.ts";
import type { SessionOptions } from "./session-options.ts";

const INFER_PATH = "/infer";
/** Far above any action chunk; what is larger is not an answer. */
const MAXIMUM_ANSWER_BYTES = 64 * 2 ** 20;

/**
 * Asks a server with `POST`, sending the frozen bytes as they are, to the address's path or `/infer`. A question is
 * never asked again by itself: on a stack that draws noise, the second answer would be another one.
 */
export function openHttpSession({ url, profile, timeoutMilliseconds }: SessionOptions): PolicySession {
  const address = inferAddress(url);
  // A connection for each question: a server may close an idle one at the very moment it is used again.
  const dispatcher = new Agent({ connections: 1, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });
  let shape: readonly number[] | null = null;
  return {
    async ask(question, signal) {
      const sent = bodyOf(question);
      const where = `${address} (${describeQuestion(question)})`;
      return exchange({ where, timeoutMilliseconds, signal }, async (stop) => {
        const start = performance.now();
        const body = await post({ address, body: sent, signal: stop, dispatcher });
        const latencyMilliseconds = performance.now() - start;
        const answer = profile.decodeAnswer(body);
        shape ??= answer.actions.shape;
        requireSameShape(shape, answer.actions.shape);
        return { ...answer, latencyMilliseconds };
      });
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

function inferAddress(url: string): string {
  const address = new URL(url);
  if (address.pathname === "/") address.pathname = INFER_PATH;
  return address.href;
}

interface Post {
  readonly address: string;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
}

async function post({ address, body, signal, dispatcher }: Post): Promise<Uint8Array> {
  const headers = { "content-type": "application/json" };
  const response = await request(address, { method: "POST", headers, body, signal, dispatcher });
  const received = await readBody(response.body);
  if (response.statusCode === 200) return received;
  const { location } = response.headers;
  throw httpError({
    status: response.statusCode,
    location: typeof location === "string" ? location : null,
    body: received,
  });
}

async function readBody(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_ANSWER_BYTES) {
      throw new FvalidateError("stack", `The answer is larger than ${MAXIMUM_ANSWER_BYTES / 2 ** 20} MiB.`, {
        hint: "No action chunk is so large: check the port, the path and the profile.",
      });
    }
  }
  return Buffer.concat(chunks);
}
