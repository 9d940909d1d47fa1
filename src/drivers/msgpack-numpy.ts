import { decode } from "@msgpack/msgpack";
import { FvalidateError, messageOf } from "../support/errors.ts";
import { BYTES_PER_ELEMENT } from "../tensors/dtype.ts";
import { descrOf, elementFormat } from "../tensors/npy-dtype.ts";
import { elementCount, type Tensor } from "../tensors/tensor.ts";
import { swapBytes, typedArray } from "../tensors/tensor-data.ts";
import type { Message } from "./msgpack-writer.ts";

/**
 * numpy arrays inside of MessagePack, as openpi's client and FlagScale's WebSocket server write them: a map whose
 * keys are byte strings, with the array's bytes, its dtype as numpy names it, and its shape.
 */
export function arrayMessage({ dtype, shape, data }: Tensor): Message {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Map<Uint8Array, Message>([
    [key("__ndarray__"), true],
    [key("data"), bytes],
    [key("dtype"), descrOf(dtype, true)],
    [key("shape"), shape],
  ]);
}

/**
 * Decodes a message; maps become plain objects, whether their keys were text or bytes.
 * @throws FvalidateError of kind `stack` for bytes that are no message
 */
export function decodeMessage(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { mapKeyConverter: textKey });
  } catch (error) {
    throw new FvalidateError("stack", `The message is not MessagePack: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/**
 * The tensor that a decoded value holds, or `null` when it is no numpy array.
 * @throws FvalidateError of kind `stack` for an array whose parts contradict each other or hold no numbers
 */
export function tensorFrom(value: unknown): Tensor | null {
  if (typeof value !== "object" || value === null || !("__ndarray__" in value)) return null;
  const { data, dtype: descr, shape }: Readonly<Record<string, unknown>> = { ...value };
  if (!(data instanceof Uint8Array) || !isShape(shape)) throw malformed("its data or its shape is missing");
  const { dtype, littleEndian } = format(
    descr instanceof Uint8Array ? new TextDecoder().decode(descr) : descr,
  );
  const size = BYTES_PER_ELEMENT[dtype];
  if (data.length !== elementCount(shape) * size) {
    throw malformed(`${data.length} bytes do not make [${shape.join(", ")}] of ${dtype}`);
  }
  // A copy, because the message's own bytes are not aligned to the elements.
  const bytes = new Uint8Array(data);
  if (!littleEndian) swapBytes(bytes, size);
  return { dtype, shape, data: typedArray(dtype, bytes) };
}

function format(descr: unknown) {
  try {
    // numpy has no bfloat16 of its own; what arrives as two raw bytes from a policy is one.
    return elementFormat(String(descr), /V2$/.test(String(descr)) ? "bfloat16" : undefined);
  } catch (error) {
    throw malformed(messageOf(error));
  }
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function malformed(problem: string): FvalidateError {
  return new FvalidateError("stack", `The answer holds a numpy array that cannot be read: ${problem}.`);
}

function key(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textKey(found: unknown): string | number {
  if (found instanceof Uint8Array) return new TextDecoder().decode(found);
  return typeof found === "number" ? found : String(found);
}
