import { join } from "node:path";
import type { OpenStack } from "../contracts/stack.ts";
import type { Profile } from "../drivers/profile.ts";
import {
  copyCapsule,
  createCapsuleFromFiles,
  createSeededCapsule,
  openCapsule,
  requireProfile,
} from "./capsule/index.ts";
import type { Pi0Options } from "./options.ts";
import { capsuleQuestions, type Questions } from "./questions.ts";
import { questionsOfRecordings } from "./recorded-inputs.ts";

/** The stacks of a run with their names, in the order in which messages should name them. */
export type NamedStacks = readonly { readonly stack: string; readonly opened: OpenStack }[];

/**
 * The inputs that every stack of the run is asked with: those that recordings bring, or a capsule in the run's folder.
 * @throws FvalidateError of kind `comparison` when the stacks cannot be asked the same; see `questionsOfRecordings`
 */
export async function freezeInputs(request: {
  stacks: NamedStacks;
  options: Pi0Options;
  profile: Profile;
  runFolder: string;
  signal: AbortSignal;
}): Promise<Questions> {
  const { stacks, options, profile, runFolder } = request;
  const [first, ...others] = stacks.flatMap(({ stack, opened: { channel } }) =>
    channel.kind === "recording" ? [{ stack, recorded: channel.recorded }] : [],
  );
  if (first === undefined) return capsuleQuestions(await makeCapsule(request));
  const live = stacks.find(({ opened }) => opened.channel.kind !== "recording")?.stack ?? null;
  const capsuleFolder = join(runFolder, "capsule");
  return questionsOfRecordings({ recordings: [first, ...others], live, options, profile, capsuleFolder });
}

async function makeCapsule(request: {
  options: Pi0Options;
  profile: Profile;
  runFolder: string;
  signal: AbortSignal;
}) {
  const { options, profile, signal } = request;
  const folder = join(request.runFolder, "capsule");
  const source = options.capsule;
  const { chunk, actionDimensions, stateDimensions = profile.stateDimensions } = options.suite.capsule;
  const shape = { chunk, actionDimensions, stateDimensions, seed: options.seed, profile, folder, signal };
  if (source.kind === "seed") {
    const { cameras } = options.suite.capsule;
    return createSeededCapsule({ ...shape, observations: source.observations, cameras });
  }
  if (source.kind === "files") return createCapsuleFromFiles({ ...shape, ...source });
  const earlier = await openCapsule(source.folder);
  requireProfile(earlier, profile);
  return copyCapsule(earlier, folder);
}
