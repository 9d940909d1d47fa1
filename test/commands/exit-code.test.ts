import { expect, test } from "vitest";
import { exitCodeOfFailure, exitCodeOfSeveral } from "../../src/commands/exit-code.ts";

test.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 4], 4],
  [[3, 4], 3],
  [[2, 3], 2],
  [[4, 3, 1, 0], 1],
])("of runs that end with %j the whole ends with %d", (codes, code) => {
  expect(exitCodeOfSeveral(codes)).toBe(code);
});

test.each([
  ["usage", 2],
  ["output", 2],
  ["stack", 3],
  ["comparison", 3],
  ["interrupted", 130],
  ["fault", 3],
  ["toString", 3],
])("a failure of kind %s ends with %d", (kind, code) => {
  expect(exitCodeOfFailure(kind)).toBe(code);
});
