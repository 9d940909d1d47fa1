import type { Benchmark, DataRow, DataSource, QuestionContext } from "../contracts/benchmark.ts";
import { CEVAL_SUBJECTS, subjectOf } from "./ceval/subjects.ts";
import { labelledLines, labelsFor } from "./choice/labels.ts";
import { userMessage } from "./choice/messages.ts";
import { CHOICE_EXTRACTIONS } from "./choice/score.ts";
import { shotsOf } from "./choice/shots.ts";
import { lastLineLabel } from "./choice/strict.ts";
import {
  type ChoiceGold,
  type ChoiceTemplates,
  originsOf,
  scoreByTemplate,
  templateNamed,
} from "./choice/template.ts";
import { answerAfterMarker } from "./extraction/answer-marker.ts";
import { badCell, optionalText, textCell } from "./rows/cells.ts";

const LABELS = labelsFor(4);

const TEMPLATES: ChoiceTemplates = {
  evalscope: {
    origin: "evalscope 1.14: examples with explanations, then a last line '答案：[LETTER]'.",
    prompt: evalscopePrompt,
    readers: (labels) => ({
      official: (answer) => answerAfterMarker(answer, labels, { marker: "chinese" }),
      strict: (answer) => lastLineLabel(answer, "答案：", labels),
    }),
  },
};

function source(split: string, rows: number): DataSource {
  const files = [`*/${split}-*.parquet`];
  return {
    huggingFace: { id: "ceval/ceval-exam", files },
    modelScope: { id: "evalscope/ceval", files },
    columns: ["question", ...LABELS, "answer"],
    rows,
  };
}

export const ceval: Benchmark<ChoiceGold> = {
  name: "ceval",
  cardName: "C-Eval",
  description:
    "52 subjects of Chinese schools, universities and professions; the split whose answers are public.",
  modality: "text",
  questions: source("val", 1346),
  shots: source("dev", 260),
  numFewshot: 5,
  templates: originsOf(TEMPLATES),
  extractions: CHOICE_EXTRACTIONS,
  sampling: { temperature: 0, maxTokens: 2048 },
  aggregation: "micro",
  question(row, context) {
    const subject = subjectOf(row);
    const template = templateNamed(TEMPLATES, context.template);
    return {
      id: `${subject}-${optionalText(row, "id") ?? `row-${row.index}`}`,
      category: subject,
      cluster: null,
      messages: userMessage(template.prompt(row, context)),
      gold: { label: labelOf(row), choices: LABELS.length, template: context.template },
    };
  },
  score: (reply, { gold }, extraction) => scoreByTemplate(TEMPLATES, reply, gold, extraction),
};

function labelOf(row: DataRow): string {
  const label = textCell(row, "answer");
  return LABELS.includes(label)
    ? label
    : badCell(row, "answer", "a letter from A to D; the test split has none");
}

function evalscopePrompt(row: DataRow, context: QuestionContext): string {
  const subject = CEVAL_SUBJECTS[subjectOf(row)];
  const asked = `以下是中国关于${subject}的单项选择题，请选出其中的正确答案。你的回答的最后一行应该是这样的格式："答案：[LETTER]"（不带引号），其中 [LETTER] 是 A、B、C、D 中的一个。

${questionOf(row)}
`;
  if (context.numFewshot === 0) return asked;
  const shown = shotsOf(subjectOf(row), context, subjectOf).map((shot) => {
    const explanation = optionalText(shot, "explanation") ?? "";
    return `${questionOf(shot)}\n解析：${explanation}\n答案：${labelOf(shot)}`;
  });
  return `以下是一些示例问题：\n\n${shown.join("\n\n")}\n\n\n${asked}`;
}

function questionOf(row: DataRow): string {
  const choices = LABELS.map((label) => textCell(row, label));
  return `问题：${textCell(row, "question")}\n选项：\n${labelledLines(choices, ". ")}`;
}
