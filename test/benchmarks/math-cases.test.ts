import { describe, expect, test } from "vitest";
import { aime24 } from "../../src/benchmarks/aime24.ts";
import { gsm8k } from "../../src/benchmarks/gsm8k.ts";
import { isEquivalent } from "../../src/benchmarks/math/equivalent.ts";
import type { MathVisionGold } from "../../src/benchmarks/math-vision/score.ts";
import { mathVision } from "../../src/benchmarks/math-vision.ts";
import { type MathVistaGold, normalised } from "../../src/benchmarks/mathvista/normalise.ts";
import { mathVista } from "../../src/benchmarks/mathvista.ts";
import type { Extraction, Score } from "../../src/contracts/benchmark.ts";
import { fixtureLines, fixtureNames } from "./fixture-lines.ts";

interface Case {
  readonly reply: string;
  readonly gold: never;
  readonly mode: Extraction;
  readonly prediction?: string | null;
  readonly score: number;
  /** Who said so. */
  readonly source: string;
}

/** How each benchmark's cases are scored; `gold` is what the benchmark keeps. */
const SCORERS: Readonly<Record<string, (given: Case) => Score>> = {
  aime: ({ reply, gold, mode }) => asked(aime24.score?.(reply, { gold }, mode)),
  gsm8k: ({ reply, gold, mode }) => asked(gsm8k.score?.(reply, { gold }, mode)),
  math_500: ({ reply, gold }) => ({ prediction: reply, score: isEquivalent(reply, gold) ? 1 : 0 }),
  math_vision: ({ reply, gold, mode }) =>
    asked(mathVision.score?.(reply, { gold: gold as MathVisionGold }, mode)),
  mathvista: vistaScore,
};

/** MathVista's own last stage takes an extraction, for its extraction asks a model. */
function vistaScore({ reply, gold, mode }: Case): Score {
  const known = gold as MathVistaGold;
  if ((mode as string) !== "normalise") return asked(mathVista.score?.(reply, { gold: known }, mode));
  const prediction = normalised(reply, known);
  return { prediction, score: prediction === known.answer ? 1 : 0 };
}

function asked(score: Score | undefined): Score {
  if (score === undefined) throw new Error("no score");
  return score;
}

const NAMES = fixtureNames().filter((name) => name in SCORERS);

test("every scorer has cases", () => {
  expect(NAMES.sort()).toEqual(Object.keys(SCORERS).sort());
});

describe.each(NAMES)("%s scores as the original code does", (name) => {
  const cases = fixtureLines<Case>(`${name}/cases.jsonl`).map((given, index) => ({ line: index + 1, given }));

  test.each(cases)("line $line: $given.reply", ({ given }) => {
    const result = SCORERS[name]?.(given);
    expect(result?.score, given.source).toBe(given.score);
    if (given.prediction !== undefined) expect(result?.prediction, given.source).toBe(given.prediction);
  });
});
