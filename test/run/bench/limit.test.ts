import { describe, expect, test } from "vitest";
import { describeLimit, parseLimit, selectionOf } from "../../../src/run/bench/limit.ts";

function takenOf(text: string | number | null, total: number): number[] {
  const selection = selectionOf(parseLimit(text), total);
  return [...Array(total).keys()].filter((place) => selection.takes(place));
}

describe("a limit", () => {
  test.each([
    [null, 4, [0, 1, 2, 3]],
    ["2", 4, [0, 1]],
    [3, 4, [0, 1, 2]],
    ["50", 3, [0, 1, 2]],
    // As lm-eval rounds a share: up.
    ["0.1", 30, [0, 1, 2]],
    ["0.1", 31, [0, 1, 2, 3]],
    ["0.001", 30, [0]],
    ["1:3", 4, [1, 2]],
    ["1-3", 4, [1, 2]],
    ["3:9", 4, [3]],
  ])("%s of %s questions takes %j", (text, total, taken) => expect(takenOf(text, total)).toEqual(taken));

  test.each(["0", "-1", "1.5", "x", "", "3:3", "5:2", "a:b", "NaN", "Infinity"])("refuses %j", (text) => {
    expect(() => parseLimit(text)).toThrow(/--limit/);
  });

  test("ends where no later question can be taken", () => {
    const selection = selectionOf(parseLimit("1:3"), 10);
    expect([2, 3].map((place) => selection.endsAt(place))).toEqual([false, true]);
  });

  test.each([
    [null, "all questions"],
    ["50", "the first 50 questions"],
    ["0.1", "the first 10 % of the questions"],
    ["100:200", "the questions from place 100 to 199"],
  ])("%s is told as %s", (text, words) => expect(describeLimit(parseLimit(text))).toBe(words));
});
