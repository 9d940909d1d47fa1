import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { FvalidateError, systemCodeOf } from "../support/errors.ts";
import { type ProgramOutput, runProgram } from "../support/run-program.ts";
import { writing } from "../support/write-file.ts";
import { hashesOf } from "./file-hash.ts";
import { frameTimes, type Seek, sampledIndices, seekTo } from "./frame-times.ts";
import { uniqueSuffix } from "./unique-suffix.ts";

/** Near the best that JPEG's usual tables give. */
const JPEG_QUALITY = "2";
const PATIENCE_MILLISECONDS = 30 * 60_000;

export interface FrameOptions {
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/**
 * Pictures of a video at even distances, as JPEG: of `total` frames those with the numbers ⌊i·total/frames⌋; all of them
 * where there are fewer. Taken by the system's ffmpeg, once: they are kept under the hash of the video.
 *
 * @throws FvalidateError of kind `stack` where ffmpeg is missing, of kind `input` for a file that is no video
 */
export async function sampleFrames(
  path: string,
  frames: number,
  options: FrameOptions,
): Promise<Uint8Array[]> {
  if (!Number.isInteger(frames) || frames < 1) {
    throw new FvalidateError(
      "usage",
      `${frames} frames cannot be taken: it must be a whole number from 1 on.`,
    );
  }
  const { sha256 } = await hashesOf(path, { signal: options.signal });
  const folder = join(options.cacheFolder, "frames", sha256, String(frames));
  return (await keptFrames(folder)) ?? takeFrames(resolve(path), frames, folder, options.signal);
}

async function keptFrames(folder: string): Promise<Uint8Array[] | null> {
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  return Promise.all(names.toSorted().map((name) => readFile(join(folder, name))));
}

async function takeFrames(
  path: string,
  frames: number,
  folder: string,
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const times = await timesOf(path, signal);
  const pictures: Uint8Array[] = [];
  for (const index of sampledIndices(times.seconds.length, frames)) {
    const seek = seekTo(times, index);
    const found = seek === null ? null : await frameAt(path, seek, signal);
    pictures.push(found ?? (await nthFrame(path, index, signal)));
  }
  await keep(folder, pictures);
  return pictures;
}

async function timesOf(path: string, signal: AbortSignal) {
  const entries = "packet=pts_time,flags:format=start_time";
  const { stdout } = await run(
    ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "json", path],
    path,
    signal,
  );
  const times = frameTimes(stdout.toString("utf8"));
  if (times.seconds.length > 0) return times;
  throw new FvalidateError("input", `${path} holds no video.`, {
    hint: "Is it a video, and whole? Get it anew.",
  });
}

/**
 * Decodes from the key frame before, which is fast however long the video is.
 * @returns `null` where another frame was found: some formats are sought in by guessing
 */
async function frameAt(
  path: string,
  { seconds, after, tolerance }: Seek,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const input = ["-v", "info", "-ss", seconds.toFixed(6), "-i", path, "-vf", "showinfo"];
  const { stdout, stderr } = await run(pictureCommand(input), path, signal);
  const time = Number(/\bpts_time:\s*(-?[\d.]+)/.exec(stderr)?.[1] ?? Number.NaN);
  return stdout.length > 0 && Math.abs(time - after) <= tolerance ? stdout : null;
}

/** Decodes all that is before, for videos without times. */
async function nthFrame(path: string, index: number, signal: AbortSignal): Promise<Uint8Array> {
  const input = ["-v", "error", "-i", path, "-vf", `select=eq(n\\,${index})`];
  const { stdout, stderr } = await run(pictureCommand(input), path, signal);
  if (stdout.length > 0) return stdout;
  throw new FvalidateError("input", `ffmpeg took no picture out of ${path}.`, {
    hint: "The video may be damaged: play it, or get it anew.",
    log: stderr,
  });
}

function pictureCommand(input: readonly string[]): string[] {
  const output = [
    "-map",
    "0:v:0",
    "-frames:v",
    "1",
    "-c:v",
    "mjpeg",
    "-pix_fmt",
    "yuvj420p",
    "-q:v",
    JPEG_QUALITY,
  ];
  return ["ffmpeg", "-hide_banner", "-nostdin", ...input, ...output, "-f", "image2pipe", "-"];
}

async function run(argv: readonly string[], path: string, signal: AbortSignal): Promise<ProgramOutput> {
  const output = await runProgram(argv, { timeoutMilliseconds: PATIENCE_MILLISECONDS, signal }).catch(
    (error: unknown) => {
      if (systemCodeOf(error) !== "ENOENT") throw error;
      throw new FvalidateError(
        "stack",
        `${argv[0]} is needed to take pictures out of videos, and is not there.`,
        {
          hint: "Install it, with apt-get install ffmpeg for example.",
          cause: error,
        },
      );
    },
  );
  if (output.code === 0) return output;
  throw new FvalidateError("input", `${basename(argv[0] ?? "")} cannot read the video ${path}.`, {
    hint: "Is it a video, and whole? Get it anew.",
    log: output.stderr,
  });
}

async function keep(folder: string, pictures: readonly Uint8Array[]): Promise<void> {
  const temporary = `${folder}.part-${uniqueSuffix()}`;
  await writing(folder, async () => {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(temporary);
    try {
      for (const [index, bytes] of pictures.entries()) {
        await writeFile(join(temporary, `${String(index).padStart(4, "0")}.jpg`), bytes);
      }
      await rename(temporary, folder);
    } catch (error) {
      // Another process was faster: its pictures are the same.
      if (!["ENOTEMPTY", "EEXIST"].includes(systemCodeOf(error) ?? "")) throw error;
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}
