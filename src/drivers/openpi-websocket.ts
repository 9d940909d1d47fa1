import { CAMERAS, type PolicyInput } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import { decodePicture, type Picture } from "../support/picture.ts";
import { type Tensor, toFloat64 } from "../tensors/tensor.ts";
import { actionChunk, actionsFromLists, answerField, badAnswer } from "./answer.ts";
import { arrayMessage, decodeMessage, tensorFrom } from "./msgpack-numpy.ts";
import { encodeMessage, type Message } from "./msgpack-writer.ts";
import type { Profile } from "./profile.ts";

const NAME = "openpi-websocket";
const KEYS = {
  base: "observation.images.base_0_rgb",
  leftWrist: "observation.images.left_wrist_0_rgb",
  rightWrist: "observation.images.right_wrist_0_rgb",
};

/** openpi's WebSocket protocol, in which FlagScale's servers of mid 2026 and openpi's own answer. */
export const openpiWebsocket: Profile = {
  name: NAME,
  description:
    "FlagScale's servers of mid 2026 and openpi's: WebSocket with msgpack-numpy, answers action [B, T, D]",
  transport: "websocket",
  fileExtension: "msgpack",
  stateDimensions: 32,
  pictureSize: { width: 224, height: 224 },
  async encodeRequest({ images, state, instruction }) {
    const fields = new Map<string, Message>();
    for (const camera of CAMERAS) {
      fields.set(KEYS[camera], arrayMessage(pictureTensor(await decodePicture(images[camera], camera))));
    }
    fields.set("observation.state", arrayMessage(stateTensor(state)));
    fields.set("task", instruction);
    return encodeMessage(fields);
  },
  decodeAnswer(body) {
    const fields = messageFields(body);
    const field = fields["action"] ?? fields["actions"] ?? answerField(fields, "action", NAME);
    const tensor = tensorFrom(field);
    return { actions: tensor === null ? actionsFromLists(field, "action") : actionChunk(tensor, "action") };
  },
  async decodeRequest(body) {
    const fields = messageFields(body);
    const instruction = fields["task"];
    if (typeof instruction !== "string") throw missing("task");
    return { images: requestImages(fields), state: requestState(fields["observation.state"]), instruction };
  },
  encodeAnswer({ actions }) {
    return encodeMessage(new Map([["action", arrayMessage({ ...actions, shape: [1, ...actions.shape] })]]));
  },
};

function pictureTensor({ width, height, pixels }: Picture): Tensor {
  return { dtype: "uint8", shape: [height, width, 3], data: pixels };
}

function stateTensor(state: readonly number[]): Tensor {
  return { dtype: "float32", shape: [state.length], data: Float32Array.from(state) };
}

function messageFields(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) throw badAnswer("The message is empty.");
  const value = decodeMessage(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badAnswer("The message is not a map of fields.");
  }
  return { ...value };
}

function requestImages(fields: Readonly<Record<string, unknown>>): PolicyInput["images"] {
  return {
    base: requestPicture(fields, KEYS.base),
    leftWrist: requestPicture(fields, KEYS.leftWrist),
    rightWrist: requestPicture(fields, KEYS.rightWrist),
  };
}

function requestPicture(fields: Readonly<Record<string, unknown>>, key: string): Picture {
  const tensor = tensorFrom(fields[key]);
  const [height, width, channels] = tensor?.shape ?? [];
  if (
    !(tensor?.data instanceof Uint8Array) ||
    height === undefined ||
    width === undefined ||
    channels !== 3
  ) {
    throw missing(key);
  }
  return { width, height, pixels: tensor.data };
}

function requestState(value: unknown): number[] {
  const tensor = tensorFrom(value);
  if (tensor !== null) return [...toFloat64(tensor)];
  if (Array.isArray(value)) return value.flat(2).map(Number);
  throw missing("observation.state");
}

function missing(key: string): FvalidateError {
  return new FvalidateError("input", `the request holds no usable \`${key}\``);
}
