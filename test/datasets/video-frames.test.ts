import { execFileSync, spawnSync } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { frameTimes, sampledIndices, seekTo } from "../../src/datasets/frame-times.ts";
import { sampleFrames } from "../../src/datasets/video-frames.ts";
import { failureOf, temporaryFolder } from "./options.ts";

const hasFfmpeg = ["ffmpeg", "ffprobe"].every((program) => spawnSync(program, ["-version"]).status === 0);

describe("frames at even distances", () => {
  test.each([
    [100, 4, [0, 25, 50, 75]],
    [10, 3, [0, 3, 6]],
    [7, 16, [0, 1, 2, 3, 4, 5, 6]],
    [1, 1, [0]],
    [0, 4, []],
  ])("%i frames, %i wanted", (total, frames, indices) =>
    expect(sampledIndices(total, frames)).toEqual(indices),
  );

  test("are sought between two frames, in the order in which they are shown", () => {
    // Decoded in another order than shown; the second is never shown.
    const packets = [
      { pts_time: "1.00", flags: "K__" },
      { pts_time: "0.90", flags: "_D_" },
      { pts_time: "1.20", flags: "___" },
      { pts_time: "1.10", flags: "___" },
    ];
    const times = frameTimes(JSON.stringify({ packets, format: { start_time: "1.00" } }));
    expect(times).toEqual({ seconds: [1, 1.1, 1.2], start: 1 });
    expect(seekTo(times, 0)).toMatchObject({ seconds: 0, after: 0 });
    expect(seekTo(times, 2)!.seconds).toBeCloseTo(0.15);
    expect(seekTo(times, 2)!.after).toBeCloseTo(0.05);
  });

  test("are not sought by time where a frame has none", () => {
    const packets = [{ pts_time: "0.0", flags: "K_" }, { flags: "__" }];
    expect(seekTo(frameTimes(JSON.stringify({ packets, format: { start_time: "0" } })), 1)).toBeNull();
  });
});

test("without ffmpeg, it is said how to get it", async () => {
  const folder = await temporaryFolder();
  const path = process.env["PATH"];
  process.env["PATH"] = folder;
  try {
    await writeFile(join(folder, "v.mp4"), "video");
    const options = { cacheFolder: folder, signal: new AbortController().signal };
    expect(await failureOf(sampleFrames(join(folder, "v.mp4"), 4, options))).toMatchObject({
      kind: "stack",
      message: "ffprobe is needed to take pictures out of videos, and is not there.",
      hint: expect.stringContaining("apt-get install ffmpeg"),
    });
  } finally {
    process.env["PATH"] = path;
  }
});

describe.skipIf(!hasFfmpeg)("of a video (skipped without ffmpeg)", () => {
  const signal = new AbortController().signal;
  let folder = "";

  beforeAll(async () => {
    folder = await temporaryFolder();
    // Ordinary, and with frames that are decoded in another order; a stream in which ffmpeg seeks by guessing; no times.
    make("clip.mp4", ["-c:v", "mpeg4", "-bf", "2", "-g", "12"]);
    make("clip.ts", ["-c:v", "mpeg2video", "-bf", "2", "-f", "mpegts"]);
    make("clip.m4v", ["-c:v", "mpeg4", "-f", "m4v"]);
  });

  function make(name: string, codec: readonly string[]): void {
    const picture = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=15:duration=2"];
    execFileSync("ffmpeg", ["-v", "error", ...picture, ...codec, join(folder, name)]);
  }

  /** The same frames as ffmpeg's own counting of decoded frames finds them, in one pass. */
  function byCounting(path: string, indices: readonly number[]): Buffer {
    const select = indices.map((index) => `eq(n\\,${index})`).join("+");
    const jpeg = ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "2", "-f", "image2pipe", "-"];
    return execFileSync("ffmpeg", [
      "-v",
      "error",
      "-i",
      path,
      "-vf",
      `select=${select}`,
      "-vsync",
      "0",
      ...jpeg,
    ]);
  }

  test.each(["clip.mp4", "clip.ts", "clip.m4v"])("%s gives the frames that counting gives", async (name) => {
    const path = join(folder, name);
    const frames = await sampleFrames(path, 4, { cacheFolder: await temporaryFolder(), signal });
    expect(frames).toHaveLength(4);
    expect(Buffer.concat(frames).equals(byCounting(path, [0, 7, 15, 22]))).toBe(true);
  });

  test("they are kept by the video's content", async () => {
    const cacheFolder = await temporaryFolder();
    const path = join(folder, "clip.mp4");
    const frames = await sampleFrames(path, 2, { cacheFolder, signal });
    const [sha256 = ""] = await readdir(join(cacheFolder, "frames"));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const kept = join(cacheFolder, "frames", sha256, "2");
    expect(await readdir(kept)).toEqual(["0000.jpg", "0001.jpg"]);
    // What is kept is what is given.
    await writeFile(join(kept, "0001.jpg"), "kept");
    const again = await sampleFrames(path, 2, { cacheFolder, signal });
    expect(again.map((frame) => frame.length)).toEqual([frames[0]!.length, 4]);
  });

  test("several at once keep the same", async () => {
    const cacheFolder = await temporaryFolder();
    const path = join(folder, "clip.mp4");
    const [one, other] = await Promise.all(
      [1, 1].map((frames) => sampleFrames(path, frames, { cacheFolder, signal })),
    );
    expect(one).toEqual(other);
    const [sha256 = ""] = await readdir(join(cacheFolder, "frames"));
    expect(await readdir(join(cacheFolder, "frames", sha256))).toEqual(["1"]);
  });

  test("a file that is none is refused", async () => {
    const path = join(folder, "no.mp4");
    await writeFile(path, "<html>");
    const options = { cacheFolder: folder, signal };
    expect(await failureOf(sampleFrames(path, 4, options))).toMatchObject({
      kind: "input",
      message: expect.stringContaining(`cannot read the video ${path}`),
    });
    expect(await failureOf(sampleFrames(join(folder, "nowhere.mp4"), 4, options))).toMatchObject({
      kind: "input",
    });
    expect(await failureOf(sampleFrames(path, 0, options))).toMatchObject({ kind: "usage" });
  });
});
