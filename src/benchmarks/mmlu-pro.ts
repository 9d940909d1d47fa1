import type { Benchmark, DataRow, DataSource, QuestionContext } from "../contracts/benchmark.ts";
import { afterLast, pythonStrip } from "../support/python/text.ts";
import { answerFormat } from "./choice/evalscope.ts";
import { labelledLines, labelsFor } from "./choice/labels.ts";
import { asLabel, beforeStop, closingAnswerIs, firstAnswerIs } from "./choice/lm-eval.ts";
import { userMessage } from "./choice/messages.ts";
import { evalscopeReaders } from "./choice/readers.ts";
import { CHOICE_EXTRACTIONS } from "./choice/score.ts";
import { shotsOf } from "./choice/shots.ts";
import {
  type ChoiceGold,
  type ChoiceTemplates,
  originsOf,
  scoreByTemplate,
  templateNamed,
} from "./choice/template.ts";
import { badCell, filledTexts, indexCell, textCell } from "./rows/cells.ts";

const TEMPLATES: ChoiceTemplates = {
  evalscope: {
    origin: "evalscope 1.14: step by step, then a last line 'ANSWER: [LETTER]', after worked examples.",
    prompt: evalscopePrompt,
    readers: evalscopeReaders,
  },
  "lm-eval": {
    origin: "lm-eval's mmlu_pro: step by step, then 'the answer is (X)', after worked examples.",
    prompt: lmEvalPrompt,
    readers: (labels) => ({
      official: (answer) => asLabel(firstAnswerIs(beforeStop(answer, "Question:")), labels),
      strict: closingAnswerIs,
    }),
  },
};

function source(split: string, rows: number, columns: readonly string[]): DataSource {
  const files = [`data/${split}-*.parquet`];
  return {
    huggingFace: { id: "TIGER-Lab/MMLU-Pro", files },
    modelScope: { id: "TIGER-Lab/MMLU-Pro", files },
    columns: ["question_id", "question", "options", "answer", "category", ...columns],
    rows,
  };
}

export const mmluPro: Benchmark<ChoiceGold> = {
  name: "mmlu_pro",
  cardName: "MMLU-Pro",
  description: "14 fields of study, up to ten choices each.",
  modality: "text",
  questions: source("test", 12032, []),
  shots: source("validation", 70, ["cot_content"]),
  numFewshot: 5,
  templates: originsOf(TEMPLATES),
  extractions: CHOICE_EXTRACTIONS,
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question(row, context) {
    const template = templateNamed(TEMPLATES, context.template);
    const choices = filledTexts(row, "options").length;
    return {
      id: String(indexCell(row, "question_id")),
      category: categoryOf(row),
      cluster: null,
      messages: userMessage(template.prompt(row, context)),
      gold: { label: labelOf(row, choices), choices, template: context.template },
    };
  },
  score: (reply, { gold }, extraction) => scoreByTemplate(TEMPLATES, reply, gold, extraction),
};

function categoryOf(row: DataRow): string {
  return textCell(row, "category").toLowerCase();
}

function labelOf(row: DataRow, choices: number): string {
  const label = textCell(row, "answer");
  return labelsFor(choices).includes(label) ? label : badCell(row, "answer", "the letter of a choice");
}

function shotsFor(row: DataRow, context: QuestionContext): DataRow[] {
  return shotsOf(categoryOf(row), context, categoryOf);
}

function evalscopePrompt(row: DataRow, context: QuestionContext): string {
  const choices = filledTexts(row, "options");
  const asked = `Answer the following multiple choice question. ${answerFormat(choices.length)}

Question:
${textCell(row, "question")}
Options:
${labelledLines(choices, ") ")}
`;
  if (context.numFewshot === 0) return asked;
  const shown = shotsFor(row, context).map(evalscopeExample).join("\n\n");
  return `The following are multiple choice questions (with answers) about ${categoryOf(row)}. Think step by step and then finish your answer with 'ANSWER: [LETTER]' (without quotes) where [LETTER] is the correct letter choice.

${shown}

${asked}`;
}

function evalscopeExample(shot: DataRow): string {
  const options = labelledLines(filledTexts(shot, "options"), " ");
  return `Question:\n${textCell(shot, "question")}\nOptions:\n${options}\n${evalscopeReasoning(shot)}`;
}

/** The worked answer with its last sentence in the form that the prompt asks for. */
function evalscopeReasoning(shot: DataRow): string {
  const reasoning = textCell(shot, "cot_content").replaceAll("The answer is", "ANSWER:");
  const sentence = pythonStrip(afterLast(reasoning, "ANSWER:").split(".")[0] ?? "");
  const label = pythonStrip(pythonStrip(sentence, "("), ")");
  return reasoning.replaceAll(`ANSWER: (${label})`, `ANSWER: ${label}`);
}

const LM_EVAL_CHOICES = 10;

function lmEvalPrompt(row: DataRow, context: QuestionContext): string {
  const introduction = `The following are multiple choice questions (with answers) about ${textCell(row, "category")}. Think step by step and then finish your answer with "the answer is (X)" where X is the correct letter choice.\n`;
  const shown = shotsFor(row, context).map((shot) => {
    const reasoning = textCell(shot, "cot_content").replaceAll("A: Let's think step by step. ", "");
    return `${lmEvalQuestion(shot)} ${reasoning}\n\n`;
  });
  return `${introduction}${shown.join("")}${lmEvalQuestion(row)}`;
}

function lmEvalQuestion(row: DataRow): string {
  const choices = filledTexts(row, "options")
    .slice(0, LM_EVAL_CHOICES)
    .map((choice) => pythonStrip(choice));
  const question = textCell(row, "question");
  return `Question:\n${question}\nOptions:\n${labelledLines(choices, ". ")}\nAnswer: Let's think step by step.`;
}
