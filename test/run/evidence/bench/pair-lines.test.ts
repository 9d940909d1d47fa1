import { describe, expect, it } from "vitest";
import { LinePairs } from "../../../../src/run/evidence/bench/pair-lines.ts";
import type { SampleLine } from "../../../../src/run/evidence/bench/sample-line.ts";

function line(arm: string, id: string, repeat = 0, paired?: string): SampleLine {
  return { arm, benchmark: "b", id, repeat, state: "scored", gold: null, ...(paired && { paired }) };
}

function pairsOf(...lines: SampleLine[]): string[] {
  const pairs = new LinePairs();
  return lines.flatMap((one) => {
    const pair = pairs.add(one);
    return pair === null
      ? []
      : [`${pair.baseline.id}#${pair.baseline.repeat} ${pair.candidate.id}#${pair.candidate.repeat}`];
  });
}

describe("lines of samples.jsonl", () => {
  it("are paired by question and repeat, the baseline's second run left out", () => {
    expect(
      pairsOf(
        line("baseline", "1", 0),
        line("baseline", "1", 1),
        line("candidate", "1", 0),
        line("candidate", "1", 1),
        line("baseline-repeat", "1", 0),
        line("baseline", "2", 0),
        line("candidate", "2", 0),
      ),
    ).toEqual(["1#0 1#0", "1#1 1#1", "2#0 2#0"]);
  });

  it("that only one arm has make no pair", () => {
    expect(pairsOf(line("baseline", "1"), line("baseline", "2"), line("candidate", "2"))).toEqual([
      "2#0 2#0",
    ]);
    expect(pairsOf(line("candidate", "1"), line("baseline", "1"))).toEqual([]);
    expect(pairsOf(line("baseline", "1"), line("candidate", "2"))).toEqual([]);
  });

  it("of outputs are paired as the outputs were: by content under two ids, and not at all", () => {
    expect(
      pairsOf(
        line("baseline", "1", 0, "content"),
        line("candidate", "9", 0, "content"),
        line("baseline", "2", 0, "id alone"),
        line("candidate", "2", 0, "id alone"),
        line("baseline", "3", 0, "no: other content"),
        line("candidate", "3", 0, "no: other content"),
      ),
    ).toEqual(["1#0 9#0", "2#0 2#0"]);
  });
});
