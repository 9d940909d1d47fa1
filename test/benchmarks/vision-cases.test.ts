import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Json, Score } from "../../src/contracts/benchmark.ts";
import { fixtureLines } from "./shared-data.ts";
import { VISION_BENCHMARKS } from "./vision-material.ts";

/**
 * Replies of our own with what the original code made of them under Python 3.11: the evaluation code of MMMU and MMMU-Pro
 * (MMMU-Benchmark/MMMU), CMMMU (modelscope/evalscope fde259d, whose copy equals the repository's), CII-Bench
 * (MING-ZCH/CII-Bench), BLINK (zeyofu/BLINK_Benchmark), Video-MME (thanku-all/parse_answer), and of FlagEvalMM fef27ec for
 * `flageval` and for OCRBench. ERQA's own comparison is one expression. A new case is a new line.
 */
interface Case {
  extraction: "official" | "flageval" | "strict";
  gold: Json;
  reply: string;
  prediction?: string | null;
  score: number;
  wouldGuess?: true;
}

const files = VISION_BENCHMARKS.map(({ benchmark }) => ({
  benchmark,
  path: `${benchmark.name}/cases.jsonl`,
})).filter(({ path }) => existsSync(new URL(`../../fixtures/benchmarks/${path}`, import.meta.url)));

describe.each(files)("$benchmark.name, replies that the original code has scored", ({ benchmark, path }) => {
  test.each(fixtureLines<Case>(path))("$extraction: $score for $reply", (one) => {
    const { extraction, gold, reply, ...theirs } = one;
    const ours: Score | undefined = benchmark.score?.(reply, { gold }, extraction);
    expect(ours).toMatchObject(theirs);
    expect(ours?.wouldGuess).toBe(theirs.wouldGuess);
  });
});

test("there are cases for all benchmarks that are scored without a judge", () => {
  const scored = VISION_BENCHMARKS.filter(({ benchmark }) => benchmark.score !== undefined);
  // MMMU-Pro's two parts are scored by the same code.
  expect(files.length).toBe(scored.length - 1);
});
