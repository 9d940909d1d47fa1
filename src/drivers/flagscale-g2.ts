import { jsonProfile } from "./json-profile.ts";
import { decodedImages, decodedInstruction, decodedState, encodedImages } from "./json-request.ts";
import type { Profile } from "./profile.ts";

const KEYS = {
  base: "observation.images.base_0_rgb",
  leftWrist: "observation.images.left_wrist_0_rgb",
  rightWrist: "observation.images.right_wrist_0_rgb",
};

/** FlagScale's servers of early 2026, which answer with the whole unnormalised chunk. */
export const flagscaleG2: Profile = jsonProfile({
  name: "flagscale-g2",
  description:
    "FlagScale's servers of early 2026: POST /infer with state and images, answers actions [B, 50, D]",
  stateDimensions: 32,
  answerKey: "actions",
  requestFields: (observation) => ({
    instruction: observation.instruction,
    state: [observation.state],
    images: [encodedImages(observation, KEYS)],
  }),
  async readRequest(fields) {
    const state = decodedState(fields["state"], "state");
    const instruction = decodedInstruction(fields["instruction"]);
    const images: unknown = Array.isArray(fields["images"]) ? fields["images"][0] : fields["images"];
    return { state, instruction, images: await decodedImages(images, KEYS) };
  },
});
