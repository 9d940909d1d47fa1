import { describe, expect, test } from "vitest";
import { livebench } from "../../../src/benchmarks/livebench.ts";
import { livebench20241125 } from "../../../src/benchmarks/livebench-2024-11-25.ts";
import type { DataRow } from "../../../src/contracts/benchmark.ts";
import { benchmarkConformance, dataRow } from "../conformance.ts";

function row(id: string, task: string, cells: DataRow["cells"]): DataRow {
  return dataRow({
    question_id: id,
    category: "reasoning",
    task,
    turns: [`Question ${id}?`],
    livebench_release_date: "2024-06-24T00:00:00.000Z",
    livebench_removal_date: "",
    ...cells,
  });
}

const ROWS = [
  row("z", "zebra_puzzle", { ground_truth: "tea" }),
  row("w", "web_of_lies_v2", { ground_truth: "yes, no, yes" }),
  row("a", "math_comp", {
    subtask: "amc_2023",
    ground_truth: "B",
    turns: ["$\\textbf{(A) } 3 \\qquad \\textbf{(B) } 47 \\qquad$"],
  }),
  row("i", "math_comp", { subtask: "aime_2024", ground_truth: "073" }),
  row("o", "olympiad", { subtask: "imo_2023", ground_truth: "3,1,2" }),
  row("c", "connections", { ground_truth: "a,b,c,d" }),
  row("t", "typos", { ground_truth: "It was late." }),
  row("j", "tablejoin", { ground_truth: "{'a': 'b'}" }),
  row("h", "cta", { ground_truth: "Country" }),
];
const REPLIES: Record<string, string> = {
  z: "***tea***",
  w: "**yes, no, yes**",
  a: "BBBBB",
  i: "So 073",
  o: "Answer: 3,1,2",
  c: "**a, b, c, d**",
  t: "It was late.",
  j: "{'a': 'b'}",
  h: "Country",
};

benchmarkConformance(livebench, { rows: ROWS, goldReply: ({ id }) => REPLIES[id] ?? "" });

describe("a release of LiveBench", () => {
  const context = { template: "official", numFewshot: 0, shots: [], seed: 0 };
  const dated = (released: string, removed: string): DataRow =>
    row("z", "zebra_puzzle", {
      ground_truth: "tea",
      livebench_release_date: released,
      livebench_removal_date: removed,
    });

  test.each([
    ["2024-06-24", "", true, true],
    ["2024-06-24T00:00:00.000Z", "2024-11-25", true, false],
    ["2024-06-24", "2024-06-24", false, false],
    ["2024-07-26", "", false, true],
    ["2025-04-02", "", false, false],
  ])("released %s, removed %s: first %s, later %s", (released, removed, first, later) => {
    expect(livebench.question(dated(released, removed), context) !== null).toBe(first);
    expect(livebench20241125.question(dated(released, removed), context) !== null).toBe(later);
  });

  test("leaves out what it does not score, and says so", () => {
    expect(livebench.question(row("x", "AMPS_Hard", { ground_truth: "x" }), context)).toBeNull();
    expect(livebench.question(row("x", "coding_completion", {}), context)).toBeNull();
    expect(livebench.unsupported).toContain("AMPS_Hard");
  });

  test("asks the question's own text and counts tasks as categories", () => {
    const question = livebench.question(row("z", "zebra_puzzle", { ground_truth: "tea" }), context);
    expect(question).toMatchObject({ category: "zebra_puzzle", messages: [{ role: "user" }] });
    expect(question?.messages[0]?.parts).toEqual([{ kind: "text", text: "Question z?" }]);
  });

  test("deletes closed reasoning and keeps what stands around it", () => {
    const gold = { scorer: "aime", answer: "073", value: null };
    expect(livebench.score?.("It is <think>no</think>073", { gold }, "official")).toMatchObject({ score: 1 });
    expect(livebench.score?.("<think>073</think> 74", { gold }, "official")).toMatchObject({ score: 0 });
    expect(livebench.score?.("<think>a</think>b<think>073", { gold }, "official").prediction).toBeNull();
  });

  test("counts nothing for a reply that makes LiveBench's code raise", () => {
    const gold = { scorer: "cta", answer: "Country", value: null };
    expect(livebench.score?.("\\boxed{Country", { gold }, "official")).toEqual({
      prediction: null,
      score: 0,
    });
  });
});
