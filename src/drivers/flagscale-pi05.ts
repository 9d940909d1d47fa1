import { jsonProfile } from "./json-profile.ts";
import { dataUrlImages, decodedImages, decodedInstruction, decodedState } from "./json-request.ts";
import type { Profile } from "./profile.ts";

const KEYS = {
  base: "observation.images.camera0",
  leftWrist: "observation.images.camera1",
  rightWrist: "observation.images.camera2",
};

/**
 * The pi0.5 server: pictures as data URLs beside the other fields, `states`, and `predictions` in the answer. The
 * version in the public pull request answers with fresh random numbers instead of the model's, which the repeat
 * floor shows.
 */
export const flagscalePi05: Profile = jsonProfile({
  name: "flagscale-pi05",
  description:
    "FlagScale's pi0.5 server: POST /infer with data URLs and states, answers predictions [B, 16, 32]",
  stateDimensions: 32,
  // The server reshapes the pixels to its configured size, so pictures of another size make it fail.
  pictureSize: { width: 640, height: 480 },
  answerKey: "predictions",
  requestFields: (observation) => ({
    instruction: observation.instruction,
    states: observation.state,
    ...dataUrlImages(observation, KEYS),
  }),
  async readRequest(fields) {
    const state = decodedState(fields["states"], "states");
    const instruction = decodedInstruction(fields["instruction"]);
    return { state, instruction, images: await decodedImages(fields, KEYS) };
  },
});
