import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../src/support/hash.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import type { Tensor } from "../../src/tensors/tensor.ts";

/** Float32 actions, [observations, steps, dimensions], from a formula. */
export function actions(
  shape: readonly [number, number, number],
  valueAt: (position: number) => number = (position) => Math.sin(position + 1),
): Tensor {
  const data = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, position) =>
    valueAt(position),
  );
  return { dtype: "float32", shape, data };
}

/**
 * Writes a recording with one pass for each stack, and a suite over it, into `folder`.
 * @returns the suite's path
 */
export async function writeRecording(
  folder: string,
  stacks: Readonly<Record<string, Tensor>>,
  observations: number,
): Promise<string> {
  const recording = join(folder, "recording");
  await mkdir(recording, { recursive: true });
  const noise = actions([1, 2, 2]);
  const files = Object.entries({ ...stacks, noise }).map(
    ([name, tensor]) => [`${name}.npy`, encodeNpy(tensor)] as const,
  );
  for (const [name, bytes] of files) await writeFile(join(recording, name), bytes);
  const manifest = {
    schema: "fvalidate.recording/1",
    title: "a test",
    provenance: "made by a test",
    environment: {},
    capsule: { observations, description: "none", noise: "noise.npy" },
    stacks: Object.fromEntries(
      Object.keys(stacks).map((name) => [name, { description: name, passes: [{ actions: `${name}.npy` }] }]),
    ),
    files: Object.fromEntries(files.map(([name, bytes]) => [name, sha256(bytes)])),
  };
  await writeFile(join(recording, "recording.json"), JSON.stringify(manifest));
  const lines = Object.keys(stacks).map(
    (name) => `  ${name}: { target: recording, recording: recording, entry: ${name} }`,
  );
  const suite = join(folder, "suite.yaml");
  const head = ["schema: fvalidate.suite/1", "kind: pi0", "title: a test", "stacks:"];
  await writeFile(suite, `${[...head, ...lines].join("\n")}\n`);
  return suite;
}
