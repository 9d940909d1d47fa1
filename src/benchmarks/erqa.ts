import type { Benchmark, DataRow, ImageSource, Part } from "../contracts/benchmark.ts";
import { pythonStrip } from "../support/python/text.ts";
import { markedQuestion } from "./erqa/interleave.ts";
import type { ParsedChoice } from "./extraction/mmmu-choice.ts";
import type { AnswerForm } from "./extraction/strict-choice.ts";
import { optionalText, textCell } from "./rows/cells.ts";
import { goldLetter, labelsOf } from "./rows/letters.ts";
import { asked, type ChoiceGold, imageParts, scoreChoice } from "./vision/choice.ts";
import { flagevalPrompt } from "./vision/flageval-prompt.ts";
import { imageCluster, numberedImages } from "./vision/images.ts";
import { interleave } from "./vision/interleave.ts";

const MOST_IMAGES = 16;
/** The options are part of the question's text. */
const OPTIONS = ["A", "B", "C", "D"];

/** Verbatim. */
const LETTER_ALONE = " Please answer directly with only the letter of the correct option and nothing else.";
const FLAGEVAL_REQUEST =
  "Carefully analyze the multiple-choice question above and reason through it step by step. Conclude your response with a line in the following format: Answer: $LETTER (without quotes), where $LETTER is the letter of the correct choice.";

const FORMS: Readonly<Record<string, AnswerForm>> = { official: "letter", evalscope: "letter" };

/** ERQA as FlagEval publishes it. */
export const erqa: Benchmark<ChoiceGold> = {
  name: "erqa",
  cardName: "ERQA",
  description:
    "What a robot must understand of space, of trajectories and of tasks; one to sixteen pictures.",
  modality: "vision",
  questions: {
    huggingFace: { id: "FlagEval/ERQA", files: ["data/test-*.parquet"] },
    modelScope: { id: "evalscope/ERQA", files: ["data/test-*.parquet"] },
    columns: ["question_id", "question", "question_type", "answer", "images"],
    rows: 400,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: thinks first, then a last line `Answer: …`; pictures at their places.",
    official:
      "The ERQA repository's: the question as it is, the letter alone asked for; pictures at their places.",
    evalscope: "evalscope's: the question as it is, then the pictures.",
  },
  extractions: ["flageval", "official", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question: (row, { template }) => {
    const images = numberedImages(row, MOST_IMAGES);
    return {
      id: textCell(row, "question_id"),
      category: optionalText(row, "question_type"),
      cluster: imageCluster(row, images.values()),
      messages: asked(partsOf(row, template, images)),
      gold: {
        answer: goldLetter(row, "answer", labelsOf(row, OPTIONS)),
        options: OPTIONS,
        form: FORMS[template] ?? "Answer: letter",
      },
    };
  },
  score: (reply, { gold }, extraction) => scoreChoice(reply, gold, extraction, erqaChoice),
};

function partsOf(row: DataRow, template: string, images: ReadonlyMap<number, ImageSource>): Part[] {
  const text = textCell(row, "question");
  if (template === "evalscope") return [{ kind: "text", text }, ...imageParts(images.values())];
  const question = template === "official" ? text : text.replaceAll(LETTER_ALONE, "");
  const marked = markedQuestion({ question, images: images.size, offsets: offsetsOf(row) });
  if (template === "official") return interleave(row, marked, images);
  const asking = {
    question: pythonStrip(marked),
    options: [],
    hasImage: true,
    type: "multiple-choice",
    after: FLAGEVAL_REQUEST,
  } as const;
  return interleave(row, flagevalPrompt(asking), images);
}

function offsetsOf(row: DataRow): number[] {
  const cell = row.cells["visual_indices"];
  const offsets: readonly unknown[] = Array.isArray(cell) ? cell : [];
  return offsets.filter((offset): offset is number => typeof offset === "number");
}

/** The ERQA repository's comparison: all of the reply but its full stops, in any case. */
function erqaChoice(reply: string): ParsedChoice {
  const text = pythonStrip(reply.replaceAll(".", "")).toUpperCase();
  return { letter: text === "" ? null : text, guesses: false };
}
