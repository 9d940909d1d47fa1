import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FvalidateError } from "../../src/support/errors.ts";
import { decodePicture, encodePng } from "../../src/support/picture.ts";

/** Made by Pillow, with the pixels that Pillow reads: see make.py there. */
const PICTURES = new URL("pictures/", import.meta.url);
const named = (folder: string) =>
  readdirSync(new URL(folder, PICTURES)).filter((name) => !/\.(rgb|message)$/.test(name));
const read = (path: string) => readFileSync(new URL(path, PICTURES));

describe("decodePicture", () => {
  test.each(named("accepted/"))("reads %s as Pillow does", async (name) => {
    const { pixels, ...size }: { pixels: number[]; width: number; height: number } = JSON.parse(
      read(`accepted/${name}.rgb`).toString(),
    );
    const picture = await decodePicture(read(`accepted/${name}`), name);
    expect({ width: picture.width, height: picture.height }).toEqual(size);
    // Lossless formats give the same bytes; JPEG decoders may round a step apart.
    const step = name.endsWith(".jpg") ? 1 : 0;
    expect(largestDifference(picture.pixels, pixels)).toBeLessThanOrEqual(step);
  });

  test.each(named("refused/"))("refuses %s", async (name) => {
    const failure: unknown = await decodePicture(read(`refused/${name}`), name).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({ kind: "input", hint: expect.stringContaining("black") });
    expect(String(failure)).toContain(read(`refused/${name}.message`).toString().trim());
    expect(String(failure)).toContain(name);
  });
});

describe("encodePng", () => {
  test("keeps every pixel, and gives the same bytes each time", async () => {
    const pictures = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) =>
        fc
          .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
          .map((pixels) => ({ width, height, pixels })),
      );
    await fc.assert(
      fc.asyncProperty(pictures, async (picture) => {
        const bytes = await encodePng(picture);
        expect(await decodePicture(bytes, "drawn")).toEqual(picture);
        expect(await encodePng(picture)).toEqual(bytes);
      }),
      { numRuns: 25 },
    );
  });
});

function largestDifference(found: Uint8Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...found.map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN))));
}
