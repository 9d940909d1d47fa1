import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { optionValue } from "../../../src/benchmarks/livebench/amc.ts";
import { editDistance } from "../../../src/benchmarks/livebench/edit-distance.ts";
import { passagesBetween } from "../../../src/benchmarks/livebench/passages.ts";
import { SCORERS, scorerFor } from "../../../src/benchmarks/livebench/scorers.ts";
import { starPassages } from "../../../src/benchmarks/livebench/star-passages.ts";

/** Replies of our own, each with what LiveBench's own function says; fixtures/benchmarks/livebench/make.py tells how. */
interface ScorerCase {
  readonly answer: string;
  readonly question?: string;
  readonly reply: string;
  readonly score: number;
}

const FIXTURES = new URL("../../../fixtures/benchmarks/livebench/", import.meta.url);
const folders = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function casesOf(name: string): ScorerCase[] {
  const text = readFileSync(new URL(`${name}/cases.jsonl`, FIXTURES), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function scoreOf(name: string, reply: string, answer: string, question?: string): number {
  const scorer = SCORERS[name as keyof typeof SCORERS];
  const value = question === undefined ? null : optionValue(question, answer);
  try {
    return scorer(reply, { scorer: name, answer, value }).score;
  } catch (error) {
    if (error instanceof Error && error.name === "ScoringFailure") return 0;
    throw error;
  }
}

describe("LiveBench's scorers", () => {
  test("have cases each", () => expect(folders.sort()).toEqual(Object.keys(SCORERS).sort()));

  describe.each(folders)("%s says what LiveBench says", (name) => {
    test.each(casesOf(name))("$score for $reply", ({ answer, question, reply, score }) => {
      expect(scoreOf(name, reply, answer, question)).toBeCloseTo(score, 12);
    });
  });

  test("give no more than one point where LiveBench counts a group of words again and again", () => {
    expect(scoreOf("connections", "<solution>a,b,c,d,a,b,c,d</solution>", "a,b,c,d")).toBe(1);
  });

  test.each(folders)("are done with hostile replies in no time: %s", (name) => {
    const [one] = casesOf(name);
    const pieces = [
      "~",
      "**",
      "<solution>",
      "</solution>",
      "\\boxed{",
      "answer: 1,",
      ". a",
      "***a",
      "(",
      "1,",
      "yes, ",
    ];
    const started = performance.now();
    for (const piece of pieces)
      scoreOf(name, piece.repeat(100_000 / piece.length), one?.answer ?? "", one?.question);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("scorerFor", () => {
  test.each([
    ["math_comp", "amc_12b_2023", "2024-06-24", "amc"],
    ["math_comp", "smc_2023", "2024-06-24", "amc"],
    ["math_comp", "au_amc", "2024-06-24", "amc"],
    ["math_comp", "aime_i_2024", "2024-06-24", "aime"],
    ["olympiad", "usamo_2023", "2024-06-24", "olympiad"],
    ["olympiad", "imo_2024", "2024-08-31", "olympiad"],
    ["zebra_puzzle", null, "2024-06-24", "zebra_puzzle_word"],
    ["zebra_puzzle", null, "2024-11-25", "zebra_puzzle"],
    ["connections", null, "2024-06-24", "connections_bold"],
    ["connections", null, "2024-11-25", "connections"],
    ["spatial", null, "2024-07-26", "spatial"],
    ["cta", null, "2024-06-24", "cta"],
    ["AMPS_Hard", "amps_hard", "2024-06-24", null],
    ["tablereformat", null, "2024-06-24", null],
    ["LCB_generation", null, "2024-06-24", null],
    ["paraphrase", null, "2024-06-24", null],
  ])("%s %s of %s: %s", (task, subtask, released, scorer) => {
    expect(scorerFor(task, subtask, released)).toBe(scorer);
  });
});

/** The expressions of LiveBench themselves, which take long for hostile texts; dots stop at line feeds alone there. */
describe("searches in one pass", () => {
  const text = fc.string({ unit: fc.constantFrom("*", "**", "a", "\n", "<", "***"), maxLength: 30 });

  test("find what the expression with a lazy middle finds", () => {
    fc.assert(
      fc.property(text, (one) => {
        const found = [...one.matchAll(/\*\*([^\n]*?)\*\*/g)].map((match) => match[1]);
        expect(passagesBetween(one, "**", "**")).toEqual(found);
      }),
    );
  });

  test("find what the expression with equal runs of stars finds", () => {
    fc.assert(
      fc.property(text, (one) => {
        const found = [...one.matchAll(/(\*{2,})([^\n]*?)\1/g)].map(([, stars, passage]) => ({
          stars,
          passage,
        }));
        expect(starPassages(one)).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });

  test("and the edit distance is that of texts", () => {
    expect(editDistance([..."kitten"], [..."sitting"])).toBe(3);
    expect(editDistance([], [1, 2])).toBe(2);
    expect(editDistance([1, 2], [])).toBe(2);
  });
});
