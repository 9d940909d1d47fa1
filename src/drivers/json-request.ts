import { Buffer } from "node:buffer";
import {
  type ByCamera,
  type Camera,
  convertCameras,
  type Observation,
  type PolicyInput,
  perCamera,
} from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import { parseLenientJson } from "../support/lenient-json.ts";
import { decodePicture, type Picture } from "../support/picture.ts";

/** Under which key a server takes each camera's picture. */
export type CameraKeys = Readonly<Record<Camera, string>>;

/** The pictures as base64 of their files' bytes, under the server's keys; no key for a camera that is not there. */
export function encodedImages({ images }: Observation, keys: CameraKeys): Record<string, string> {
  return Object.fromEntries(perCamera(images).map(([camera, bytes]) => [keys[camera], base64(bytes)]));
}

/** The pictures as `data:` URLs (RFC 2397), under the server's keys. */
export function dataUrlImages({ images }: Observation, keys: CameraKeys): Record<string, string> {
  const dataUrl = (bytes: Uint8Array) => `data:${mediaType(bytes)};base64,${base64(bytes)}`;
  return Object.fromEntries(perCamera(images).map(([camera, bytes]) => [keys[camera], dataUrl(bytes)]));
}

/**
 * JSON writes `null` for a number that is not finite, so such a state would not arrive.
 * @throws FvalidateError of kind `input` that names the number
 */
export function requireFiniteState(state: readonly number[]): void {
  const index = state.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (index === -1) return;
  throw new FvalidateError(
    "input",
    `Number ${index + 1} of the state is ${state[index]}, not a finite float32.`,
    {
      hint: "A robot's state is one finite number for each joint: correct the state, then freeze it again.",
    },
  );
}

/** @throws FvalidateError of kind `input` for a body that Flask would not take for JSON */
export function requestObject(body: Uint8Array): Record<string, unknown> {
  const value = parsedRequest(body);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject || Object.keys(value).length === 0) throw refusal("Request format error");
  return { ...value };
}

/**
 * The pictures of the cameras that were sent. A real server wants those that its own configuration names, which
 * nobody here knows, so any camera may be missing, but not all of them.
 *
 * @throws FvalidateError of kind `input` in the words of FlagScale's server
 */
export async function decodedImages(value: unknown, keys: CameraKeys): Promise<PolicyInput["images"]> {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const sent: Partial<Record<Camera, unknown>> = {};
  for (const [camera, key] of perCamera<string>(keys)) {
    if (Object.hasOwn(fields, key)) sent[camera] = fields[key];
  }
  requireCamera(sent, keys);
  return convertCameras(sent, (camera, text) => decodedImage(text, keys[camera]));
}

function requireCamera(sent: ByCamera<unknown>, keys: CameraKeys): void {
  if (perCamera(sent).length === 0)
    throw refusal(`image process failed: no ${Object.values(keys).join(", no ")}`);
}

/** A state as a list of numbers or as a list of one such list. */
export function decodedState(value: unknown, key: string): number[] {
  if (value === undefined) throw refusal(`Request requires: ${key}`);
  const row: unknown = Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
  if (!Array.isArray(row)) throw refusal(`State parameters processing error: ${key} is no list`);
  return row.map((number: unknown) => {
    if (typeof number === "number") return number;
    throw refusal(`State parameters processing error: ${key} holds ${JSON.stringify(number)}`);
  });
}

/** @throws FvalidateError of kind `input` in the words of FlagScale's server */
export function decodedInstruction(value: unknown): string {
  if (typeof value === "string") return value;
  throw refusal("Request requires instruction");
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** By the first byte of the file: PNG, JPEG or WebP, which begins with RIFF. */
function mediaType(bytes: Uint8Array): string {
  if (bytes[0] === 0xff) return "image/jpeg";
  return bytes[0] === 0x52 ? "image/webp" : "image/png";
}

function parsedRequest(body: Uint8Array): unknown {
  try {
    return parseLenientJson(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw refusal("Request format error");
  }
}

async function decodedImage(text: unknown, key: string): Promise<Picture> {
  if (typeof text !== "string") throw refusal(`image process failed: ${key} is no text`);
  return decodePicture(Buffer.from(text.slice(text.indexOf(",") + 1), "base64"), key);
}

function refusal(message: string): FvalidateError {
  return new FvalidateError("input", message, {
    hint: "Check that --profile names the protocol of this request.",
  });
}
