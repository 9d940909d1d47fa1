import { describe, expect, test } from "vitest";
import { unpackZstd } from "../../../src/importers/files/zstd.ts";

/** Made with Python's zstandard 0.25.0: `ZstdCompressor().compress(b"fvalidate " * 20)`. */
const FRAME = Buffer.from("KLUv/SDIjQAAUGZ2YWxpZGF0ZSABALtSBQk=", "base64");
const TEXT = "fvalidate ".repeat(20);

describe("Zstandard frames", () => {
  test("are unpacked, one behind the other too", () => {
    expect(Buffer.from(unpackZstd(FRAME, TEXT.length)).toString()).toBe(TEXT);
    const two = unpackZstd(Buffer.concat([FRAME, FRAME]), 2 * TEXT.length);
    expect(Buffer.from(two).toString()).toBe(TEXT + TEXT);
  });

  test("that would grow beyond all measure are refused before they do", () => {
    // A frame of 4096 blocks, each one byte that stands for 128 KiB of them: 16 KiB for half a gigabyte.
    const head = Buffer.from("28b52ffd0070", "hex");
    const block = (isLast: boolean) => {
      const header = (131_072 << 3) | (1 << 1) | Number(isLast);
      return Buffer.from([header & 255, (header >> 8) & 255, (header >> 16) & 255, 65]);
    };
    const blocks = Array.from({ length: 4096 }, (_, i) => block(i === 4095));
    expect(() => unpackZstd(Buffer.concat([head, ...blocks]), 1000)).toThrow(
      /may grow to 536870912 bytes instead of 1000/,
    );
  });

  test("cut off anywhere are an error", () => {
    for (let length = 1; length < FRAME.length; length += 1) {
      const cut = FRAME.subarray(0, length);
      const result = () => Buffer.from(unpackZstd(cut, TEXT.length)).toString();
      let text: string | null = null;
      try {
        text = result();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
      expect(text).not.toBe(TEXT);
    }
  });
});
