import { Buffer } from "node:buffer";
import type { RawData, WebSocket } from "ws";
import { FvalidateError } from "../support/errors.ts";
import { oneLine, sentence } from "./server-text.ts";

/** The binary frames of a connection, one at a time. */
export interface FrameQueue {
  /** How many frames have arrived that nobody took. */
  readonly waiting: number;
  /** @throws the first thing that ended the connection, each time again; the signal's reason when it aborts */
  next(signal: AbortSignal): Promise<Uint8Array>;
  /** Ends the queue as if the connection had failed so. */
  end(reason: unknown): void;
}

export function frameQueue(socket: WebSocket): FrameQueue {
  const frames: Uint8Array[] = [];
  let ended: { readonly reason: unknown } | null = null;
  let wake = () => {};
  const end = (reason: unknown) => {
    ended ??= { reason };
    wake();
  };
  socket.on("message", (data, isBinary) => {
    if (!isBinary) return end(tracebackError(textOf(data)));
    frames.push(bytesOf(data));
    wake();
  });
  socket.on("error", end);
  socket.on("unexpected-response", (request, response) => {
    request.destroy();
    end(notAWebSocket(response.statusCode ?? 0));
  });
  socket.on("close", (code, reason) => end(closed(code, reason.toString("utf8"))));
  return {
    get waiting() {
      return frames.length;
    },
    end,
    async next(signal) {
      while (frames.length === 0 && ended === null)
        await wakeOrAbort(signal, (callback) => (wake = callback));
      const frame = frames.shift();
      if (frame !== undefined) return frame;
      throw ended?.reason;
    },
  };
}

function wakeOrAbort(signal: AbortSignal, onWake: (callback: () => void) => void): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    onWake(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function textOf(data: RawData): string {
  return new TextDecoder().decode(bytesOf(data)).trim();
}

/** A text frame is the server's traceback, whose last line says what happened. */
function tracebackError(traceback: string): FvalidateError {
  const last = oneLine(traceback.split("\n").at(-1) ?? "");
  const said = sentence(last === "" ? "its text frame is empty" : last);
  return new FvalidateError("stack", `The server failed: ${said}`, {
    hint: "Its log holds the whole traceback; --debug prints what it sent.",
    cause: new Error(traceback),
  });
}

function notAWebSocket(status: number): FvalidateError {
  return new FvalidateError("stack", `The server answered with HTTP status ${status}, not as a WebSocket.`, {
    hint: "Use one of the flagscale-… profiles with an http:// address, or another port.",
  });
}

function closed(code: number, reason: string): FvalidateError {
  const why = reason === "" ? "" : `: ${oneLine(reason)}`;
  return new FvalidateError("stack", `The server closed the connection (code ${code}${why}).`, {
    hint: "Its log says why; it may have crashed.",
  });
}
