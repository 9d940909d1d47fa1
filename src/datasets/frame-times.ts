import * as z from "zod";

/** When each frame of a video is shown, in the order in which they are shown. */
export interface FrameTimes {
  /** `NaN` in all places where the file tells no times. */
  readonly seconds: readonly number[];
  /** What ffmpeg counts the places to seek from. */
  readonly start: number;
}

const probeSchema = z.object({
  packets: z.array(z.object({ pts_time: z.string().optional(), flags: z.string().optional() })).optional(),
  format: z.object({ start_time: z.string().optional() }).optional(),
});

/** @param json what ffprobe tells of the packets: each holds a frame, in the order in which they are decoded */
export function frameTimes(json: string): FrameTimes {
  const { packets = [], format } = probeSchema.parse(JSON.parse(json));
  // Marked so are frames that are decoded and never shown.
  const shown = packets.filter(({ flags = "" }) => !flags.includes("D"));
  const seconds = shown.map(({ pts_time }) => Number(pts_time ?? Number.NaN));
  const start = Number(format?.start_time ?? Number.NaN);
  if (seconds.some(Number.isNaN) || Number.isNaN(start))
    return { seconds: seconds.map(() => Number.NaN), start: 0 };
  return { seconds: seconds.toSorted((one, other) => one - other), start };
}

/** ⌊i·total/frames⌋, each once. */
export function sampledIndices(total: number, frames: number): number[] {
  const count = Math.min(total, frames);
  return Array.from({ length: count }, (_, index) => Math.floor((index * total) / count));
}

/** How to come to a frame by its time. */
export interface Seek {
  /** Half-way from the frame before, so that rounding moves it past none. */
  readonly seconds: number;
  /** How long after it the frame follows, and how far what was found may lie from there. */
  readonly after: number;
  readonly tolerance: number;
}

/** @returns `null` where the file tells no times */
export function seekTo({ seconds, start }: FrameTimes, index: number): Seek | null {
  const [before, own] = [seconds[index - 1], seconds[index] ?? Number.NaN];
  if (Number.isNaN(own)) return null;
  const place = before === undefined ? start : (before + own) / 2;
  const gap = own - (before ?? own);
  return { seconds: place - start, after: own - place, tolerance: Math.max(0.001, 0.4 * gap) };
}
