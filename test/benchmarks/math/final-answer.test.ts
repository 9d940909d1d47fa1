import { expect, test } from "vitest";
import { lastBoxed, lastBoxes } from "../../../src/benchmarks/math/boxed.ts";
import { finalAnswer } from "../../../src/benchmarks/math/final-answer.ts";

test.each([
  ["$\\boxed{5}$", "5"],
  ["\\boxed{1} and then \\boxed{\\frac{1}{2}}.", "\\frac{1}{2}"],
  ["\\boxed{\\{1, 2\\}}", "\\{1, 2\\}"],
  ["\\boxed{\\left\\{ x \\right.}", "\\left\\{ x \\right."],
  ["$\\boxed 7$ it is", "7"],
  ["\\fbox{8}", "8"],
  ["\\boxed{9", null],
  ["\\boxed{3} \\boxed{", null],
  ["nothing", null],
])("the last box of %s holds %s", (text, content) => {
  expect(lastBoxed(text)).toBe(content);
});

test("boxes that words or commas join are one answer", () => {
  expect(lastBoxes("$\\boxed{-2}$ and $\\boxed{1}$")).toEqual(["-2", "1"]);
  expect(lastBoxes("\\boxed{1}, \\quad \\boxed{2} \\text{ or } \\boxed{3}")).toEqual(["1", "2", "3"]);
  expect(lastBoxes("\\boxed{1} is wrong, so \\boxed{2}")).toEqual(["2"]);
  expect(lastBoxes("\\boxed{5}\n\n\\boxed{5}")).toEqual(["5"]);
});

test.each([
  ["Work.\nThe final answer is $\\frac{3}{4}$. I am sure.", "\\frac{3}{4}"],
  ["**Final Answer:** 12", "12"],
  ["Answer: \\[ \n 9 \n \\]", " \n 9 \n "],
  ["答案是 $7$", "7"],
  ["Answer: The volume of $ABC$ is 120. Fine.", "120"],
  ["First $a=1$. Then $x = 4$", "x = 4"],
  ["-1 + sqrt(3)", "-1 + sqrt(3)"],
  ["there were ten of them and then 1,250 more", "1,250"],
  ["there were none of them at all, it seems", null],
  ["", null],
])("%s ends in %s", (reply, answer) => {
  expect(finalAnswer(reply)).toBe(answer);
});
