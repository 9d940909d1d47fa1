import { expect, test } from "vitest";
import { latexValue } from "../../src/benchmarks/math-vision/latex-value.ts";
import { rounded } from "../../src/support/python/arithmetic.ts";
import { pythonFloatText } from "../../src/support/python/integer.ts";
import { fixtureLines } from "./fixture-lines.ts";

/** Made with Python 3.11, latex2sympy2 1.9.1 and sympy 1.14: `repr(round(eval(str(latex2sympy(text))), 2))`. */
interface Line {
  readonly text: string;
  readonly rounded: string | null;
}

test.each(fixtureLines<Line>("math_vision/latex-values.jsonl"))(
  "$text is $rounded",
  ({ text, rounded: value }) => {
    const found = latexValue(text);
    const written = found === null ? null : rounded(found, 2);
    expect(typeof written === "number" ? pythonFloatText(written) : (written?.toString() ?? null)).toBe(
      value,
    );
  },
);

test("reads no functions where their names are unknown", () => {
  expect(latexValue("\\sqrt{16}", false)).toBeNull();
  expect(latexValue("2\\pi", false)).toBeNull();
  expect(latexValue("\\frac{3}{4}", false)).toBe(0.75);
});
