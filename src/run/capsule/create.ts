import { join } from "node:path";
import {
  type ByCamera,
  CAMERAS,
  type Camera,
  convertCameras,
  type Observation,
} from "../../contracts/policy.ts";
import type { Profile } from "../../drivers/profile.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { decodePicture } from "../../support/picture.ts";
import { readInput } from "../../support/read-file.ts";
import { writeWhole } from "../../support/write-file.ts";
import { encodeNpy } from "../../tensors/npy.ts";
import { drawObservation } from "./draw-observation.ts";
import {
  CAPSULE_SCHEMA,
  type CapsuleManifest,
  capsuleHash,
  type FrozenFile,
  type FrozenObservation,
} from "./manifest.ts";
import { drawNoise } from "./noise.ts";
import { type OpenedCapsule, openCapsule } from "./open.ts";
import { MANIFEST_FILE } from "./read-manifest.ts";
import { readState } from "./read-state.ts";

/** What every new capsule needs. */
export interface CapsuleRequest {
  /** Of the noise, and of drawn observations. */
  readonly seed: number;
  readonly profile: Profile;
  /** The noise tensor's steps and dimensions. */
  readonly chunk: number;
  readonly actionDimensions: number;
  readonly stateDimensions: number;
  /** The capsule's own folder; made. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Freezes drawn observations. The same request gives the same pixels, states, instructions and noise everywhere; how
 * a PNG packs its pixels is up to the image library, so another release of it may give another hash.
 *
 * @throws FvalidateError of kind `output` for a folder that cannot be written, `interrupted` when it is stopped
 */
export async function createSeededCapsule(
  request: CapsuleRequest & { observations: number; cameras?: readonly Camera[] },
): Promise<OpenedCapsule> {
  const { seed, observations, cameras = CAMERAS, stateDimensions, profile } = request;
  const draw = (index: number) =>
    drawObservation({ seed, index, cameras, stateDimensions, pictureSize: profile.pictureSize });
  return freeze(request, { kind: "seed", seed, observations }, draw);
}

/** One observation in files, as the published client takes it. */
export interface ObservationFiles {
  /** A path for each camera that the robot has. */
  readonly imageFiles: ByCamera<string>;
  readonly stateFile: string;
  readonly instruction: string;
}

/**
 * Freezes one observation from files, the pictures byte for byte.
 * @throws FvalidateError of kind `input` for a file that is missing or not what it should be: the published client
 *   would send a black picture instead
 */
export async function createCapsuleFromFiles(
  request: CapsuleRequest & ObservationFiles,
): Promise<OpenedCapsule> {
  const observation: Observation = {
    images: await convertCameras(request.imageFiles, readPicture),
    state: await readState(request.stateFile, request.stateDimensions),
    instruction: request.instruction,
  };
  return freeze(request, { kind: "files", seed: request.seed }, async () => observation);
}

async function readPicture(camera: Camera, path: string): Promise<Uint8Array> {
  const flag = `--${KEBAB[camera]}-img`;
  const bytes = await readInput(path, `the ${KEBAB[camera].replace("-", " ")} camera's picture (${flag})`);
  await decodePicture(bytes, `${path} (${flag})`);
  return bytes;
}

async function freeze(
  request: CapsuleRequest,
  origin: CapsuleManifest["origin"],
  observation: (index: number) => Promise<Observation>,
): Promise<OpenedCapsule> {
  const { folder, profile, signal } = request;
  const noise = drawNoise(request);
  const noiseFile = await write(folder, "noise.npy", encodeNpy(noise));
  const observations: FrozenObservation[] = [];
  for (let index = 0; index < (origin.kind === "seed" ? origin.observations : 1); index += 1) {
    if (signal.aborted)
      throw new FvalidateError("interrupted", "The run was stopped while its inputs were being frozen.");
    observations.push(
      await freezeObservation({ folder, profile, index, observation: await observation(index) }),
    );
  }
  const content = { noise: { ...noiseFile, shape: [...noise.shape] }, observations };
  const manifest: CapsuleManifest = {
    schema: CAPSULE_SCHEMA,
    profile: profile.name,
    origin,
    ...content,
    sha256: capsuleHash(content),
  };
  // Last, so that a folder with a manifest is a whole capsule.
  await writeWhole(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  return openCapsule(folder);
}

async function freezeObservation(part: {
  folder: string;
  profile: Profile;
  index: number;
  observation: Observation;
}): Promise<FrozenObservation> {
  const { folder, profile, index, observation } = part;
  const name = String(index).padStart(4, "0");
  const image = (camera: Camera, bytes: Uint8Array) =>
    write(folder, `images/${name}-${KEBAB[camera]}.${extensionOf(bytes)}`, bytes);
  const request = (of: Observation, place: string) =>
    profile
      .encodeRequest(of)
      .then((body) => write(folder, `${place}/${name}.${profile.fileExtension}`, body));
  return {
    instruction: observation.instruction,
    state: [...observation.state],
    images: await convertCameras(observation.images, image),
    request: await request(observation, "requests"),
    perturbedRequest: await request(moveState(observation), "perturbed"),
  };
}

const KEBAB: Readonly<Record<Camera, string>> = {
  base: "base",
  leftWrist: "left-wrist",
  rightWrist: "right-wrist",
};
const STATE_FACTOR = 1.001;

function moveState(observation: Observation): Observation {
  return { ...observation, state: observation.state.map((value) => Math.fround(value * STATE_FACTOR)) };
}

function extensionOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x89) return "png";
  return bytes[0] === 0xff ? "jpg" : "img";
}

async function write(folder: string, file: string, bytes: Uint8Array): Promise<FrozenFile> {
  await writeWhole(join(folder, file), bytes);
  return { file, sha256: sha256(bytes), bytes: bytes.length };
}
