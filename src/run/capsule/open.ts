import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { readInput } from "../../support/read-file.ts";
import { writing } from "../../support/write-file.ts";
import { decodeNpy } from "../../tensors/npy.ts";
import type { Tensor } from "../../tensors/tensor.ts";
import { type CapsuleManifest, capsuleHash, type FrozenFile, filesOf, manifestSchema } from "./manifest.ts";
import { moveUpOneUlp } from "./noise.ts";

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
  const folder = existsSync(join(path, "capsule", "manifest.json")) ? join(path, "capsule") : path;
  const manifest = await readManifest(folder);
  for (const file of filesOf(manifest)) await readFrozen(folder, file);
  const noise = decodeNpy(await readFrozen(folder, manifest.noise), {
    name: join(folder, manifest.noise.file),
  });
  return {
    folder,
    sha256: manifest.sha256,
    noiseSha256: manifest.noise.sha256,
    profileName: manifest.profile,
    description: describe(manifest),
    observations: manifest.observations.length,
    noise,
    perturbedNoise: () => moveUpOneUlp(noise),
    async body(observation, perturbation) {
      const frozen = manifest.observations[observation];
      if (frozen === undefined) throw new RangeError(`the capsule has no observation ${observation}`);
      return readFrozen(folder, perturbation === "state" ? frozen.perturbedRequest : frozen.request);
    },
  };
}

/** A copy with the same bytes, checked again. */
export async function copyCapsule(capsule: OpenedCapsule, folder: string): Promise<OpenedCapsule> {
  await writing(folder, () => cp(capsule.folder, folder, { recursive: true }));
  return openCapsule(folder);
}

async function readManifest(folder: string): Promise<CapsuleManifest> {
  const path = join(folder, "manifest.json");
  const text = new TextDecoder().decode(await readInput(path, "the capsule's manifest"));
  const parsed = manifestSchema.safeParse(parse(path, text));
  if (!parsed.success) {
    throw new FvalidateError(
      "input",
      `${path} does not describe a capsule:\n${z.prettifyError(parsed.error)}`,
    );
  }
  const found = capsuleHash(parsed.data);
  if (found === parsed.data.sha256) return parsed.data;
  throw changed(`${path}: the hashes in it give SHA-256 ${found}, it states ${parsed.data.sha256}.`);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}

async function readFrozen(folder: string, frozen: Pick<FrozenFile, "file" | "sha256">): Promise<Uint8Array> {
  const path = join(folder, frozen.file);
  const bytes = await readInput(path, "the capsule's file");
  const found = sha256(bytes);
  if (found === frozen.sha256) return bytes;
  throw changed(
    `${path} was changed: SHA-256 ${found} over ${bytes.length} bytes, the manifest states ${frozen.sha256}.`,
  );
}

function changed(message: string): FvalidateError {
  return new FvalidateError("input", message, {
    hint: "A capsule must stay as it was frozen: take the original again, or make a new one without --capsule.",
  });
}

function describe({ origin, observations, noise }: CapsuleManifest): string {
  const count = observations.length === 1 ? "1 observation" : `${observations.length} observations`;
  const how = origin.kind === "seed" ? `drawn from the seed ${origin.seed}` : "from files";
  return `${count} ${how}; fixed noise [${noise.shape.join(", ")}] from the seed ${origin.seed}`;
}
