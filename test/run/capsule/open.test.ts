import { createHash } from "node:crypto";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { copyCapsule, createSeededCapsule, openCapsule } from "../../../src/run/capsule/index.ts";
import { encodeNpy } from "../../../src/tensors/npy.ts";
import type { Tensor } from "../../../src/tensors/tensor.ts";
import { failureOf, requestFor, temporaryFolder } from "./helpers.ts";

const run = await mkdtemp(join(tmpdir(), "fvalidate-run-"));
afterAll(() => rm(run, { recursive: true, force: true }));
const original = await createSeededCapsule({ ...requestFor(join(run, "capsule")), observations: 2 });

const FILES = [
  "noise.npy",
  ...["0000", "0001"].flatMap((name) => [
    `images/${name}-base.png`,
    `images/${name}-left-wrist.png`,
    `images/${name}-right-wrist.png`,
    `requests/${name}.json`,
    `perturbed/${name}.json`,
  ]),
];

describe("openCapsule", () => {
  test("opens the capsule's folder and the run's folder", async () => {
    for (const path of [run, join(run, "capsule")]) {
      const { manifest, sha256, observations, description, noise, noiseSha256 } = await openCapsule(path);
      expect(manifest).toEqual(original.manifest);
      expect({ sha256, noiseSha256 }).toEqual({ sha256: original.sha256, noiseSha256: original.noiseSha256 });
      expect(noise).toEqual(original.noise);
      expect(observations).toBe(2);
      expect(description).toBe(
        "2 observations drawn from the seed 42; fixed noise [1, 10, 32] from the seed 42",
      );
    }
  });

  test("reads the bodies from their files", async () => {
    for (const [perturbation, place] of [
      [null, "requests"],
      ["state", "perturbed"],
    ] as const) {
      const body = await original.body(1, perturbation);
      expect(Buffer.from(body).equals(await readFile(join(run, "capsule", place, "0001.json")))).toBe(true);
    }
    await expect(original.body(2, null)).rejects.toThrow("no observation 2");
  });

  const damages: Record<string, (path: string) => Promise<void>> = {
    "flipped bit": flipOneBit,
    "missing last byte": async (path) => truncate(path, (await readFile(path)).length - 1),
    "byte too many": (path) => appendFile(path, "\n"),
    "empty file": (path) => truncate(path, 0),
  };
  const cases = FILES.flatMap((file) =>
    Object.entries(damages).map(([what, damage]) => ({ file, what, damage })),
  );
  test.each(cases)("finds a $what in $file", async ({ file, damage }) => {
    const folder = await copyOfOriginal();
    const path = join(folder, file);
    await damage(path);
    const error = await failureOf(openCapsule(folder));
    expect(error.kind).toBe("input");
    expect(error.message).toContain(path);
    expect(error.message).toContain(digest(await readFile(path)));
    expect(error.message).toContain(digest(await readFile(join(run, "capsule", file))));
    expect(error.hint).toContain("take the original again");
  });

  test.each(FILES)("finds that %s is missing", async (file) => {
    const folder = await copyOfOriginal();
    await rm(join(folder, file));
    const error = await failureOf(openCapsule(folder));
    expect(error.kind).toBe("input");
    expect(error.message).toBe(`Cannot read the capsule's file ${join(folder, file)}: it is not there.`);
  });

  test("names the first of several files that differ", async () => {
    const folder = await copyOfOriginal();
    for (const file of [...FILES].reverse().slice(0, 8)) await flipOneBit(join(folder, file));
    expect((await failureOf(openCapsule(folder))).message).toContain(FILES[3]);
  });

  test("checks a body again each time it is read", async () => {
    const folder = await copyOfOriginal();
    const capsule = await openCapsule(folder);
    await capsule.body(0, null);
    await flipOneBit(join(folder, "requests/0000.json"));
    expect((await failureOf(capsule.body(0, null))).message).toContain("requests/0000.json was changed");
  });
});

describe("a manifest", () => {
  type Manifest = Record<string, unknown> & typeof original.manifest;
  const edits: [what: string, edit: (manifest: Manifest) => unknown, reason: RegExp][] = [
    ["of a later version", (m) => ({ ...m, schema: "fvalidate.capsule/2" }), /"fvalidate\.capsule\/2"; this/],
    ["of something else", () => ({ name: "package" }), /states no schema; this version reads/],
    ["that is null", () => null, /states no schema/],
    ["that is a list", () => [], /states no schema/],
    [
      "with another hash",
      (m) => ({ ...m, sha256: "0".repeat(64) }),
      /the hashes in it give SHA-256 [0-9a-f]{64}/,
    ],
    ["with a hash in capitals", (m) => ({ ...m, sha256: "A".repeat(64) }), /64 hexadecimal digits/],
    ["without noise", ({ noise: _, ...m }) => m, /noise/],
    ["with a word too many", (m) => ({ ...m, note: "x" }), /note/],
    ["without observations", (m) => ({ ...m, observations: [] }), /observations/],
    [
      "with fewer observations",
      (m) => ({ ...m, observations: m.observations.slice(1) }),
      /its origin states/,
    ],
    ["with a negative size", (m) => ({ ...m, noise: { ...m.noise, bytes: -1 } }), /bytes/],
    [
      "with another size",
      (m) => ({ ...m, noise: { ...m.noise, bytes: 7 } }),
      /the manifest states .* over 7 bytes/,
    ],
    [
      "with the noise in another shape",
      (m) => ({ ...m, noise: { ...m.noise, shape: [1, 32, 10] } }),
      /\[1, 10, 32\]; the manifest states float32 \[1, 32, 10\]/,
    ],
    ["with swapped pictures", swapPictures, /the hashes in it give/],
    ...[
      "../noise.npy",
      "/etc/passwd",
      "images/../../noise.npy",
      "..\\noise.npy",
      "C:\\noise.npy",
      "./noise.npy",
      "",
      "~/noise.npy",
      "noise.npy\n",
      "a\0b",
    ].map((path): [string, (manifest: Manifest) => unknown, RegExp] => [
      `with the path ${JSON.stringify(path)}`,
      (m) => ({ ...m, noise: { ...m.noise, file: path } }),
      /a path inside the capsule/,
    ]),
  ];
  test.each(edits)("%s is refused", async (_what, edit, reason) => {
    const folder = await copyOfOriginal();
    const path = join(folder, "manifest.json");
    const manifest: Manifest = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify(edit(manifest)));
    const error = await failureOf(openCapsule(folder));
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(folder);
    expect(error.hint).toBeDefined();
  });

  test.each([
    ["empty", Buffer.alloc(0)],
    ["cut short", Buffer.from('{"schema": "fvalid')],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])("that is %s is refused", async (_what, bytes) => {
    const folder = await copyOfOriginal();
    await writeFile(join(folder, "manifest.json"), bytes);
    const error = await failureOf(openCapsule(folder));
    expect(error.message).toContain("manifest.json is not JSON");
  });

  test("that is missing is named, as in a folder that was never finished", async () => {
    const folder = await copyOfOriginal();
    await rm(join(folder, "manifest.json"));
    const error = await failureOf(openCapsule(folder));
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(/Cannot read the capsule's manifest .*manifest\.json: it is not there/);
  });

  const values = (at: number, value: number) =>
    Float32Array.from({ length: 320 }, (_, i) => (i === at ? value : 0.5));
  const noises: [what: string, noise: Tensor, reason: string][] = [
    ["NaN", { dtype: "float32", shape: [1, 10, 32], data: values(5, Number.NaN) }, "holds NaN at element 5"],
    [
      "infinity",
      { dtype: "float32", shape: [1, 10, 32], data: values(0, Number.POSITIVE_INFINITY) },
      "holds Infinity at element 0",
    ],
    [
      "float64",
      { dtype: "float64", shape: [1, 10, 32], data: new Float64Array(320) },
      "holds float64 [1, 10, 32]",
    ],
  ];
  test.each(noises)("that agrees with noise of %s is refused", async (_what, noise, reason) => {
    const folder = await copyOfOriginal();
    await replaceNoise(folder, encodeNpy(noise));
    const error = await failureOf(openCapsule(folder));
    expect(error.kind).toBe("input");
    expect(error.message).toContain(reason);
  });
});

describe("copyCapsule", () => {
  test("copies every byte of the capsule and nothing else", async () => {
    const source = await copyOfOriginal();
    await writeFile(join(source, "images", "stray.png"), "stray");
    const folder = join(await temporaryFolder(), "deep", "capsule");
    const copy = await copyCapsule(await openCapsule(source), folder);
    expect(copy.folder).toBe(folder);
    expect(copy.sha256).toBe(original.sha256);
    expect(await namesIn(folder)).toEqual([...FILES, "manifest.json"].sort());
    for (const file of [...FILES, "manifest.json"]) {
      const bytes = await readFile(join(folder, file));
      expect(bytes.equals(await readFile(join(run, "capsule", file))), file).toBe(true);
    }
  });

  test("refuses a capsule that changed since it was opened", async () => {
    const source = await copyOfOriginal();
    const capsule = await openCapsule(source);
    await flipOneBit(join(source, "perturbed/0001.json"));
    const folder = await temporaryFolder();
    const error = await failureOf(copyCapsule(capsule, folder));
    expect(error.kind).toBe("input");
    expect(await namesIn(folder)).not.toContain("manifest.json");
  });

  test("says where it cannot write", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const error = await failureOf(copyCapsule(original, join(file, "capsule")));
    expect(error.kind).toBe("output");
    expect(error.message).toContain(join(file, "capsule"));
  });
});

test("an observation without any picture is refused", async () => {
  const folder = await copyOfOriginal();
  const observations = original.manifest.observations.map((frozen) => ({ ...frozen, images: {} }));
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...original.manifest, observations }));
  const error = await failureOf(openCapsule(folder));
  expect(error.message).toContain("a picture of at least one camera");
});

async function copyOfOriginal(): Promise<string> {
  const folder = join(await temporaryFolder(), "copy");
  await cp(join(run, "capsule"), folder, { recursive: true });
  return folder;
}

async function flipOneBit(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

function swapPictures(manifest: typeof original.manifest) {
  const observations = manifest.observations.map((frozen) => ({
    ...frozen,
    images: { ...frozen.images, base: frozen.images.leftWrist, leftWrist: frozen.images.base },
  }));
  return { ...manifest, observations };
}

/** What a careful forger would do: every hash fits. */
async function replaceNoise(folder: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, "noise.npy"), bytes);
  const path = join(folder, "manifest.json");
  const manifest: typeof original.manifest = JSON.parse(await readFile(path, "utf8"));
  const noise = { ...manifest.noise, sha256: digest(bytes), bytes: bytes.length };
  const hashes = [
    noise.sha256,
    ...manifest.observations.flatMap(({ images, request, perturbedRequest }) => [
      images.base?.sha256,
      images.leftWrist?.sha256,
      images.rightWrist?.sha256,
      request.sha256,
      perturbedRequest.sha256,
    ]),
  ];
  const sha256 = digest(hashes.map((hash) => `${hash}\n`).join(""));
  await writeFile(path, JSON.stringify({ ...manifest, noise, sha256 }));
}

function digest(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
