import { existsSync } from "node:fs";
import { join } from "node:path";
import { CAMERAS, perCamera } from "../../contracts/policy.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { readInput } from "../../support/read-file.ts";
import { writeWhole } from "../../support/write-file.ts";
import { decodeNpy } from "../../tensors/npy.ts";
import type { Tensor } from "../../tensors/tensor.ts";
import { type CapsuleManifest, type FrozenFile, filesOf } from "./manifest.ts";
import { moveUpOneUlp } from "./noise.ts";
import { changed, MANIFEST_FILE, readManifest } from "./read-manifest.ts";

/** Frozen inputs whose every byte has been checked. */
export interface OpenedCapsule {
  readonly folder: string;
  readonly sha256: string;
  readonly noiseSha256: string;
  readonly profileName: string;
  readonly description: string;
  readonly observations: number;
  /** [1, chunk, action dimensions] float32 */
  readonly noise: Tensor;
  readonly manifest: CapsuleManifest;
  /** Every noise value up by one float32 ulp. */
  perturbedNoise(): Tensor;
  /** The bytes of a request, read when they are needed and checked again. */
  body(observation: number, perturbation: "state" | null): Promise<Uint8Array>;
}

/**
 * Opens a capsule, or the capsule of a run's folder, and checks every file against its hash.
 * @throws FvalidateError of kind `input` that names the first file that differs
 */
export async function openCapsule(path: string): Promise<OpenedCapsule> {
  const folder = existsSync(join(path, "capsule", MANIFEST_FILE)) ? join(path, "capsule") : path;
  const manifest = await readManifest(folder);
  for (const file of filesOf(manifest)) await readFrozen(folder, file);
  const noise = await readNoise(folder, manifest.noise);
  return {
    folder,
    sha256: manifest.sha256,
    noiseSha256: manifest.noise.sha256,
    profileName: manifest.profile,
    description: describe(manifest),
    observations: manifest.observations.length,
    noise,
    manifest,
    perturbedNoise: () => moveUpOneUlp(noise),
    async body(observation, perturbation) {
      const frozen = manifest.observations[observation];
      if (frozen === undefined) throw new RangeError(`the capsule has no observation ${observation}`);
      return readFrozen(folder, perturbation === "state" ? frozen.perturbedRequest : frozen.request);
    },
  };
}

/**
 * A copy with the same bytes, checked again. Files that the manifest does not name stay behind.
 * @throws FvalidateError of kind `input` when the capsule changed since it was opened, `output` when the folder
 *   cannot be written
 */
export async function copyCapsule(capsule: OpenedCapsule, folder: string): Promise<OpenedCapsule> {
  for (const file of filesOf(capsule.manifest)) {
    await writeWhole(join(folder, file.file), await readFrozen(capsule.folder, file));
  }
  // Last, so that a folder with a manifest is a whole capsule.
  const manifest = await readInput(join(capsule.folder, MANIFEST_FILE), "the capsule's manifest");
  await writeWhole(join(folder, MANIFEST_FILE), manifest);
  return openCapsule(folder);
}

async function readNoise(folder: string, frozen: CapsuleManifest["noise"]): Promise<Tensor> {
  const path = join(folder, frozen.file);
  const noise = decodeNpy(await readFrozen(folder, frozen), { name: path });
  const found = `${noise.dtype} [${noise.shape.join(", ")}]`;
  const stated = `float32 [${frozen.shape.join(", ")}]`;
  if (found !== stated) {
    throw new FvalidateError("input", `${path} holds ${found}; the manifest states ${stated}.`, {
      hint: HINT,
    });
  }
  const at = noise.data.findIndex((value: number | bigint) => !Number.isFinite(Number(value)));
  if (at === -1) return noise;
  throw new FvalidateError("input", `${path} holds ${noise.data[at]} at element ${at}: noise is finite.`, {
    hint: HINT,
  });
}

const HINT = "Make a new capsule by running without --capsule.";

async function readFrozen(folder: string, frozen: FrozenFile): Promise<Uint8Array> {
  const path = join(folder, frozen.file);
  const bytes = await readInput(path, "the capsule's file");
  const found = sha256(bytes);
  if (found === frozen.sha256 && bytes.length === frozen.bytes) return bytes;
  throw changed(
    `${path} was changed: SHA-256 ${found} over ${bytes.length} bytes, ` +
      `the manifest states ${frozen.sha256} over ${frozen.bytes} bytes.`,
  );
}

function describe({ origin, observations, noise }: CapsuleManifest): string {
  const cameras = perCamera(observations[0]?.images ?? {}).map(([camera]) => camera);
  const seen = cameras.length === CAMERAS.length ? "" : `, cameras ${cameras.join(", ")}`;
  const count = observations.length === 1 ? "1 observation" : `${observations.length} observations`;
  const how = origin.kind === "seed" ? `drawn from the seed ${origin.seed}` : "from files";
  return `${count} ${how}${seen}; fixed noise [${noise.shape.join(", ")}] from the seed ${origin.seed}`;
}
