import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ceval } from "../../src/benchmarks/ceval.ts";
import { gpqaDiamond } from "../../src/benchmarks/gpqa-diamond.ts";
import { mmlu } from "../../src/benchmarks/mmlu.ts";
import { mmluPro } from "../../src/benchmarks/mmlu-pro.ts";
import { musr } from "../../src/benchmarks/musr.ts";
import type { Benchmark, DataRow, Message } from "../../src/contracts/benchmark.ts";

/** A prompt as the named harness built it for a row of our own; fixtures/benchmarks/prompts/make.py tells how. */
interface PromptCase {
  readonly benchmark: string;
  readonly template: string;
  readonly numFewshot: number;
  readonly row: DataRow;
  readonly shots: readonly DataRow[];
  readonly messages: readonly { role: string; text: string }[];
  readonly label: string;
}

const CASES = new URL("../../fixtures/benchmarks/prompts/cases.jsonl", import.meta.url);
const cases = readFileSync(CASES, "utf8")
  .trim()
  .split("\n")
  .map((line): PromptCase => JSON.parse(line));
const BENCHMARKS: readonly Benchmark[] = [mmlu, mmluPro, gpqaDiamond, musr, ceval];

function textsOf(messages: readonly Message[] | undefined): { role: string; text: string }[] | undefined {
  return messages?.map(({ role, parts }) => ({
    role,
    text: parts.map((part) => (part.kind === "text" ? part.text : "")).join(""),
  }));
}

describe("prompts are the harness's own to the byte", () => {
  test.each(cases)("$benchmark as $template asks it, $numFewshot examples, row $row.index", (one) => {
    const benchmark = BENCHMARKS.find(({ name }) => name === one.benchmark);
    const { template, numFewshot, shots } = one;
    const question = benchmark?.question(one.row, { template, numFewshot, shots, seed: 0 });
    expect(textsOf(question?.messages)).toEqual(one.messages);
    expect(question?.gold).toMatchObject({ label: one.label, template });
  });

  test("and every template of every benchmark is among them", () => {
    for (const { name, templates } of BENCHMARKS)
      for (const template of Object.keys(templates)) {
        const found = cases.filter((one) => one.benchmark === name && one.template === template);
        expect(found.length, `${name} ${template}`).toBeGreaterThan(0);
      }
  });
});
