import { isDeepStrictEqual } from "node:util";
import { decode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeMessage, type Message } from "../../src/drivers/msgpack-writer.ts";

describe("encodeMessage", () => {
  // The bytes as MessagePack's specification lays them out.
  const known: [what: string, message: Message, bytes: number[]][] = [
    ["nil", null, [0xc0]],
    ["booleans", [false, true], [0x92, 0xc2, 0xc3]],
    ["the largest fixint", 127, [0x7f]],
    ["the smallest uint 8", 128, [0xcc, 128]],
    ["the smallest uint 16", 256, [0xcd, 1, 0]],
    ["the smallest uint 32", 65536, [0xce, 0, 1, 0, 0]],
    ["a negative number", -1, [0xcb, 0xbf, 0xf0, 0, 0, 0, 0, 0, 0]],
    ["negative zero", -0, [0xcb, 0x80, 0, 0, 0, 0, 0, 0, 0]],
    ["a fixstr", "é", [0xa2, 0xc3, 0xa9]],
    ["a bin 8", Uint8Array.of(1, 2), [0xc4, 2, 1, 2]],
    ["a map with a key of bytes", new Map([[Uint8Array.of(0x61), "b"]]), [0x81, 0xc4, 1, 0x61, 0xa1, 0x62]],
  ];
  test.each(known)("writes %s", (_what, message, bytes) => {
    expect([...encodeMessage(message)]).toEqual(bytes);
  });

  test.each([31, 32, 255, 256, 65535, 65536, 70000])(
    "writes texts, bytes, lists and maps of %d",
    (length) => {
      const text = "x".repeat(length);
      const list = Array.from({ length }, (_, index) => index);
      const map = new Map(list.map((index) => [`k${index}`, index]));
      expect(decode(encodeMessage(text))).toBe(text);
      // `toEqual` would take seconds for so many elements.
      const isReadBack = (message: Message, told: unknown) =>
        isDeepStrictEqual(decode(encodeMessage(message)), told);
      expect(isReadBack(new Uint8Array(length).fill(7), new Uint8Array(length).fill(7))).toBe(true);
      expect(isReadBack(list, list)).toBe(true);
      expect(isReadBack(map, Object.fromEntries(map))).toBe(true);
    },
  );

  test("is read back by another implementation", () => {
    const message = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.string({ unit: "grapheme" }), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.array(message)), (lists) => {
        expect(decode(encodeMessage(lists))).toEqual(lists);
      }),
    );
  });
});
