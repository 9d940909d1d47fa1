import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";
import { FvalidateError } from "../../support/errors.ts";

/**
 * Reads a stream to its end.
 * @param what how messages name it
 * @throws FvalidateError of kind `input` for more bytes than `maximum`
 */
export async function readWhole(stream: Readable, what: string, maximum: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop closes the stream.
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maximum) {
      throw new FvalidateError("input", `${what} is larger than ${Math.round(maximum / 2 ** 20)} MiB.`);
    }
  }
  return Buffer.concat(chunks);
}
