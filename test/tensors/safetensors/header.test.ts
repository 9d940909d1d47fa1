import { readFileSync } from "node:fs";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { headerLength, LENGTH_BYTES, parseHeader } from "../../../src/tensors/safetensors/header.ts";
import { checkLayout } from "../../../src/tensors/safetensors/layout.ts";
import { fixturesOf } from "../formats/fixtures.ts";

function read(file: Uint8Array) {
  const length = headerLength(file.subarray(0, LENGTH_BYTES), file.length);
  const header = parseHeader(file.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  checkLayout(header.tensors, LENGTH_BYTES + length, file.length);
  return header;
}

/** A file with a header of this text, and so many bytes behind it. */
function fileWith(text: string | Uint8Array, dataBytes = 0): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.from(text).length));
  return Buffer.concat([length, Buffer.from(text), Buffer.alloc(dataBytes)]);
}

function refusal(file: Uint8Array): string {
  try {
    read(file);
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return error.message;
    throw error;
  }
  return "read";
}

const tensor = (dtype: string, shape: string, begin: number | string, end: number | string): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

const BIG = 10 ** 12;

describe("a header is refused, with the byte,", () => {
  it.each([
    ["nothing at all", Buffer.alloc(0), "header's length should end at byte 8, the file ends at byte 0"],
    ["a length cut in two", Buffer.alloc(5), "header's length should end at byte 8, the file ends at byte 5"],
    [
      "no room for its header",
      fileWith("{}").subarray(0, 9),
      "header should end at byte 10, the file ends at byte 9",
    ],
    [
      "a length of 2^64 - 1",
      Buffer.alloc(9, 255),
      "takes 18446744073709551615 bytes by the length at byte 0",
    ],
    ["a header of no bytes", fileWith(""), "does not begin with `{` at byte 8"],
    ["a blank before its header", fileWith(" {}"), "does not begin with `{` at byte 8"],
    ["a mark of the byte order", fileWith("\ufeff{}"), "does not begin with `{` at byte 8"],
    ["what is no UTF-8", fileWith(Buffer.from('{"é\xff":1}', "latin1")), "no UTF-8 at byte 11"],
    ["half a character at its end", fileWith(Buffer.from('{"a":"\xc3', "latin1")), "no UTF-8 at byte 14"],
    ["an open brace", fileWith("{"), "byte 9: expected a text in double quotes, found the end"],
    ["a line break behind it", fileWith("{}\n"), "byte 10: expected nothing but spaces"],
    ["something behind it", fileWith("{}{}"), "byte 10: expected nothing but spaces"],
    [
      "a comma too many",
      fileWith(`{"a":${tensor("U8", "[1]", 0, 1)},}`, 1),
      "expected a text in double quotes",
    ],
    ["a text that is open", fileWith('{"a'), "byte 9: a text has no closing quote"],
    ["a text that ends in a backslash", fileWith('{"a\\'), "byte 9: a text has no closing quote"],
    ["a line break in a text", fileWith('{"a\n":1}'), "byte 11: a text holds a control character"],
    ["an unknown escape", fileWith('{"\\x":1}'), "byte 9: a text holds an escape that JSON does not know"],
    ["half a surrogate pair", fileWith('{"\\ud800":1}'), "byte 9: a text holds half of a surrogate pair"],
    [
      "a name twice",
      fileWith(`{"é":${tensor("U8", "[0]", 0, 0)},"é":${tensor("U8", "[0]", 0, 0)}}`),
      'byte 62: the key "é" stands there a second time',
    ],
    [
      "a name twice by an escape",
      fileWith(`{"a":${tensor("U8", "[0]", 0, 0)},"\\u0061":${tensor("U8", "[0]", 0, 0)}}`),
      'byte 61: the key "a" stands there a second time',
    ],
    [
      "a key of a tensor twice",
      fileWith('{"a":{"dtype":"U8","dtype":"I8"}}'),
      'byte 27: the key "dtype" stands there a second time',
    ],
    [
      "metadata twice",
      fileWith('{"__metadata__":{},"__metadata__":{}}'),
      'key "__metadata__" stands there a second time',
    ],
    [
      "metadata that is no text",
      fileWith('{"__metadata__":{"a":1}}'),
      "byte 29: expected a text in double quotes",
    ],
    ["an unknown key", fileWith('{"a":{"type":"U8"}}'), 'byte 14: "a" has the unknown key "type"'],
    ["no dtype", fileWith('{"a":{"shape":[1],"data_offsets":[0,1]}}', 1), 'byte 9: "a" lacks a dtype'],
    ["no shape", fileWith('{"a":{"dtype":"U8","data_offsets":[0,1]}}', 1), 'byte 9: "a" lacks a shape'],
    ["no offsets", fileWith('{"a":{"dtype":"U8","shape":[1]}}', 1), 'byte 9: "a" lacks two data_offsets'],
    [
      "one offset",
      fileWith('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}', 1),
      '"a" lacks two data_offsets',
    ],
    [
      "three offsets",
      fileWith('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}', 1),
      "data_offsets has more than 2 entries",
    ],
    [
      "an unknown dtype",
      fileWith(`{"a":${tensor("F9", "[1]", 0, 1)}}`, 1),
      'byte 22: the dtype "F9" is none of BOOL, F4',
    ],
    [
      "a dtype in lower case",
      fileWith(`{"a":${tensor("f32", "[1]", 0, 4)}}`, 4),
      'the dtype "f32" is none of',
    ],
    ["a dtype that is no text", fileWith('{"a":{"dtype":1}}'), "byte 22: expected"],
    [
      "a negative size",
      fileWith(`{"a":${tensor("U8", "[-1]", 0, 1)}}`, 1),
      "byte 36: expected a shape: a whole number that is not negative",
    ],
    ["a fraction", fileWith(`{"a":${tensor("U8", "[1.0]", 0, 1)}}`, 1), "byte 36: expected a shape"],
    ["an exponent", fileWith(`{"a":${tensor("U8", "[1e0]", 0, 1)}}`, 1), "byte 36: expected a shape"],
    ["a leading zero", fileWith(`{"a":${tensor("U8", "[01]", 0, 1)}}`, 1), "byte 36: expected a shape"],
    [
      "a size beyond 2^53",
      fileWith(`{"a":${tensor("U8", "[9007199254740993]", 0, 1)}}`, 1),
      "byte 36: a shape is 9007199254740993, more than 2^53",
    ],
    [
      "a size of 10^400",
      fileWith(`{"a":${tensor("U8", `[1${"0".repeat(400)}]`, 0, 1)}}`, 1),
      "a shape is 10000000000000000000… (401 digits), more than 2^53",
    ],
    [
      "65 axes",
      fileWith(`{"a":${tensor("U8", `[${Array(65).fill(1)}]`, 0, 1)}}`, 1),
      "a shape has more than 64 entries",
    ],
    [
      "a product beyond 2^53",
      fileWith(`{"a":${tensor("F64", `[${BIG},${BIG},${BIG}]`, 0, 1)}}`, 1),
      "would take more than 2^53 bytes",
    ],
    [
      "a product that wraps around to 0",
      fileWith(`{"a":${tensor("U8", "[4294967296,4294967296]", 0, 0)}}`),
      "would take more than 2^53 bytes",
    ],
    [
      "10^12 elements",
      fileWith(`{"a":${tensor("F32", `[${BIG}]`, 0, 4)}}`, 4),
      "takes 4000000000000 bytes, its place has 4 (data_offsets [0, 4], from byte",
    ],
    [
      "10^12 elements and offsets to fit",
      fileWith(`{"a":${tensor("F32", `[${BIG}]`, 0, 4 * BIG)}}`, 4),
      "its tensors end at byte 4000000000086, the file ends at byte 90",
    ],
    [
      "an end before its begin",
      fileWith(`{"a":${tensor("U8", "[1]", 1, 0)}}`, 1),
      '"a" ends before it begins (data_offsets [1, 0], from byte',
    ],
    [
      "a hole at the beginning",
      fileWith(`{"a":${tensor("U8", "[1]", 1, 2)}}`, 2),
      "bytes 61 to 62 belong to no tensor",
    ],
    [
      "a hole",
      fileWith(`{"a":${tensor("U8", "[1]", 0, 1)},"b":${tensor("U8", "[1]", 2, 3)}}`, 3),
      "belong to no tensor",
    ],
    [
      "an overlap",
      fileWith(`{"a":${tensor("U8", "[2]", 0, 2)},"b":${tensor("U8", "[2]", 1, 3)}}`, 3),
      '"b" begins at byte 114, within "a"',
    ],
    [
      "the same place twice",
      fileWith(`{"a":${tensor("U8", "[2]", 0, 2)},"b":${tensor("U8", "[2]", 0, 2)}}`, 2),
      '"b" begins at byte 113, within "a"',
    ],
    [
      "a byte missing",
      fileWith(`{"a":${tensor("U8", "[2]", 0, 2)}}`, 1),
      "it is truncated: its tensors end at byte 63, the file ends at byte 62",
    ],
    [
      "a byte left over",
      fileWith(`{"a":${tensor("U8", "[2]", 0, 2)}}`, 3),
      "its tensors end at byte 63, but the file goes on to byte 64",
    ],
    [
      "data without a tensor",
      fileWith("{}", 1),
      "its tensors end at byte 10, but the file goes on to byte 11",
    ],
    [
      "half a byte",
      fileWith(`{"a":${tensor("F4", "[3]", 0, 2)}}`, 2),
      "does not end on a whole byte: it takes 12 bits",
    ],
    ["10^5 open brackets", fileWith(`{"a":{"shape":${"[".repeat(1e5)}`), "byte 23: expected a shape"],
    ["10^5 open braces", fileWith('{"a":'.repeat(1e5)), 'has the unknown key "a"'],
  ])("%s", (_, file, message) => {
    expect(refusal(file)).toContain(message);
  });
});

describe("a header is read", () => {
  it("of a tensor without elements between two others", () => {
    const parts = [
      `"a":${tensor("U8", "[1]", 0, 1)}`,
      `"e":${tensor("F32", "[0,9007199254740991]", 1, 1)}`,
      `"b":${tensor("U8", "[1]", 1, 2)}`,
    ];
    expect(read(fileWith(`{${parts.join()}}`, 2)).tensors.map(({ name }) => name)).toEqual(["a", "e", "b"]);
  });

  it("with blanks between its parts and spaces behind it", () => {
    const { tensors, metadata } = read(
      fileWith(
        '{ "__metadata__" :\n{ "a" : "\\u00e9" }\t,\r\n"x": {"shape":[ ],"data_offsets":[ 0 , 1 ],"dtype":"BOOL"} }   ',
        1,
      ),
    );
    expect([...metadata]).toEqual([["a", "é"]]);
    expect(tensors).toEqual([{ name: "x", dtype: "bool", shape: [], begin: 0, end: 1 }]);
  });
});

describe.each(fixturesOf("safetensors"))("$name", ({ name, path }) => {
  const bytes = readFileSync(path);

  it("is refused when cut anywhere, and with a byte more", () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(refusal(bytes.subarray(0, length)), `cut at ${length}`).toMatch(/byte \d+/);
    expect(refusal(Buffer.concat([bytes, Buffer.alloc(1)]))).toMatch(/but the file goes on to byte/);
  });

  it("is read or refused with any byte changed", () => {
    const random = seedrandom(name);
    const headerEnd = LENGTH_BYTES + Number(bytes.readBigUInt64LE(0));
    let refused = 0;
    for (let i = 0; i < 1500; i += 1) {
      const changed = Buffer.from(bytes);
      changed[Math.floor(random() * headerEnd)] = Math.floor(random() * 256);
      if (refusal(changed) !== "read") refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
  });
});

it("reads a header of 10^5 tensors in little time", () => {
  const parts = Array.from(
    { length: 1e5 },
    (_, i) => `"model.layers.${i}.weight":${tensor("BF16", "[2,2]", 8 * i, 8 * i + 8)}`,
  );
  const file = fileWith(`{${parts.join()}}`, 8e5);
  const start = performance.now();
  expect(read(file).tensors.length).toBe(1e5);
  expect(performance.now() - start).toBeLessThan(5000);
});
