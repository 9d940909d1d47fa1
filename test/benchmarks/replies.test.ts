import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { gpqaDiamond } from "../../src/benchmarks/gpqa-diamond.ts";
import { mmlu } from "../../src/benchmarks/mmlu.ts";
import { mmluPro } from "../../src/benchmarks/mmlu-pro.ts";
import { musr } from "../../src/benchmarks/musr.ts";
import type { Benchmark } from "../../src/contracts/benchmark.ts";

/**
 * Replies of our own with what the harness's code counts for them: the filters and `exact_match` of lm-eval 0.4.13, the
 * expressions of simple-evals' common.py, the rule of MuSR's eval.py (`guessed`: it draws a number there).
 */
interface ReplyCase {
  readonly label: string;
  readonly reply: string;
  readonly score: number;
  readonly guessed?: boolean;
}

/** The choices that the cases of lm-eval's GPQA were made with; four each, but three in MuSR. */
const GPQA_CHOICES = ["the gluon", "a photon!", "-1.5 eV", "none of (these)"];

const SETS: [file: string, benchmark: Benchmark, template: string][] = [
  ["lm-eval-mmlu", mmlu, "lm-eval"],
  ["lm-eval-mmlu-pro", mmluPro, "lm-eval"],
  ["lm-eval-gpqa", gpqaDiamond, "lm-eval"],
  ["simple-evals-mmlu", mmlu, "simple-evals"],
  ["simple-evals-gpqa", gpqaDiamond, "simple-evals"],
  ["musr-official", musr, "official"],
];

function casesIn(file: string): ReplyCase[] {
  const text = readFileSync(
    new URL(`../../fixtures/benchmarks/replies/${file}.jsonl`, import.meta.url),
    "utf8",
  );
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe.each(SETS)("%s", (file, benchmark, template) => {
  test.each(casesIn(file))("$score for $reply", ({ label, reply, score, guessed = false }) => {
    const gold = { label, choices: file.startsWith("musr") ? 3 : 4, template, texts: GPQA_CHOICES };
    const found = benchmark.score?.(reply, { gold }, "official");
    expect(found?.score).toBe(score);
    expect(found?.wouldGuess ?? false).toBe(guessed);
    if (guessed) expect(found?.prediction).toBeNull();
  });
});

describe("strict reading", () => {
  const score = (benchmark: Benchmark, template: string, reply: string) =>
    benchmark.score?.(reply, { gold: { label: "B", choices: 4, template, texts: [] } }, "strict").score;

  test.each([
    [mmlu, "evalscope", "Because.\nANSWER: B", 1],
    [mmlu, "evalscope", "ANSWER: B\nBecause.", 0],
    [mmlu, "evalscope", "Because. ANSWER: B", 0],
    [mmlu, "evalscope", "answer: B", 0],
    [mmlu, "evalscope", "ANSWER: (B)", 0],
    [mmlu, "lm-eval", " B\n", 1],
    [mmlu, "lm-eval", "B.", 0],
    [mmlu, "simple-evals", "Well.\nAnswer: B  ", 1],
    [mmlu, "simple-evals", "Well.\nAnswer: $B", 0],
    [mmluPro, "lm-eval", "So the answer is (B).", 1],
    [mmluPro, "lm-eval", "The answer is (B), I think.", 0],
    [musr, "official", "Well.\nANSWER: 2", 1],
    [musr, "official", "Well.\nANSWER: 2 - Bo", 0],
  ] as const)("$name, %s: %j is worth %d", (benchmark, template, reply, points) => {
    expect(score(benchmark as Benchmark, template, reply)).toBe(points);
  });
});
