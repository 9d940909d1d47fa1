import type { Benchmark, DataRow, DataSource, QuestionContext } from "../contracts/benchmark.ts";
import { pythonStrip } from "../support/python/text.ts";
import { evalscopePrompt, type SolvedQuestion } from "./choice/evalscope.ts";
import { labelledLines, labelsFor } from "./choice/labels.ts";
import { asLabel, firstLine } from "./choice/lm-eval.ts";
import { userMessage } from "./choice/messages.ts";
import { evalscopeReaders } from "./choice/readers.ts";
import { CHOICE_EXTRACTIONS } from "./choice/score.ts";
import { shotsOf } from "./choice/shots.ts";
import { simpleEvalsMmluAnswer, simpleEvalsPrompt } from "./choice/simple-evals.ts";
import { lastLineLabel } from "./choice/strict.ts";
import {
  type ChoiceGold,
  type ChoiceTemplates,
  originsOf,
  scoreByTemplate,
  templateNamed,
} from "./choice/template.ts";
import { badCell, filledTexts, textCell } from "./rows/cells.ts";

const LABELS = labelsFor(4);

const TEMPLATES: ChoiceTemplates = {
  evalscope: {
    origin: "evalscope 1.14: step by step, then a last line 'ANSWER: [LETTER]'.",
    prompt: (row, context) => evalscopePrompt(...partsOf(row), examplesFor(row, context)),
    readers: evalscopeReaders,
  },
  "lm-eval": {
    origin: "lm-eval's mmlu_generative: the reply's first line is the letter, without reasoning.",
    prompt: lmEvalPrompt,
    readers: (labels) => ({
      official: (answer) => asLabel(firstLine(answer), labels),
      strict: (answer) => labels.find((label) => label === pythonStrip(answer)) ?? null,
    }),
  },
  "simple-evals": {
    origin: "simple-evals: step by step, then 'Answer: $LETTER'; it shows no examples itself.",
    prompt: (row, context) => simpleEvalsPrompt(...partsOf(row), examplesFor(row, context)),
    readers: (labels) => ({
      official: simpleEvalsMmluAnswer,
      strict: (answer) => lastLineLabel(answer, "Answer: ", labels),
    }),
  },
};

function source(split: string, rows: number): DataSource {
  const files = [`all/${split}-*.parquet`];
  return {
    huggingFace: { id: "cais/mmlu", files },
    modelScope: { id: "cais/mmlu", files },
    columns: ["question", "subject", "choices", "answer"],
    rows,
  };
}

export const mmlu: Benchmark<ChoiceGold> = {
  name: "mmlu",
  cardName: "MMLU",
  description: "57 subjects of school, college and professions, four choices each.",
  modality: "text",
  questions: source("test", 14042),
  shots: source("dev", 285),
  numFewshot: 5,
  templates: originsOf(TEMPLATES),
  extractions: CHOICE_EXTRACTIONS,
  sampling: { temperature: 0, maxTokens: 2048 },
  aggregation: "micro",
  question(row, context) {
    const subject = textCell(row, "subject");
    const template = templateNamed(TEMPLATES, context.template);
    return {
      id: `${subject}-${row.index}`,
      category: subject,
      cluster: null,
      messages: userMessage(template.prompt(row, context)),
      gold: { label: labelOf(row), choices: LABELS.length, template: context.template },
    };
  },
  score: (reply, { gold }, extraction) => scoreByTemplate(TEMPLATES, reply, gold, extraction),
};

function partsOf(row: DataRow): [question: string, choices: string[]] {
  const choices = filledTexts(row, "choices");
  if (choices.length !== LABELS.length) return badCell(row, "choices", "four choices");
  return [textCell(row, "question"), choices];
}

/** Published as a number from 0; some copies hold the letter. */
function labelOf(row: DataRow): string {
  const answer = textCell(row, "answer");
  if (LABELS.includes(answer)) return answer;
  const label = /^\d+$/.test(answer) ? LABELS[Number(answer)] : undefined;
  return label ?? badCell(row, "answer", "a number from 0 to 3 or a letter from A to D");
}

function examplesFor(row: DataRow, context: QuestionContext): SolvedQuestion[] {
  return shotsFor(row, context).map((shot) => {
    const [question, choices] = partsOf(shot);
    return { question, choices, label: labelOf(shot) };
  });
}

function shotsFor(row: DataRow, context: QuestionContext): DataRow[] {
  return shotsOf(textCell(row, "subject"), context, (shot) => textCell(shot, "subject"));
}

function lmEvalPrompt(row: DataRow, context: QuestionContext): string {
  const subject = textCell(row, "subject").replaceAll("_", " ");
  const shown = shotsFor(row, context).map((shot) => `${lmEvalQuestion(shot)} ${labelOf(shot)}\n\n`);
  const introduction = `The following are multiple choice questions (with answers) about ${subject}.\n\n`;
  return `${introduction}${shown.join("")}${lmEvalQuestion(row)}`;
}

function lmEvalQuestion(row: DataRow): string {
  const [question, choices] = partsOf(row);
  return `${pythonStrip(question)}\n${labelledLines(choices, ". ")}\nAnswer:`;
}
