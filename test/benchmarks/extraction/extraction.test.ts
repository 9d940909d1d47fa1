import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { answerAfterMarker } from "../../../src/benchmarks/extraction/answer-marker.ts";
import { flagevalChoice } from "../../../src/benchmarks/extraction/flageval-choice.ts";
import { withoutReasoning } from "../../../src/benchmarks/extraction/reasoning.ts";

/** Replies of our own, each with what the named function gave for it when it ran under Python 3.11. */
function cases<Case>(name: string): Case[] {
  const file = new URL(`../../../fixtures/benchmarks/extraction/${name}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("flagevalChoice", () => {
  // FlagEvalMM fef27ec: BaseEvaluator.maybe_clean_answer, then its first character.
  const published = cases<{ reply: string; letter: string | null }>("flageval-choice");
  test.each(published)("takes $letter from $reply", ({ reply, letter }) => {
    expect(flagevalChoice(reply)).toBe(letter);
  });

  test("finds nothing in what the service says instead of the model", () => {
    expect(flagevalChoice("Error code 400: Bad request")).toBeNull();
    expect(flagevalChoice("Can not answer because of A")).toBeNull();
    expect(flagevalChoice("Input data may contain inappropriate content. B")).toBeNull();
  });
});

describe("answerAfterMarker", () => {
  interface MarkerCase {
    reply: string;
    labels: string;
    marker: "english" | "chinese";
    several: boolean;
    answer: string | null;
  }
  // evalscope fde259d: parse_answers and parse_answers_zh over four choices.
  test.each(cases<MarkerCase>("answer-marker"))("$marker, several $several: $answer from $reply", (one) => {
    const { marker, several } = one;
    expect(answerAfterMarker(one.reply, [...one.labels], { marker, several })).toBe(one.answer);
  });

  test("reads English markers, one label and the last capital unless told otherwise", () => {
    expect(answerAfterMarker("ANSWER: B", ["A", "B"])).toBe("B");
    expect(answerAfterMarker("it is B", ["A", "B"])).toBe("B");
    expect(answerAfterMarker("it is B", ["A", "B"], { fallback: false })).toBeNull();
    expect(answerAfterMarker("ANSWER: A, B", ["A", "B"])).toBeNull();
  });

  test("is done with a megabyte of markers and of capitals without a label in no time", () => {
    const started = performance.now();
    expect(answerAfterMarker("ANSWER:(".repeat(125_000), ["A"])).toBeNull();
    expect(answerAfterMarker("é".repeat(1_000_000), ["A"])).toBeNull();
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe("withoutReasoning", () => {
  test("keeps what follows the last closed block, untouched", () => {
    expect(withoutReasoning("A")).toEqual({ answer: "A", unclosed: false });
    expect(withoutReasoning("<think>A</think>\n\nB ")).toEqual({ answer: "\n\nB ", unclosed: false });
    expect(withoutReasoning("so A</think>no: B</think>C")).toEqual({ answer: "C", unclosed: false });
  });

  test("finds no answer in a block that is never closed", () => {
    expect(withoutReasoning("<think>the answer is A")).toEqual({ answer: "", unclosed: true });
    expect(withoutReasoning("<think>A</think>B<think>C")).toEqual({ answer: "", unclosed: true });
  });
});
