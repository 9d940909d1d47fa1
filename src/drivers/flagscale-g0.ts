import { publishedRequest } from "./flagscale-g1.ts";
import { jsonProfile } from "./json-profile.ts";
import type { Profile } from "./profile.ts";

/** It takes the requests of the server that followed it and answers with the whole chunk. */
export const flagscaleG0: Profile = jsonProfile({
  ...publishedRequest,
  name: "flagscale-g0",
  description: "FlagScale's lerobot server of October 2025: POST /infer, answers qpos [B, 50, 32]",
  answerKey: "qpos",
});
