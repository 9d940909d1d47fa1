import { join } from "node:path";
import type { OpenStack } from "../contracts/stack.ts";
import type { Profile } from "../drivers/profile.ts";
import { FvalidateError } from "../support/errors.ts";
import { copyCapsule, createCapsuleFromFiles, createSeededCapsule, openCapsule } from "./capsule/index.ts";
import type { Pi0Options } from "./options.ts";
import { capsuleQuestions, type Questions, recordedQuestions } from "./questions.ts";

/** The stacks of a run with their names, in the order in which messages should name them. */
export type NamedStacks = readonly { readonly stack: string; readonly opened: OpenStack }[];

/**
 * The inputs that every stack of the run is asked with: those of the recordings, or a capsule in the run's folder.
 * @throws FvalidateError of kind `comparison` when a recording meets a live stack.
 */
export async function freezeInputs(request: {
  stacks: NamedStacks;
  options: Pi0Options;
  profile: Profile;
  runFolder: string;
  signal: AbortSignal;
}): Promise<Questions> {
  const { stacks, options } = request;
  const recordings = stacks.flatMap(({ stack, opened: { channel } }) =>
    channel.kind === "recording" ? [{ stack, recorded: channel.recorded }] : [],
  );
  if (recordings.length === 0) return capsuleQuestions(await makeCapsule(request));
  const live = stacks.find(({ opened }) => opened.channel.kind !== "recording");
  if (live !== undefined) {
    throw new FvalidateError(
      "comparison",
      `${live.stack} is a live stack and ${recordings[0]?.stack} a recording without its requests: ` +
        "they cannot be asked the same.",
      { hint: "Compare two recordings, or two live stacks." },
    );
  }
  if (options.capsule.kind !== "seed" || options.capsule.asked) {
    throw new FvalidateError(
      "usage",
      "Recordings bring their own inputs: --observations, image files and --capsule do not apply.",
    );
  }
  return recordedQuestions(recordings);
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
  if (earlier.profileName !== profile.name) {
    throw new FvalidateError(
      "comparison",
      `The capsule ${source.folder} holds requests of the profile ${earlier.profileName}, not of ${profile.name}.`,
      { hint: `Run with --profile ${earlier.profileName}.` },
    );
  }
  return copyCapsule(earlier, folder);
}
