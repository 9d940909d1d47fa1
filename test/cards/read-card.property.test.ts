import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCard } from "../../src/cards/read-card.ts";

const decimals = fc.integer({ min: 2, max: 4 });
const fraction = fc.double({ min: 0.0011, max: 0.9989, noNaN: true });
const NAMES = [
  "AIME",
  "GPQA_Diamond",
  "MUSR_0fewshot_@avg",
  "MMLU (Acc.)",
  "MATH-500 (Pass@1)",
  "Video-MME 0-shot avg@1 ↑",
];
const HEADINGS = [
  ["Toy-H100-CUDA", "Toy-FlagOS-Ascend"],
  ["Toy-Nvidia-Origin", "Toy-Metax-FlagOS"],
  ["Toy-FlagOS-Origin", "Toy-FlagOS-FlagOS"],
  ["Toy-A100-CUDA", "Toy-A100-Flagos"],
] as const;

/** A table in the GitHub form, with or without its outer pipes and with any blanks about its cells. */
const layout = fc.record({
  outer: fc.boolean(),
  padding: fc.constantFrom("", " ", "   "),
  lineBreak: fc.constantFrom("\n", "\r\n"),
});
type Layout = { outer: boolean; padding: string; lineBreak: string };

function rendered(rows: readonly (readonly string[])[], { outer, padding, lineBreak }: Layout): string {
  const [header = [], ...body] = rows;
  const line = (cells: readonly string[]) => {
    const inner = cells.map((cell) => `${padding}${cell}${padding}`).join("|");
    return outer ? `|${inner}|` : inner;
  };
  return [
    "# Evaluation Results",
    "",
    ...[header, header.map(() => "---"), ...body].map(line),
    "",
    "# User Guide",
  ].join(lineBreak);
}

/** Two figures for each of some benchmarks. */
const scores = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fraction, fraction), {
  minLength: 1,
  selector: ([name]) => name,
});

function expectRoundTrip(
  text: string,
  expected: readonly (readonly [string, number, number])[],
  half: number,
): void {
  const { rows, unread } = readCard(text);
  expect(unread).toEqual([]);
  expect(rows.map(({ metric }) => metric.raw)).toEqual(expected.map(([name]) => name));
  for (const [index, [, baseline, candidate]] of expected.entries()) {
    for (const [role, value] of [
      ["baseline", baseline],
      ["candidate", candidate],
    ] as const) {
      const figure = rows[index]!.figures.find((one) => one.role === role)!;
      expect(Math.abs(figure.value! - value)).toBeLessThanOrEqual(half + 1e-12);
      // The true value lies within what the printed one can have been.
      expect(figure.range![0]).toBeLessThanOrEqual(value + 1e-12);
      expect(figure.range![1]).toBeGreaterThanOrEqual(value - 1e-12);
    }
  }
}

describe("any figures come back from each form", () => {
  it("accuracies as fractions, in either order of the columns", () => {
    fc.assert(
      fc.property(
        scores,
        fc.constantFrom(...HEADINGS),
        fc.boolean(),
        fc.integer({ min: 3, max: 4 }),
        layout,
        (rows, [native, flagos], isSwapped, digits, form) => {
          const columns = <Value>(a: Value, b: Value) => (isSwapped ? [b, a] : [a, b]);
          const table = rows.map(([name, a, b]) => [name, ...columns(a.toFixed(digits), b.toFixed(digits))]);
          expectRoundTrip(
            rendered([["Metrics", ...columns(native, flagos)], ...table], form),
            rows,
            0.5 * 10 ** -digits,
          );
        },
      ),
    );
  });

  it("accuracies as percent, with the sign or without it", () => {
    fc.assert(
      fc.property(scores, fc.constantFrom("%", " %", "％"), decimals, layout, (rows, sign, digits, form) => {
        const printed = (value: number) => `${(100 * value).toFixed(digits)}${sign}`;
        const table = rows.map(([name, a, b]) => [name, printed(a), printed(b)]);
        expectRoundTrip(rendered([["Metrics", ...HEADINGS[0]], ...table], form), rows, 0.005 * 10 ** -digits);
      }),
    );
    const above = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(above, above, decimals, layout, (a, b, digits, form) => {
        const table = ["AIME", (100 * a).toFixed(digits), (100 * b).toFixed(digits)];
        expectRoundTrip(
          rendered([["Metrics", ...HEADINGS[1]], table], form),
          [["AIME", a, b]],
          0.005 * 10 ** -digits,
        );
      }),
    );
  });

  it("counts", () => {
    const count = fc
      .integer({ min: 1, max: 2000 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(count, count, layout, ([a, n], [b, m], form) => {
        const text = rendered(
          [
            ["Metrics", ...HEADINGS[0]],
            ["AIME", `${a}/${n}`, `${b} / ${m}`],
          ],
          form,
        );
        expect(readCard(text).rows[0]!.figures.map((figure) => [figure.value, figure.n])).toEqual([
          [a / n, n],
          [b / m, m],
        ]);
      }),
    );
  });

  it("differences, with their signs", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.constantFrom("+", ""),
        layout,
        (points, plus, form) => {
          const printed = `${points < 0 ? "-" : plus}${Math.abs(points).toFixed(2)}%`;
          const [row] = readCard(
            rendered(
              [
                ["Metrics", "Difference with Nvidia-CUDA"],
                ["MMMU ↑", printed],
              ],
              form,
            ),
          ).rows;
          expect(row!.figures[0]!.value).toBeCloseTo(Number(printed.replace("%", "")), 12);
          expect(row!.definition!.isSigned).toBe(points < 0 || plus === "+");
        },
      ),
    );
  });

  it("a MAPE in prose", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 99, noNaN: true }), (percent) => {
        const text = `We use the MAPE. The MAPE between CUDA and FlagOS(CUDA as ground truth) is ${percent.toFixed(4)}%. You can.`;
        expect(readCard(text).rows[0]!.figures[0]!.value).toBe(Number(percent.toFixed(4)));
      }),
    );
  });

  it("speeds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 9, noNaN: true }), { minLength: 1, maxLength: 4 }),
        layout,
        (ratios, form) => {
          const header = ["Metric", ...ratios.map((_, index) => `${index}k&1k 64 Concurrency`)];
          const row = [
            "Speedup Ratio (NV-flagos / NV-native)",
            ...ratios.map((ratio) => `${(100 * ratio).toFixed(2)}%`),
          ];
          const found = readCard(rendered([header, row], form)).rows[0]!.figures;
          expect(found.map(({ value }) => value!.toFixed(4))).toEqual(
            ratios.map((ratio) => (Number((100 * ratio).toFixed(2)) / 100).toFixed(4)),
          );
        },
      ),
    );
  });
});

describe("any text at all", () => {
  it("is read without an error, and every figure has its place", () => {
    const piece = fc.constantFrom(
      "|",
      "---",
      "\n",
      "\r\n",
      "```",
      "<table>",
      "<tr>",
      "<td>",
      "</table>",
      "Metrics",
      "-CUDA",
      "-FlagOS",
      "0.5",
      "12/30",
      "\\|",
      "%",
      " ",
      "<!--",
      "-->",
      "MAPE is ",
      "é",
      "🤖",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        for (const { figures } of readCard(text).rows)
          for (const { line, column } of figures) expect(line >= 1 && column >= 1).toBe(true);
      }),
    );
  });

  it("takes a time that grows with its length, not faster", () => {
    const hostile = [
      "<table><tr><td>".repeat(20_000),
      "|".repeat(200_000),
      "MAPE ".repeat(40_000),
      "<!--".repeat(50_000),
      `| A | B |\n|--|--|\n| ${"[".repeat(50_000)} | 1 |\n`,
      "| a |\n|---|\n".repeat(20_000),
    ];
    for (const text of hostile) {
      const start = performance.now();
      readCard(text);
      expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(3000);
    }
  });
});
