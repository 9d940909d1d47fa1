import { WebSocket } from "ws";
import type { PolicySession } from "../contracts/policy.ts";
import { FvalidateError, messageOf } from "../support/errors.ts";
import { exchange } from "./exchange.ts";
import { bodyOf, describeQuestion, requireSameShape } from "./failures.ts";
import { type FrameQueue, frameQueue } from "./frame-queue.ts";
import { decodeMessage } from "./msgpack-numpy.ts";
import type { SessionOptions } from "./session-options.ts";

/** Far above any action chunk; what is larger is not an answer. */
const MAXIMUM_ANSWER_BYTES = 64 * 2 ** 20;

export interface WebSocketSession extends PolicySession {
  /** What the server says of itself in its first frame. */
  readonly metadata: unknown;
}

/**
 * Opens a connection and waits for the server's metadata frame.
 * @throws FvalidateError of kind `stack` when the server refuses, hangs or sends something else
 */
export async function openWebSocketSession(options: SessionOptions): Promise<WebSocketSession> {
  const { url, profile, timeoutMilliseconds } = options;
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: MAXIMUM_ANSWER_BYTES });
  const frames = frameQueue(socket);
  const metadata = await openingMetadata(socket, frames, options);
  let shape: readonly number[] | null = null;
  return {
    metadata,
    async ask(question, signal) {
      const body = bodyOf(question);
      const where = `${url} (${describeQuestion(question)})`;
      return exchange({ where, timeoutMilliseconds, signal }, async (stop) => {
        const start = performance.now();
        const received = await answerTo(body, { socket, frames, signal: stop });
        const latencyMilliseconds = performance.now() - start;
        const answer = profile.decodeAnswer(received);
        shape ??= answer.actions.shape;
        requireSameShape(shape, answer.actions.shape);
        return { ...answer, latencyMilliseconds };
      });
    },
    async [Symbol.asyncDispose]() {
      socket.terminate();
    },
  };
}

async function openingMetadata(
  socket: WebSocket,
  frames: FrameQueue,
  options: SessionOptions,
): Promise<unknown> {
  const { url, timeoutMilliseconds, signal } = options;
  try {
    return await exchange({ where: `${url} (opening)`, timeoutMilliseconds, signal }, async (stop) =>
      decodeMessage(await frames.next(stop)),
    );
  } catch (error) {
    socket.terminate();
    throw error;
  }
}

/** Sends a question and waits for its frame. After any failure the connection is given up. */
async function answerTo(
  body: Uint8Array,
  line: { socket: WebSocket; frames: FrameQueue; signal: AbortSignal },
): Promise<Uint8Array> {
  const { socket, frames, signal } = line;
  try {
    if (frames.waiting > 0) throw unasked();
    // Where this fails, the connection ends, and the frames' end says why.
    socket.send(body, { binary: true });
    return await frames.next(signal);
  } catch (error) {
    // An answer that comes late would be taken for the answer to the next question.
    frames.end(givenUp(error));
    socket.terminate();
    throw error;
  }
}

function unasked(): FvalidateError {
  return new FvalidateError("stack", "The server sent a frame that nobody asked for.", {
    hint: "Answers can no longer be told apart: nothing else may share this connection, and the server must send one frame for each question.",
  });
}

function givenUp(error: unknown): FvalidateError {
  return new FvalidateError(
    "stack",
    `The connection was given up after an earlier failure: ${messageOf(error)}`,
    {
      hint: "Open a new one: start the run again.",
      cause: error,
    },
  );
}
