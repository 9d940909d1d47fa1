import { Agent, type Dispatcher, request } from "undici";
import type { PolicyAnswer, PolicySession, Question } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import { connectionFailure, describeQuestion, requireSameShape, stopped } from "./failures.ts";
import { describeHttpError } from "./http-error.ts";
import type { SessionOptions } from "./session.ts";

const INFER_PATH = "/infer";
/** Far above any action chunk; what is larger is not an answer. */
const MAXIMUM_ANSWER_BYTES = 64 * 2 ** 20;

/**
 * Asks a server with `POST /infer`, sending the frozen bytes as they are. A question is never asked again by itself:
 * on a stack that draws noise, the second answer would be another one.
 */
export function openHttpSession({ url, profile, timeoutMilliseconds }: SessionOptions): PolicySession {
  // A connection for each question: a server may close an idle one at the very moment it is used again.
  const dispatcher = new Agent({ connections: 1, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });
  const address = inferAddress(url);
  let shape: readonly number[] | null = null;
  return {
    async ask(question, signal) {
      const where = `${address} (${describeQuestion(question)})`;
      const start = performance.now();
      const body = await post({ address, question, signal, dispatcher, timeoutMilliseconds });
      const latencyMilliseconds = performance.now() - start;
      const answer = decoded(() => profile.decodeAnswer(body), where);
      shape ??= answer.actions.shape;
      requireSameShape(shape, answer.actions.shape, where);
      return { ...answer, latencyMilliseconds };
    },
    [Symbol.asyncDispose]: () => dispatcher.close(),
  };
}

function inferAddress(url: string): string {
  const address = new URL(url);
  if (address.pathname === "/") address.pathname = INFER_PATH;
  return address.href;
}

interface Post {
  readonly address: string;
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
  readonly timeoutMilliseconds: number;
}

async function post({
  address,
  question,
  signal,
  dispatcher,
  timeoutMilliseconds,
}: Post): Promise<Uint8Array> {
  if (question.body === null)
    throw new FvalidateError("comparison", "There is no request to send: it was not recorded.");
  try {
    const response = await request(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: question.body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]),
      dispatcher,
    });
    const body = await readBody(response.body);
    if (response.statusCode === 200) return body;
    throw describeHttpError({
      address,
      question: describeQuestion(question),
      status: response.statusCode,
      body,
    });
  } catch (error) {
    if (signal.aborted) throw stopped();
    const at = { url: address, question: describeQuestion(question), seconds: timeoutMilliseconds / 1000 };
    throw connectionFailure(error, at);
  }
}

async function readBody(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_ANSWER_BYTES) {
      throw new FvalidateError("stack", `The answer is larger than ${MAXIMUM_ANSWER_BYTES / 2 ** 20} MiB.`);
    }
  }
  return Buffer.concat(chunks);
}

/** What a profile says of an answer, with the place it came from. */
function decoded(decode: () => PolicyAnswer, where: string): PolicyAnswer {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    const details = error.hint === undefined ? { cause: error } : { hint: error.hint, cause: error };
    throw new FvalidateError(error.kind, `${where}: ${error.message}`, details);
  }
}
