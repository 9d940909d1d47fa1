import type { CapsuleInputs, RecordedInputs } from "../contracts/stack.ts";
import type { Profile } from "../drivers/profile.ts";
import { FvalidateError } from "../support/errors.ts";
import { copyCapsule, type OpenedCapsule, openCapsule, requireProfile } from "./capsule/index.ts";
import type { Pi0Options } from "./options.ts";
import { capsuleQuestions, type Questions, recordedQuestions } from "./questions.ts";

/** A recording with its stack's name in the suite. */
export interface NamedRecording {
  readonly stack: string;
  readonly recorded: RecordedInputs;
}

/**
 * The inputs that recordings bring. Those that bring their requests can meet a live stack, which is asked with
 * exactly these bytes; their capsule is copied into the run's folder.
 *
 * @throws FvalidateError of kind `comparison` when the recordings do not share their inputs, or a live stack meets one
 *   without requests or of another profile; of kind `usage` for flags that ask for other inputs; of kind `input` for
 *   a capsule that was changed
 */
export async function questionsOfRecordings(request: {
  recordings: readonly [NamedRecording, ...NamedRecording[]];
  /** The first live stack of the run. */
  live: string | null;
  options: Pi0Options;
  profile: Profile;
  capsuleFolder: string;
}): Promise<Questions> {
  const { recordings, live, options, profile, capsuleFolder } = request;
  const [first, ...others] = recordings;
  if (live !== null) requireRequests(recordings, live);
  const { asked, observations } = first.recorded;
  if (asked.kind === "described") requireNoInputsAsked(options);
  for (const other of others) requireSameInputs(first, other);
  if (asked.kind === "described") return recordedQuestions(asked, observations);
  const capsule = await openRecorded(first.stack, asked);
  requireInputsAsked(options, capsule);
  if (live !== null) requireProfile(capsule, profile);
  return capsuleQuestions(await copyCapsule(capsule, capsuleFolder));
}

function requireRequests(recordings: readonly NamedRecording[], live: string): void {
  const without = recordings.find(({ recorded }) => recorded.asked.kind === "described");
  if (without === undefined) return;
  throw new FvalidateError(
    "comparison",
    `${live} is a live stack and ${without.stack} a recording without its requests: ` +
      "they cannot be asked the same.",
    {
      hint: "Compare two recordings, two live stacks, or a live stack with a finished run (`run` and `arm`).",
    },
  );
}

/** @throws FvalidateError of kind `comparison` that names the first difference. */
function requireSameInputs(first: NamedRecording, other: NamedRecording): void {
  const [facts, others] = [factsOf(first.recorded), factsOf(other.recorded)];
  const differs = Object.keys({ ...facts, ...others }).find((fact) => facts[fact] !== others[fact]);
  if (differs === undefined) return;
  throw new FvalidateError(
    "comparison",
    `The recordings of ${first.stack} and ${other.stack} were not made with the same inputs: ` +
      `${differs} is ${facts[differs] ?? "absent"} in one and ${others[differs] ?? "absent"} in the other.`,
    { hint: "Compare stacks that were recorded with one capsule." },
  );
}

/** What tells whether two recordings were asked the same. */
function factsOf({ observations, asked }: RecordedInputs): Readonly<Record<string, string>> {
  const count = { observations: String(observations) };
  if (asked.kind === "capsule") return { capsuleSha256: asked.sha256, ...count };
  return { noiseSha256: asked.noiseSha256, ...count, description: asked.description };
}

async function openRecorded(stack: string, { folder, sha256 }: CapsuleInputs): Promise<OpenedCapsule> {
  const capsule = await openCapsule(folder);
  if (capsule.sha256 === sha256) return capsule;
  throw new FvalidateError(
    "input",
    `The capsule ${folder} is not the one that ${stack} was recorded with: SHA-256 ${capsule.sha256}, ` +
      `the run states ${sha256}.`,
    { hint: "Take the run's folder as fvalidate wrote it." },
  );
}

function requireNoInputsAsked({ capsule }: Pi0Options): void {
  if (capsule.kind === "seed" && !capsule.asked) return;
  throw ownInputs("--observations, image files and --capsule do not apply.");
}

/** Flags may repeat what the recording was asked with, but not ask for anything else. */
function requireInputsAsked({ capsule: asked, seed }: Pi0Options, { manifest }: OpenedCapsule): void {
  const { origin, observations } = manifest;
  const sameCount = asked.kind === "seed" && (!asked.asked || asked.observations === observations.length);
  const sameSeed = asked.kind === "seed" && (!asked.seedAsked || seed === origin.seed);
  if (sameCount && sameSeed) return;
  const held = `They were asked ${observations.length} observations with the seed ${origin.seed}.`;
  throw ownInputs("--observations, --seed, image files and --capsule do not apply.", held);
}

function ownInputs(which: string, hint?: string): FvalidateError {
  const message = `Recordings bring their own inputs: ${which}`;
  return new FvalidateError("usage", message, hint === undefined ? {} : { hint });
}
