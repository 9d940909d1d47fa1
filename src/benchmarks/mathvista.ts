import type { Benchmark, Cell, DataRow, Question, QuestionContext } from "../contracts/benchmark.ts";
import { type MathVistaGold, MULTIPLE_CHOICE } from "./mathvista/normalise.ts";
import { promptOf, TEMPLATES } from "./mathvista/prompts.ts";
import { scoreMathVista } from "./mathvista/score.ts";
import { fieldOf, filledText, optionalTexts } from "./rows/cells.ts";
import { requiredImage } from "./rows/pictures.ts";

/** MathVista's testmini split; the answers of its large test split are not published. */
export const mathVista: Benchmark<MathVistaGold> = {
  name: "mathvista",
  cardName: "MathVista",
  description: "MathVista testmini: 1000 questions of mathematics about charts, figures and scenes.",
  modality: "vision",
  questions: {
    huggingFace: { id: "AI4Math/MathVista", files: ["data/testmini-*.parquet"] },
    modelScope: { id: "evalscope/MathVista", files: ["data/testmini-*.parquet"] },
    columns: [
      "pid",
      "question",
      "query",
      "image",
      "choices",
      "precision",
      "answer",
      "question_type",
      "answer_type",
    ],
    rows: 1000,
  },
  numFewshot: 0,
  templates: TEMPLATES,
  extractions: ["flageval", "official", "strict"],
  sampling: { temperature: 0, maxTokens: 32768 },
  aggregation: "micro",
  unsupported:
    "The extraction with GPT-4 that MathVista's own figures rest on; rules take its place under official extraction.",
  question(row: DataRow, context: QuestionContext): Question<MathVistaGold> {
    const questionType = filledText(row, "question_type");
    const problem = {
      question: filledText(row, "question"),
      query: filledText(row, "query"),
      choices: optionalTexts(row, "choices"),
      multipleChoice: questionType === MULTIPLE_CHOICE,
      image: requiredImage(row, "decoded_image", "image"),
    };
    return {
      id: filledText(row, "pid"),
      category: taskOf(row),
      cluster: null,
      messages: promptOf(problem, context.template),
      gold: {
        answer: filledText(row, "answer"),
        questionType,
        answerType: filledText(row, "answer_type"),
        precision: precisionOf(row.cells["precision"]),
        choices: problem.choices,
      },
    };
  },
  score: (reply, { gold }, extraction) => scoreMathVista(reply, gold, extraction),
};

function precisionOf(cell: Cell | undefined): number | null {
  return typeof cell === "number" && Number.isFinite(cell) ? cell : null;
}

function taskOf(row: DataRow): string | null {
  const task = fieldOf(row.cells["metadata"], "task");
  return typeof task === "string" ? task : null;
}
