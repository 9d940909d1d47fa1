import { type Observation, perCamera } from "../contracts/policy.ts";
import type { JsonDialect } from "./json-profile.ts";
import { jsonProfile } from "./json-profile.ts";
import { decodedImages, decodedInstruction, decodedState, encodedImages } from "./json-request.ts";
import type { Profile } from "./profile.ts";

const KEYS = { base: "cam_high", leftWrist: "cam_left_wrist", rightWrist: "cam_right_wrist" };

/**
 * What the published client sends beside the observation. The public servers ignore it, `num_steps` too; it is sent
 * because the card's image may differ from them.
 */
function ignoredByPublicServers({ images }: Observation) {
  return {
    fine_grained_instruction: null,
    image_masks: [Object.fromEntries(perCamera(images).map(([camera]) => [MASKS[camera], true]))],
    num_steps: 20,
    temperature: 0.8,
    top_p: 0.95,
    max_new_tokens: 64,
    do_sample: false,
  };
}

const MASKS = { base: "base_0_rgb", leftWrist: "left_wrist_0_rgb", rightWrist: "right_wrist_0_rgb" };

/**
 * The requests of October and November 2025. The server computes on `eef_pose`; `qpos` must be there and is not
 * used. The published client draws these three at random on each call, which no comparison survives.
 */
export const publishedRequest: Pick<JsonDialect, "requestFields" | "readRequest" | "stateDimensions"> = {
  stateDimensions: 14,
  requestFields: (observation) => ({
    instruction: observation.instruction,
    qpos: [observation.state],
    eef_pose: [observation.state],
    state: [observation.state],
    high_level_instruction: observation.instruction,
    images: [encodedImages(observation, KEYS)],
    ...ignoredByPublicServers(observation),
  }),
  async readRequest(fields) {
    decodedState(fields["qpos"], "qpos");
    const state = decodedState(fields["eef_pose"], "eef_pose");
    const instruction = decodedInstruction(fields["instruction"]);
    const images: unknown = Array.isArray(fields["images"]) ? fields["images"][0] : fields["images"];
    return { state, instruction, images: await decodedImages(images, KEYS) };
  },
};

/** It answers with the first 10 steps of the first 14 dimensions, normalised as the network has them. */
export const flagscaleG1: Profile = jsonProfile({
  ...publishedRequest,
  name: "flagscale-g1",
  description:
    "FlagScale's server of November 2025, most likely the model card's: POST /infer, answers qpos [1, 10, 14]",
  answerKey: "qpos",
  cut: { steps: 10, dimensions: 14 },
});
