import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { CAMERAS, type PolicyInput, perCamera } from "../../../src/contracts/policy.ts";
import { PROFILES, profileNamed } from "../../../src/drivers/index.ts";
import type { Profile } from "../../../src/drivers/profile.ts";
import {
  createCapsuleFromFiles,
  createSeededCapsule,
  type OpenedCapsule,
  openCapsule,
} from "../../../src/run/capsule/index.ts";
import { drawNoise } from "../../../src/run/capsule/noise.ts";
import { decodePicture } from "../../../src/support/picture.ts";
import { failureOf, requestFor, temporaryFolder } from "./helpers.ts";

/** Texture, so that half a file is half a picture. */
const drawn = sharp(Buffer.alloc(96 * 96 * 3, "fvalidate!"), { raw: { width: 96, height: 96, channels: 3 } });
const pictures = {
  png: await drawn.png().toBuffer(),
  jpeg: await drawn.jpeg().toBuffer(),
  webp: await drawn.webp().toBuffer(),
};

describe.each(Object.values(PROFILES))("a seeded capsule of $name", (profile: Profile) => {
  const make = async (observations: number, seed = 42) =>
    createSeededCapsule({
      ...requestFor(join(await temporaryFolder(), "capsule"), { profile, seed }),
      observations,
    });
  let two: OpenedCapsule;
  beforeAll(async () => {
    const folder = await keptFolder();
    two = await createSeededCapsule({ ...requestFor(join(folder, "capsule"), { profile }), observations: 2 });
    return () => rm(folder, { recursive: true });
  });

  test("holds requests that the profile's server reads back as what was frozen", async () => {
    expect(two.profileName).toBe(profile.name);
    expect(two.observations).toBe(2);
    for (const [index, frozen] of two.manifest.observations.entries()) {
      const input = await profile.decodeRequest(await two.body(index, null));
      expect(input.instruction).toBe(frozen.instruction);
      expect(input.state).toEqual(frozen.state);
      for (const camera of CAMERAS) {
        const path = join(two.folder, frozen.images[camera]?.file ?? "no file");
        const { pixels } = await decodePicture(await readFile(path), path);
        expect(digest(input.images[camera]?.pixels ?? "no picture")).toBe(digest(pixels));
      }
    }
  });

  test("of two cameras holds their pictures alone, the same as with three", async () => {
    const folder = join(await temporaryFolder(), "capsule");
    const request = { ...requestFor(folder, { profile }), observations: 2 };
    const narrow = await createSeededCapsule({ ...request, cameras: ["base", "leftWrist"] });
    for (const [index, frozen] of narrow.manifest.observations.entries()) {
      const { base, leftWrist } = two.manifest.observations[index]?.images ?? {};
      expect(frozen.images).toEqual({ base, leftWrist });
      const input = await profile.decodeRequest(await narrow.body(index, null));
      expect(Object.keys(input.images)).toEqual(["base", "leftWrist"]);
    }
    expect(narrow.description).toContain("cameras base, leftWrist");
    expect(two.description).not.toContain("cameras");
    expect((await openCapsule(folder)).sha256).toBe(narrow.sha256);
    expect(narrow.sha256).not.toBe(two.sha256);
  });

  test("moves every number of the state by one part in a thousand, and nothing else", async () => {
    const plain = await profile.decodeRequest(await two.body(0, null));
    const moved = await profile.decodeRequest(await two.body(0, "state"));
    expect(moved.state).toEqual(plain.state.map((value) => Math.fround(value * 1.001)));
    expect(moved.state.every((value, at) => value !== plain.state[at])).toBe(true);
    expect(shown(moved)).toEqual(shown(plain));
  });

  test("is the same bytes for the same seed", async () => {
    const [one, again] = [two, await make(2)];
    expect(await treeOf(again.folder)).toEqual(await treeOf(one.folder));
  });

  test("draws observation k alike however many there are, and the noise alike for any number", async () => {
    const [few, many] = [await make(1), two];
    expect(many.manifest.observations[0]).toEqual(few.manifest.observations[0]);
    expect(many.noiseSha256).toBe(few.noiseSha256);
    expect(many.sha256).not.toBe(few.sha256);
  });
});

describe("a seeded capsule", () => {
  const make = async (observations: number, seed = 42) =>
    createSeededCapsule({ ...requestFor(await temporaryFolder(), { seed }), observations });
  let three: OpenedCapsule;
  beforeAll(async () => {
    const folder = await keptFolder();
    three = await createSeededCapsule({ ...requestFor(folder), observations: 3 });
    return () => rm(folder, { recursive: true });
  });

  test("shows three scenes of 224 × 224 that differ and stay small", async () => {
    const { folder, manifest } = three;
    const frozen = manifest.observations.flatMap(({ images }) => perCamera(images).map(([, file]) => file));
    expect(new Set(frozen.map(({ sha256 }) => sha256)).size).toBe(9);
    for (const { file, bytes } of frozen) {
      expect(file).toMatch(/^images\/000[0-2]-(base|left-wrist|right-wrist)\.png$/);
      expect(bytes).toBeLessThan(100 * 1024);
      const { format, width, height, channels } = await sharp(join(folder, file)).metadata();
      expect({ format, width, height, channels }).toEqual({
        format: "png",
        width: 224,
        height: 224,
        channels: 3,
      });
      const { channels: statistics } = await sharp(join(folder, file)).stats();
      expect(Math.max(...statistics.map(({ stdev }) => stdev))).toBeGreaterThan(10);
    }
  });

  test("has states of float32 in [−1, 1] and sentences for instructions", async () => {
    const { manifest } = three;
    for (const { state, instruction } of manifest.observations) {
      expect(state).toHaveLength(14);
      expect(state.every((value) => Math.abs(value) <= 1 && Math.fround(value) === value)).toBe(true);
      expect(instruction).toMatch(/^[a-z]+( [a-z]+){5,}$/);
    }
    expect(new Set(manifest.observations.map(({ instruction }) => instruction)).size).toBeGreaterThan(1);
    expect(new Set(manifest.observations.flatMap(({ state }) => state)).size).toBe(42);
  });

  test("changes everything with the seed", async () => {
    const [one, two] = [await make(1, 1), await make(1, 2)];
    expect(one.noiseSha256).not.toBe(two.noiseSha256);
    expect(one.manifest.observations[0]?.images).not.toEqual(two.manifest.observations[0]?.images);
    expect(one.manifest.observations[0]?.state).not.toEqual(two.manifest.observations[0]?.state);
  });

  test("takes as many state numbers as the suite wants", async () => {
    const request = requestFor(await temporaryFolder(), { stateDimensions: 32 });
    const { manifest } = await createSeededCapsule({ ...request, observations: 1 });
    expect(manifest.observations[0]?.state).toHaveLength(32);
  });

  test("carries the noise and its perturbed twin", async () => {
    const { noise, perturbedNoise, manifest } = await make(1);
    expect(noise).toEqual(drawNoise({ seed: 42, chunk: 10, actionDimensions: 32 }));
    expect(manifest.noise.shape).toEqual([1, 10, 32]);
    const moved = perturbedNoise();
    expect(moved.shape).toEqual(noise.shape);
    expect(moved.data.every((value: number | bigint, at: number) => value > (noise.data[at] ?? 0))).toBe(
      true,
    );
  });

  test("states hashes and sizes that another program computes alike", async () => {
    const { folder, sha256, manifest } = await make(2);
    const sum = async (file: string) => digest(await readFile(join(folder, file)));
    const files = ["noise.npy"];
    for (const name of ["0000", "0001"]) {
      files.push(...["base", "left-wrist", "right-wrist"].map((camera) => `images/${name}-${camera}.png`));
      files.push(`requests/${name}.json`, `perturbed/${name}.json`);
    }
    const lines = await Promise.all(files.map(async (file) => `${await sum(file)}\n`));
    expect(digest(lines.join(""))).toBe(sha256);
    expect(manifest.sha256).toBe(sha256);
    expect([...files, "manifest.json"].sort()).toEqual(Object.keys(await treeOf(folder)).sort());
  });

  test("leaves no manifest when it is stopped, before or in the midst", async () => {
    for (const wait of [0, 60]) {
      const folder = await temporaryFolder();
      const controller = new AbortController();
      if (wait === 0) controller.abort();
      else setTimeout(() => controller.abort(), wait);
      const request = requestFor(folder, { signal: controller.signal });
      const error = await failureOf(createSeededCapsule({ ...request, observations: 10_000 }));
      expect(error.kind).toBe("interrupted");
      expect(existsSync(join(folder, "manifest.json"))).toBe(false);
    }
  });

  test("says which path cannot be written and why", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const error = await failureOf(
      createSeededCapsule({ ...requestFor(join(file, "capsule")), observations: 1 }),
    );
    expect(error.kind).toBe("output");
    expect(error.message).toContain(join(file, "capsule"));
    expect(error.message).toMatch(/ENOTDIR|EEXIST/);
  });
});

describe("a capsule from files", () => {
  async function filesIn(folder: string) {
    const files = {
      imageFiles: {
        base: join(folder, "base.png"),
        leftWrist: join(folder, "left.jpg"),
        rightWrist: join(folder, "right.webp"),
      },
      stateFile: join(folder, "state.json"),
      instruction: "把红色的杯子放进篮子 🧺",
    };
    await writeFile(files.imageFiles.base, pictures.png);
    await writeFile(files.imageFiles.leftWrist, pictures.jpeg);
    await writeFile(files.imageFiles.rightWrist, pictures.webp);
    await writeFile(files.stateFile, JSON.stringify(Array.from({ length: 14 }, (_, at) => at / 8)));
    return files;
  }

  test("keeps the pictures byte for byte", async () => {
    const folder = await temporaryFolder();
    const files = await filesIn(folder);
    const capsule = await createCapsuleFromFiles({ ...requestFor(join(folder, "capsule")), ...files });
    const [frozen] = capsule.manifest.observations;
    const pairs = [
      [files.imageFiles.base, frozen?.images.base],
      [files.imageFiles.leftWrist, frozen?.images.leftWrist],
      [files.imageFiles.rightWrist, frozen?.images.rightWrist],
    ] as const;
    for (const [original, kept] of pairs) {
      expect(digest(await readFile(join(capsule.folder, kept?.file ?? "")))).toBe(
        digest(await readFile(original)),
      );
    }
    const input = await profileNamed("flagscale-g1").decodeRequest(await capsule.body(0, null));
    expect(input.instruction).toBe(files.instruction);
    expect(input.state).toEqual(Array.from({ length: 14 }, (_, at) => at / 8));
    expect(capsule.manifest.origin).toEqual({ kind: "files", seed: 42 });
    expect(capsule.noise).toEqual(drawNoise({ seed: 42, chunk: 10, actionDimensions: 32 }));
  });

  const flags = {
    base: "--base-img",
    leftWrist: "--left-wrist-img",
    rightWrist: "--right-wrist-img",
  };
  const broken: [what: string, bytes: Uint8Array | null, reason: RegExp][] = [
    ["missing", null, /it is not there/],
    ["empty", Buffer.alloc(0), /empty/],
    ["a truncated PNG", pictures.png.subarray(0, -30), /not a whole PNG, JPEG or WebP picture/],
    [
      "a truncated JPEG",
      pictures.jpeg.subarray(0, pictures.jpeg.length / 2),
      /not a whole PNG, JPEG or WebP picture/,
    ],
    ["a PNG's first bytes alone", pictures.png.subarray(0, 8), /not a whole PNG, JPEG or WebP picture/],
    ["text", Buffer.from("not a picture"), /not a whole PNG, JPEG or WebP picture/],
    ["a Git LFS pointer", Buffer.from("version https://git-lfs.github.com/spec/v1\n"), /not a whole PNG/],
  ];
  const cases = Object.entries(flags).flatMap(([key, flag]) =>
    broken.map(([what, bytes, reason]) => ({ key, flag, what, bytes, reason })),
  );
  test.each(cases)("refuses $flag when it is $what", async ({ key, flag, bytes, reason }) => {
    const folder = await temporaryFolder();
    const path = join(folder, "broken");
    if (bytes !== null) await writeFile(path, bytes);
    const whole = await filesIn(folder);
    const files = { ...whole, imageFiles: { ...whole.imageFiles, [key]: path } };
    const error = await failureOf(
      createCapsuleFromFiles({ ...requestFor(join(folder, "capsule")), ...files }),
    );
    expect(error.kind).toBe("input");
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(path);
    expect(error.message).toContain(flag);
    expect(existsSync(join(folder, "capsule"))).toBe(false);
  });

  test("refuses a state of the wrong length", async () => {
    const folder = await temporaryFolder();
    const files = await filesIn(folder);
    const request = requestFor(join(folder, "capsule"), { stateDimensions: 32 });
    const error = await failureOf(createCapsuleFromFiles({ ...request, ...files }));
    expect(error.message).toContain("holds 14 numbers; the profile's state has 32");
  });
});

/** A folder for several tests. */
function keptFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "fvalidate-capsule-"));
}

/** Every file under a folder with its SHA-256: comparing megabytes value by value takes seconds. */
async function treeOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashes = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length + 1), digest(await readFile(path))] as const),
  );
  return Object.fromEntries(hashes);
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function shown(input: PolicyInput) {
  const images = CAMERAS.map((camera) => {
    const { width, height, pixels = "no picture" } = input.images[camera] ?? {};
    return { width, height, pixels: digest(pixels) };
  });
  return { images, instruction: input.instruction };
}
