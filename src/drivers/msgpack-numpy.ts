import { decode } from "@msgpack/msgpack";
import { FvalidateError, messageOf } from "../support/errors.ts";
import { BYTES_PER_ELEMENT, DTYPES } from "../tensors/dtype.ts";
import { descrOf, type ElementFormat, elementFormat } from "../tensors/npy-dtype.ts";
import { elementCount, type Tensor } from "../tensors/tensor.ts";
import { bytesOf, swapBytes, typedArray } from "../tensors/tensor-data.ts";
import { badAnswer } from "./bad-answer.ts";
import type { Message } from "./msgpack-writer.ts";

/**
 * numpy arrays inside of MessagePack, as openpi's client and FlagScale's WebSocket server write them: a map whose
 * keys are byte strings, with the array's bytes, its dtype as numpy names it, and its shape.
 */
export function arrayMessage({ dtype, shape, data }: Tensor): Message {
  return new Map<Uint8Array, Message>([
    [key("__ndarray__"), true],
    [key("data"), bytesOf(data)],
    [key("dtype"), descrOf(dtype, true)],
    [key("shape"), shape],
  ]);
}

/**
 * Decodes a message; maps become plain objects, whether their keys were text or bytes, and numpy's scalars numbers.
 * @throws FvalidateError of kind `stack` for bytes that are no message
 */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw badAnswer("The message is empty.");
  try {
    return withoutScalars(decode(bytes, { mapKeyConverter: textKey }));
  } catch (error) {
    throw new FvalidateError("stack", `The message is not MessagePack: ${messageOf(error)}.`, {
      hint: "Check that --profile names the protocol that this server speaks.",
      cause: error,
    });
  }
}

/**
 * The tensor that a decoded value holds, or `null` when it is no numpy array.
 * @throws FvalidateError of kind `stack` for an array whose parts contradict each other or hold no numbers
 */
export function tensorFrom(value: unknown): Tensor | null {
  if (!isRecord(value) || value["__ndarray__"] !== true) return null;
  const { data, dtype: descr, shape } = value;
  if (!(data instanceof Uint8Array)) throw malformed("its `data` is not bytes");
  if (!isShape(shape)) throw malformed(`its \`shape\` is ${JSON.stringify(shape)}`);
  const { dtype, littleEndian } = formatOf(
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

/** numpy's name of a dtype (`<f4`), or a plain one (`float32`), which `numpy.dtype` takes as well. */
function formatOf(descr: unknown): ElementFormat {
  if (typeof descr !== "string") throw malformed("its `dtype` is no text");
  const named = DTYPES.find((dtype) => dtype === descr);
  if (named !== undefined) return { dtype: named, littleEndian: true };
  try {
    // numpy has no bfloat16 of its own; what arrives as two raw bytes from a policy is one.
    return elementFormat(descr, descr.endsWith("V2") ? "bfloat16" : undefined);
  } catch (error) {
    throw malformed(messageOf(error));
  }
}

/** A numpy scalar holds its value as a plain number. */
function withoutScalars(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutScalars);
  if (!isRecord(value)) return value;
  if (value["__npgeneric__"] === true) return value["data"];
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutScalars(item)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function malformed(problem: string): FvalidateError {
  return badAnswer(
    `A numpy array in the message cannot be read: ${problem}.`,
    "The server must send a plain array of numbers: action.float().cpu().numpy() gives one.",
  );
}

function key(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textKey(found: unknown): string | number {
  if (found instanceof Uint8Array) return new TextDecoder().decode(found);
  return typeof found === "number" ? found : String(found);
}
