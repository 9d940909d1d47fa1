import { type PolicyAnswer, perCamera } from "../contracts/policy.ts";
import { decodePicture, type Picture } from "../support/picture.ts";
import type { Tensor } from "../tensors/tensor.ts";
import { actionChunk, answerField } from "./answer.ts";
import { badAnswer } from "./bad-answer.ts";
import { requireFiniteState } from "./json-request.ts";
import { arrayMessage, decodeMessage, tensorFrom } from "./msgpack-numpy.ts";
import { encodeMessage, type Message } from "./msgpack-writer.ts";
import { tensorFromLists } from "./nested-lists.ts";
import { OBSERVATION_KEYS, readObservation } from "./openpi-request.ts";
import type { Profile } from "./profile.ts";

const NAME = "openpi-websocket";

/**
 * openpi's transport with the observation keys of FlagScale's servers; openpi's own policies each have other keys.
 * FlagScale names its actions `action` and `actions` alike, openpi `actions` alone.
 */
export const openpiWebsocket: Profile = {
  name: NAME,
  description:
    "FlagScale's servers of mid 2026, over openpi's transport: WebSocket with msgpack-numpy, answers action [T, D]",
  transport: "websocket",
  fileExtension: "msgpack",
  stateDimensions: 32,
  pictureSize: { width: 224, height: 224 },
  async encodeRequest({ images, state, instruction }) {
    requireFiniteState(state);
    const fields = new Map<string, Message>();
    for (const [camera, bytes] of perCamera(images)) {
      const picture = await decodePicture(bytes, `the ${camera} picture`);
      fields.set(OBSERVATION_KEYS[camera], arrayMessage(pictureTensor(picture)));
    }
    fields.set("observation.state", arrayMessage(stateTensor(state)));
    fields.set("task", instruction);
    return encodeMessage(fields);
  },
  decodeAnswer: (body) => ({ actions: answeredActions(body) }),
  decodeRequest: readObservation,
  encodeAnswer: ({ actions }: PolicyAnswer) =>
    encodeMessage(
      new Map([
        ["action", arrayMessage(actions)],
        ["actions", arrayMessage(actions)],
      ]),
    ),
};

function pictureTensor({ width, height, pixels }: Picture): Tensor {
  return { dtype: "uint8", shape: [height, width, 3], data: pixels };
}

function stateTensor(state: readonly number[]): Tensor {
  return { dtype: "float32", shape: [state.length], data: Float32Array.from(state) };
}

function answeredActions(body: Uint8Array): Tensor {
  const value = decodeMessage(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badAnswer("The message is not a map of fields.");
  }
  const field = answerField({ ...value }, ["action", "actions"], NAME);
  return actionChunk(tensorFrom(field) ?? tensorFromLists(field, "action"), "action");
}
