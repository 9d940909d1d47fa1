import { ceval } from "../../src/benchmarks/ceval.ts";
import type { ChoiceGold } from "../../src/benchmarks/choice/template.ts";
import { gpqaDiamond } from "../../src/benchmarks/gpqa-diamond.ts";
import { gpqaMain } from "../../src/benchmarks/gpqa-main.ts";
import { mmlu } from "../../src/benchmarks/mmlu.ts";
import { mmluPro } from "../../src/benchmarks/mmlu-pro.ts";
import { musr } from "../../src/benchmarks/musr.ts";
import type { DataRow, Question } from "../../src/contracts/benchmark.ts";
import { benchmarkConformance, dataRow } from "./conformance.ts";

const five = (make: (index: number) => DataRow): DataRow[] =>
  Array.from({ length: 5 }, (_, index) => make(index));

/** A right answer as each template asks for it. */
function reply({ gold }: Question<ChoiceGold>, template: string): string {
  if (template === "evalscope") return `Because.\n\nANSWER: ${gold.label}`;
  return template === "simple-evals"
    ? `Because.\nAnswer: ${gold.label}`
    : `Because. The answer is (${gold.label}).`;
}

const mmluRow = (index: number, answer: number | string = index % 4): DataRow =>
  dataRow(
    { question: `What is ${index}?`, subject: "anatomy", choices: ["w", "x", "y", "z"], answer },
    index,
  );

benchmarkConformance(mmlu, {
  rows: [mmluRow(0), mmluRow(1, "C")],
  shots: five((index) => mmluRow(10 + index)),
  goldReply: (question, template) =>
    template === "lm-eval" ? question.gold.label : reply(question, template),
});

const mmluProRow = (index: number): DataRow =>
  dataRow({
    question_id: index,
    question: `What is ${index}?`,
    options: ["u", "v", "w", "x", "y", "z", "a", "b", "c", "d"].slice(index % 3),
    answer: "B",
    answer_index: 1,
    cot_content: "A: Let's think step by step. It is v. The answer is (B).",
    category: "physics",
  });

benchmarkConformance(mmluPro, {
  rows: [mmluProRow(0), mmluProRow(1)],
  shots: five((index) => mmluProRow(10 + index)),
  goldReply: reply,
});

const gpqaRow = (index: number): DataRow =>
  dataRow(
    {
      Question: `What is ${index}?`,
      "Correct Answer": "a right one",
      "Incorrect Answer 1": "a wrong one",
      "Incorrect Answer 2": "none",
      "Incorrect Answer 3": "all",
      "High-level domain": "Physics",
      "Record ID": `rec${index}`,
    },
    index,
  );

for (const gpqa of [gpqaDiamond, gpqaMain])
  benchmarkConformance(gpqa, { rows: [gpqaRow(0), gpqaRow(7)], goldReply: reply });

const musrRow = (index: number, file: string): DataRow =>
  dataRow(
    {
      narrative: `Story ${index}.`,
      question: "Who is it?",
      choices: "['Ann', \"Bo's dog\", 'Cy']",
      answer_index: 2,
    },
    index,
    file,
  );

benchmarkConformance(musr, {
  rows: [
    musrRow(0, "murder_mystery.csv"),
    musrRow(250, "object_placements.csv"),
    musrRow(506, "team_allocation.csv"),
  ],
  goldReply: (question, template) =>
    template === "official" ? "Well.\nANSWER: 3" : reply(question, template),
});

const cevalRow = (index: number, split: string): DataRow =>
  dataRow(
    {
      id: index,
      question: `${index} 是什么？`,
      A: "甲",
      B: "乙",
      C: "丙",
      D: "丁",
      answer: "D",
      explanation: "因为。",
    },
    index,
    `law/${split}-00000-of-00001.parquet`,
  );

benchmarkConformance(ceval, {
  rows: [cevalRow(0, "val"), cevalRow(1, "val")],
  shots: five((index) => cevalRow(index, "dev")),
  goldReply: ({ gold }) => `因为。\n答案：${gold.label}`,
});
