import { readFileSync } from "node:fs";
import fc from "fast-check";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { HoldsNoTensors } from "../../../src/tensors/formats/tensor-format.ts";
import { readJsonArrays } from "../../../src/tensors/json/json-arrays.ts";
import { fixturesOf } from "../formats/fixtures.ts";

function refusal(text: string | Buffer): string {
  try {
    readJsonArrays(Buffer.from(text));
  } catch (error) {
    if (error instanceof HoldsNoTensors) return `no tensors: ${error.message}`;
    if (error instanceof FvalidateError && error.kind === "input") return error.message;
    throw error;
  }
  return "read";
}

describe("it is refused, with the byte:", () => {
  it.each([
    ["nothing", "", "it ends where a number belongs, at byte 0"],
    [
      "rows of two lengths",
      "[[1, 2], [3]]",
      "an array has 1 items where the one before has 2; it ends at byte 11",
    ],
    [
      "rows of two depths",
      "[[1], 2]",
      "it is not rectangular: it has a number where others have an array, at byte 6",
    ],
    ["an array for a number", "[1, [2]]", "it has an array where others have a number, at byte 4"],
    ["an empty row", "[[1], []]", "an array has 0 items where the one before has 1; it ends at byte 7"],
    ["an empty row first", "[[], [[]]]", "it has an array where others have a number, at byte 6"],
    [
      "an empty array for a number",
      "[[[1]], []]",
      "it has an empty array where others have an array, at byte 9",
    ],
    ["null among numbers", "[1, null]", "it has null where a number belongs, at byte 4"],
    ["a comma too many", "[1,]", 'it has "]" where a number belongs, at byte 3'],
    ["a comma too few", "[1 2]", 'it has "2" where `,` or `]` belongs, at byte 3'],
    ["an open array", "[[1]", "it ends where `,` or `]` belongs, at byte 4"],
    ["something behind it", "[1] 2", 'it has "2" where its end belongs, at byte 4'],
    ["lines of JSON", '{"a":1}\n{"a":2}', 'it has "{" where its end belongs, at byte 8'],
    ["a plus sign", "[+1]", 'it has "+" where a number belongs, at byte 1'],
    ["a leading zero", "[01]", 'it has "0" where a number belongs, at byte 1'],
    ["a point without digits", "[1.]", "where a number belongs, at byte 1"],
    ["hexadecimal digits", "[0x10]", "where a number belongs, at byte 1"],
    ["nan in small letters", "[nan]", "where a number belongs, at byte 1"],
    ["a number beyond float64", "[1, -1e999]", "it has -1e999, which is beyond float64, at byte 4"],
    ["a number of many digits", `[${"1".repeat(5000)}]`, "which is beyond float64, at byte 1"],
    ["a key twice", '{"a":1,"b":2,"a":3}', 'it has the key "a" a second time at byte 13'],
    [
      "a key twice by an escape",
      '{"a":{"x":1},"\\u0061":{"y":2}}',
      'it has the key "a" a second time at byte 13',
    ],
    ["a name twice", '{"a":{"b":1},"a/b":2}', 'it gives a second array the name "a/b" at byte 13'],
    ["a key without quotes", "{a:1}", 'it has "a" where a key in double quotes belongs, at byte 1'],
    ["an open key", '{"a', "it has a key without a closing quote at byte 1"],
    ["a key that ends in a backslash", '{"a\\"', "it has a key without a closing quote at byte 1"],
    ["a key that is no UTF-8", Buffer.from('{"\xff":1}', "latin1"), "it has a key that is no JSON at byte 1"],
    ["65 axes", "[".repeat(65), "it has arrays nested deeper than 64, at byte 64"],
    ["10^5 open brackets", "[".repeat(1e5), "it has arrays nested deeper than 64, at byte 64"],
    ["10^5 open braces", '{"a":'.repeat(1e5), "it has objects nested deeper than 64, at byte 320"],
    ["10^6 commas", ",".repeat(1e6), 'it has "," where a number belongs, at byte 0'],
  ])("%s", (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });
});

it.each([
  ['{"schema":"x"}', "it holds text at byte 10"],
  ['{"a":null}', "it holds null at byte 5"],
  ['{"a":[1],"b":true}', "it holds true at byte 13"],
  ["[[false]]", "it holds false at byte 2"],
  ['[{"a":1}]', "it holds an object in an array at byte 1"],
  ["null", "it holds null at byte 0"],
  ["{}", "it holds no arrays"],
  ['{"a":{}}', "it holds no arrays"],
])("%s is JSON of something else", (text, message) => {
  expect(refusal(text)).toBe(`no tensors: ${message}`);
});

type Nested = number | Nested[];

/** Rectangular arrays of any number of axes. */
const arrays: fc.Arbitrary<Nested> = fc
  .array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 })
  .chain((shape) =>
    shape.reduceRight<fc.Arbitrary<Nested>>(
      (inner, length) => fc.array(inner, { minLength: length, maxLength: length }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
  );

it("reads what JSON.parse reads, to the last bit", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), arrays), fc.nat(3), (object, indent) => {
      fc.pre(Object.keys(object).length > 0 && !Object.keys(object).some((key) => key.includes("/")));
      const { arrays: found, values } = readJsonArrays(Buffer.from(JSON.stringify(object, null, indent)));
      const doubles = new Float64Array(values);
      expect(found.map(({ name }) => name)).toEqual(Object.keys(object));
      for (const { name, first } of found) {
        const numbers = JSON.parse(JSON.stringify([object[name!]])).flat(9);
        expect([...doubles.slice(first, first + numbers.length)]).toEqual(numbers);
      }
    }),
  );
});

describe.each(fixturesOf("JSON"))("$name", ({ name, path }) => {
  const bytes = readFileSync(path);

  it("is read or refused when cut anywhere", () => {
    const outcomes = Array.from({ length: bytes.length }, (_, length) => refusal(bytes.subarray(0, length)));
    expect(outcomes.filter((outcome) => !/byte \d+|^read$/.test(outcome))).toEqual([]);
  });

  it("is read or refused with any byte changed", () => {
    const random = seedrandom(name);
    let refused = 0;
    for (let i = 0; i < 1000; i += 1) {
      const changed = Buffer.from(bytes);
      changed[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      if (refusal(changed) !== "read") refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
  });
});
