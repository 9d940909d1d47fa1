import { Buffer } from "node:buffer";
import type { Camera, Observation, PolicyInput } from "../contracts/policy.ts";
import { CAMERAS } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import { decodePicture, type Picture } from "../support/picture.ts";

/** Under which key a server takes each camera's picture. */
export type CameraKeys = Readonly<Record<Camera, string>>;

/** The pictures as base64 of their files' bytes, under the server's keys. */
export function encodedImages(
  { images }: Observation,
  keys: CameraKeys,
  prefix = "",
): Record<string, string> {
  return Object.fromEntries(
    CAMERAS.map((camera) => [keys[camera], `${prefix}${Buffer.from(images[camera]).toString("base64")}`]),
  );
}

/** @throws FvalidateError of kind `input` in the words of FlagScale's server */
export async function decodedImages(value: unknown, keys: CameraKeys): Promise<PolicyInput["images"]> {
  const [base, leftWrist, rightWrist] = await Promise.all(
    CAMERAS.map((camera) => decodedImage(value, keys[camera])),
  );
  if (base === undefined || leftWrist === undefined || rightWrist === undefined)
    throw refusal("Request format error");
  return { base, leftWrist, rightWrist };
}

async function decodedImage(value: unknown, key: string): Promise<Picture> {
  const encoded =
    typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key) : null;
  const text: unknown = encoded?.[1];
  if (typeof text !== "string") throw refusal(`image process failed: no ${key}`);
  return decodePicture(Buffer.from(text.replace(/^data:[^,]*,/, ""), "base64"), key);
}

/** A state as a list of numbers or as a list of one such list. */
export function decodedState(value: unknown, key: string): number[] {
  const row: unknown = Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
  if (!Array.isArray(row)) throw refusal(`Request requires: ${key}`);
  return row.map((number: unknown) => {
    if (typeof number === "number") return number;
    throw refusal(`State parameters processing error: ${key} holds ${JSON.stringify(number)}`);
  });
}

export function decodedInstruction(value: unknown): string {
  if (typeof value === "string") return value;
  throw refusal("Request requires instruction");
}

function refusal(message: string): FvalidateError {
  return new FvalidateError("input", message);
}
