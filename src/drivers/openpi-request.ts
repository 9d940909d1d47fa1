import { type Camera, convertCameras, type PolicyInput, perCamera } from "../contracts/policy.ts";
import { FvalidateError, messageOf } from "../support/errors.ts";
import type { Picture } from "../support/picture.ts";
import { type Tensor, toFloat64 } from "../tensors/tensor.ts";
import { decodeMessage, tensorFrom } from "./msgpack-numpy.ts";

/** Under which key FlagScale's servers take each camera's picture. */
export const OBSERVATION_KEYS: Readonly<Record<Camera, string>> = {
  base: "observation.images.base_0_rgb",
  leftWrist: "observation.images.left_wrist_0_rgb",
  rightWrist: "observation.images.right_wrist_0_rgb",
};

const STATE_KEY = "observation.state";
const INSTRUCTION_KEY = "task";

/**
 * What a server reads in a request; any camera may be missing, but not all of them.
 * @throws FvalidateError of kind `input` that names the field that is missing or wrong
 */
export async function readObservation(body: Uint8Array): Promise<PolicyInput> {
  const fields = fieldsOf(body);
  const instruction = fields[INSTRUCTION_KEY];
  if (typeof instruction !== "string") throw refusal(`\`${INSTRUCTION_KEY}\` must be text`);
  return {
    images: await convertCameras(sentCameras(fields), async (_, key) => pictureOf(fields, key)),
    state: stateOf(fields[STATE_KEY]),
    instruction,
  };
}

function fieldsOf(body: Uint8Array): Readonly<Record<string, unknown>> {
  const value = asRequest(() => decodeMessage(body));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw refusal("the message is not a map of fields");
}

/** The keys of the cameras whose pictures were sent. */
function sentCameras(fields: Readonly<Record<string, unknown>>): Partial<Record<Camera, string>> {
  const sent = perCamera<string>(OBSERVATION_KEYS).filter(([, key]) => Object.hasOwn(fields, key));
  if (sent.length > 0) return Object.fromEntries(sent);
  throw refusal(`it holds no picture: none of ${Object.values(OBSERVATION_KEYS).join(", ")}`);
}

function pictureOf(fields: Readonly<Record<string, unknown>>, key: string): Picture {
  const tensor = arrayOf(fields[key]);
  const [height = 0, width = 0, channels] = tensor?.shape ?? [];
  if (
    tensor?.data instanceof Uint8Array &&
    tensor.dtype === "uint8" &&
    channels === 3 &&
    tensor.shape.length === 3
  ) {
    return { width, height, pixels: tensor.data };
  }
  throw refusal(`\`${key}\` must be an array [height, width, 3] of uint8`);
}

function stateOf(value: unknown): number[] {
  const tensor = arrayOf(value);
  if (tensor !== null) return [...toFloat64(tensor)];
  const row: unknown = Array.isArray(value) && Array.isArray(value[0]) ? value[0] : value;
  const isState = Array.isArray(row) && row.every((number): number is number => typeof number === "number");
  if (isState) return row;
  throw refusal(`\`${STATE_KEY}\` must be an array or a list of numbers`);
}

function arrayOf(value: unknown): Tensor | null {
  return asRequest(() => tensorFrom(value));
}

/** The decoders blame a stack; of a request it is the caller that is to blame. */
function asRequest<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw refusal(messageOf(error), error);
  }
}

function refusal(problem: string, cause?: unknown): FvalidateError {
  return new FvalidateError("input", `The request cannot be read: ${problem}`, {
    hint: "Check that --profile names the protocol of this request.",
    cause,
  });
}
