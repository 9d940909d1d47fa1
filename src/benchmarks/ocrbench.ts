import type { Benchmark, DataRow, Extraction, Score } from "../contracts/benchmark.ts";
import { pythonRightStrip, pythonStrip } from "../support/python/text.ts";
import { isRejected } from "./extraction/flageval-choice.ts";
import { withoutReasoning } from "./extraction/reasoning.ts";
import { optionalText, rowProblem, textCell, textsCell } from "./rows/cells.ts";
import { asked, NO_ANSWER } from "./vision/choice.ts";
import { imageCell, imageCluster } from "./vision/images.ts";
import { interleave } from "./vision/interleave.ts";

export type OcrBenchGold = {
  /** Any of them is right. */
  readonly answers: readonly string[];
  /** The set that the picture comes from: formulas are compared without spaces and with their capitals. */
  readonly dataset: string;
};

/** OCRBench, the first version. */
export const ocrbench: Benchmark<OcrBenchGold> = {
  name: "ocrbench",
  cardName: "OCRBench",
  description: "Reading text, documents and formulas in pictures.",
  modality: "vision",
  questions: {
    huggingFace: { id: "echo840/OCRBench", files: ["data/test-*.parquet"] },
    modelScope: { id: "evalscope/OCRBench", files: ["data/test-*.parquet"] },
    columns: ["dataset", "question", "question_type", "answer", "image"],
    rows: 1000,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: the picture, a space and the question.",
    official: "The OCRBench repository's and evalscope's: the picture and the question as it is.",
  },
  extractions: ["official", "flageval", "strict"],
  sampling: { temperature: 0, maxTokens: 1024 },
  aggregation: "micro",
  question: (row, { template }) => {
    const image = imageCell(row, "image");
    const question = textCell(row, "question");
    const text = template === "official" ? question : pythonRightStrip(` ${question}`);
    return {
      id: String(row.index),
      category: optionalText(row, "question_type"),
      cluster: imageCluster(row, [image]),
      messages: asked(interleave(row, `<image 1>${text}`, new Map([[1, image]]))),
      gold: { answers: goldAnswers(row), dataset: textCell(row, "dataset") },
    };
  },
  score: (reply, { gold }, extraction) => {
    const { answer } = withoutReasoning(reply);
    if (pythonStrip(answer) === "" || (extraction === "flageval" && isRejected(answer))) return NO_ANSWER;
    return ocrScore(answer, gold, extraction);
  },
};

function goldAnswers(row: DataRow): string[] {
  const cell = row.cells["answer"];
  const answers = Array.isArray(cell) ? textsCell(row, "answer") : [textCell(row, "answer")];
  if (answers.length === 0) throw rowProblem(row, "has no answer");
  return answers;
}

function ocrScore(reply: string, gold: OcrBenchGold, extraction: Extraction): Score {
  const form = formOf(gold.dataset, extraction);
  const text = form(reply);
  const strict = extraction === "strict";
  const match = gold.answers.find((one) => (strict ? text === form(one) : text.includes(form(one))));
  return { prediction: match ?? pythonStrip(reply), score: match === undefined ? 0 : 1 };
}

/** FlagEvalMM knows the set of formulas by a second name. */
function formOf(dataset: string, extraction: Extraction): (text: string) => string {
  const formulas = dataset === "HME100k" || (dataset === "HMER" && extraction === "flageval");
  return formulas
    ? (text) => pythonStrip(text).replaceAll("\n", " ").replaceAll(" ", "")
    : (text) => pythonStrip(text.toLowerCase()).replaceAll("\n", " ");
}
