import { Buffer } from "node:buffer";
import { WebSocket } from "ws";
import type { PolicySession, Question } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import { connectionFailure, describeQuestion, requireSameShape, stopped } from "./failures.ts";
import { decodeMessage } from "./msgpack-numpy.ts";
import type { SessionOptions } from "./session.ts";

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
  const opening = { url, question: "opening", seconds: timeoutMilliseconds / 1000 };
  let metadata: unknown;
  try {
    metadata = decodeMessage(await frames.next(AbortSignal.timeout(timeoutMilliseconds)));
  } catch (error) {
    socket.terminate();
    throw connectionFailure(error, opening);
  }
  let shape: readonly number[] | null = null;
  return {
    metadata,
    async ask(question, signal) {
      const where = `${url} (${describeQuestion(question)})`;
      const start = performance.now();
      const body = await exchange({ socket, frames, question, signal, url, timeoutMilliseconds });
      const latencyMilliseconds = performance.now() - start;
      const answer = profile.decodeAnswer(body);
      shape ??= answer.actions.shape;
      requireSameShape(shape, answer.actions.shape, where);
      return { ...answer, latencyMilliseconds };
    },
    async [Symbol.asyncDispose]() {
      socket.terminate();
    },
  };
}

interface Exchange {
  readonly socket: WebSocket;
  readonly frames: FrameQueue;
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly url: string;
  readonly timeoutMilliseconds: number;
}

async function exchange(asked: Exchange): Promise<Uint8Array> {
  const { socket, frames, question, signal, url, timeoutMilliseconds } = asked;
  if (question.body === null)
    throw new FvalidateError("comparison", "There is no request to send: it was not recorded.");
  try {
    socket.send(question.body);
    return await frames.next(AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]));
  } catch (error) {
    if (signal.aborted) throw stopped();
    throw connectionFailure(error, {
      url,
      question: describeQuestion(question),
      seconds: timeoutMilliseconds / 1000,
    });
  }
}

/** The frames of a connection, one at a time, with whatever ended it as an error. */
interface FrameQueue {
  next(signal: AbortSignal): Promise<Uint8Array>;
}

function frameQueue(socket: WebSocket): FrameQueue {
  const arrived: (Uint8Array | Error)[] = [];
  let wake: (() => void) | null = null;
  const push = (frame: Uint8Array | Error) => {
    arrived.push(frame);
    wake?.();
  };
  socket.on("message", (data, isBinary) => push(isBinary ? bytesOf(data) : serverError(bytesOf(data))));
  socket.on("error", (error) => push(error));
  socket.on("unexpected-response", (_request, response) => push(notAWebSocket(response.statusCode ?? 0)));
  socket.on("close", (code, reason) => push(closed(code, reason.toString("utf8"))));
  return {
    async next(signal) {
      while (arrived.length === 0) {
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
          if (signal.aborted) reject(signal.reason);
        });
      }
      const frame = arrived.shift();
      if (frame instanceof Uint8Array) return frame;
      throw frame ?? new Error("no frame");
    },
  };
}

function bytesOf(data: WebSocket.RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A text frame is the server's traceback, whose last line says what happened. */
function serverError(bytes: Uint8Array): FvalidateError {
  const traceback = new TextDecoder().decode(bytes).trim();
  const last = traceback.split("\n").at(-1)?.trim() ?? "";
  return new FvalidateError("stack", `The server failed: ${last}`, {
    hint: "Its log holds the whole traceback; --debug prints what it sent.",
    cause: new Error(traceback),
  });
}

function notAWebSocket(status: number): FvalidateError {
  return new FvalidateError("stack", `The server speaks HTTP (status ${status}), not WebSocket.`, {
    hint: "Use one of the flagscale-g… profiles with an http:// address, or another port.",
  });
}

function closed(code: number, reason: string): FvalidateError {
  const why = reason === "" ? "" : `: ${reason}`;
  return new FvalidateError("stack", `The server closed the connection (code ${code}${why}).`, {
    hint: "Its log says why; it may have crashed.",
  });
}
