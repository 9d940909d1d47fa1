import { expect, it } from "vitest";
import { firstDifference } from "../../../src/run/shards/first-difference.ts";

it("is named as deep inside as it lies", () => {
  const first = { seed: 1, tasks: [{ name: "mmlu", sampling: { temperature: 0 } }] };
  const other = { tasks: [{ sampling: { temperature: 0.7 }, name: "mmlu" }], seed: 1 };
  expect(firstDifference(first, other)).toEqual({
    path: "tasks[0].sampling.temperature",
    first: "0",
    other: "0.7",
  });
});

it("of a key that one lacks names the key", () => {
  expect(firstDifference({ a: 1 }, { a: 1, b: null })).toEqual({ path: "b", first: "absent", other: "null" });
  expect(firstDifference([1, 2], [1])).toEqual({ path: "[1]", first: "2", other: "absent" });
});

it("is none between equal values, in whatever order their keys were set", () => {
  expect(firstDifference({ a: [1, { b: 2, c: 3 }] }, { a: [1, { c: 3, b: 2 }] })).toBeNull();
});

it("of unlike values is the value itself, shortened", () => {
  expect(firstDifference({ a: [1] }, { a: "x".repeat(200) })).toEqual({
    path: "a",
    first: "[1]",
    other: `"${"x".repeat(79)}…`,
  });
});
