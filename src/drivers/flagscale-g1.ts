import { type JsonDialect, jsonProfile } from "./json-profile.ts";
import { decodedImages, decodedInstruction, decodedState, encodedImages } from "./json-request.ts";
import type { Profile } from "./profile.ts";

const KEYS = { base: "cam_high", leftWrist: "cam_left_wrist", rightWrist: "cam_right_wrist" };

/**
 * The requests of October and November 2025. The server computes on `eef_pose`; `qpos` must be there and is not
 * used; `state` is what the published client sends beside them.
 */
const request: Pick<JsonDialect, "requestFields" | "readRequest" | "stateDimensions"> = {
  stateDimensions: 14,
  requestFields: (observation) => ({
    instruction: observation.instruction,
    qpos: [observation.state],
    eef_pose: [observation.state],
    state: [observation.state],
    images: [encodedImages(observation, KEYS)],
  }),
  async readRequest(fields) {
    decodedState(fields["qpos"], "qpos");
    const state = decodedState(fields["eef_pose"], "eef_pose");
    const instruction = decodedInstruction(fields["instruction"]);
    const images: unknown = Array.isArray(fields["images"]) ? fields["images"][0] : fields["images"];
    return { state, instruction, images: await decodedImages(images, KEYS) };
  },
};

export const flagscaleG0: Profile = jsonProfile({
  ...request,
  name: "flagscale-g0",
  description: "FlagScale's lerobot server of October 2025: POST /infer, answers qpos [B, 50, 32]",
  answerKey: "qpos",
  cut: { steps: Number.POSITIVE_INFINITY, dimensions: Number.POSITIVE_INFINITY },
});

/** It answers with the first 10 steps of the first 14 dimensions. */
export const flagscaleG1: Profile = jsonProfile({
  ...request,
  name: "flagscale-g1",
  description:
    "FlagScale's server of November 2025, most likely the model card's: POST /infer, answers qpos [1, 10, 14]",
  answerKey: "qpos",
  cut: { steps: 10, dimensions: 14 },
});
