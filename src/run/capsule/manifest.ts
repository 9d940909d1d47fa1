import { z } from "zod";
import { perCamera } from "../../contracts/policy.ts";
import { sha256 } from "../../support/hash.ts";

export const CAPSULE_SCHEMA = "fvalidate.capsule/1";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");
/** Inside the capsule's folder: no absolute path and no way up. */
const path = z.string().regex(/^(?!.*\.\.)[\w][\w./-]*$/, "a path inside the capsule");
const file = z.strictObject({ file: path, sha256: hash, bytes: z.int().nonnegative() });
export type FrozenFile = z.infer<typeof file>;

const observation = z.strictObject({
  instruction: z.string(),
  state: z.array(z.number()),
  /** Of the cameras that the robot has. */
  images: z
    .strictObject({ base: file.optional(), leftWrist: file.optional(), rightWrist: file.optional() })
    .refine((images) => perCamera(images).length > 0, "a picture of at least one camera"),
  /** The exact bytes that every stack gets. */
  request: file,
  /** The same with every number of the state × 1.001. */
  perturbedRequest: file,
});
export type FrozenObservation = z.infer<typeof observation>;

export const manifestSchema = z
  .strictObject({
    schema: z.literal(CAPSULE_SCHEMA),
    profile: z.string(),
    /** How the observations came about. */
    origin: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("seed"), seed: z.int(), observations: z.int().positive() }),
      z.strictObject({ kind: z.literal("files"), seed: z.int() }),
    ]),
    /** [1, chunk, action dimensions] float32, standard normal from the seed. */
    noise: z.strictObject({ ...file.shape, shape: z.array(z.int().positive()) }),
    observations: z.array(observation).min(1),
    sha256: hash,
  })
  .refine(
    ({ origin, observations }) => observations.length === (origin.kind === "seed" ? origin.observations : 1),
    {
      path: ["observations"],
      error: "not as many as its origin states",
    },
  );
export type CapsuleManifest = z.infer<typeof manifestSchema>;

/**
 * The one hash of a capsule: SHA-256 over the hashes of all its files, each on a line of its own, in this order:
 * the noise, then for each observation its base, left wrist and right wrist picture (those that there are), its
 * request and its perturbed request. In a shell, in the capsule's folder:
 *
 *     jq -r '.noise, (.observations[] | .images.base, .images.leftWrist, .images.rightWrist,
 *       .request, .perturbedRequest | values) | .sha256' manifest.json | sha256sum
 *
 * The states and instructions in the manifest are there to be read; what is sent is what the requests hold.
 */
export function capsuleHash(content: Pick<CapsuleManifest, "noise" | "observations">): string {
  return sha256(
    filesOf(content)
      .map((entry) => `${entry.sha256}\n`)
      .join(""),
  );
}

/** Every file that a manifest names, in the order of its hash. */
export function filesOf({
  noise,
  observations,
}: Pick<CapsuleManifest, "noise" | "observations">): FrozenFile[] {
  const ofObservations = observations.flatMap(({ images, request, perturbedRequest }) => [
    ...perCamera(images).map(([, image]) => image),
    request,
    perturbedRequest,
  ]);
  return [{ file: noise.file, sha256: noise.sha256, bytes: noise.bytes }, ...ofObservations];
}
