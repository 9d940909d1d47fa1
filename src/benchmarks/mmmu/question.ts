import type { DataRow, Question, QuestionContext } from "../../contracts/benchmark.ts";
import { parsePythonTexts } from "../../support/python/literal.ts";
import { optionalText, optionsCell, textCell, textsCell } from "../rows/cells.ts";
import { goldLetter, labelsOf } from "../rows/letters.ts";
import { asked, type ChoiceGold } from "../vision/choice.ts";
import { evalscopeChoicePrompt } from "../vision/evalscope-prompt.ts";
import { flagevalPrompt, optionLines } from "../vision/flageval-prompt.ts";
import { imageCluster, placedImages } from "../vision/images.ts";
import { interleave } from "../vision/interleave.ts";

export type MmmuGold =
  | ({ readonly kind: "choice" } & ChoiceGold)
  | {
      readonly kind: "open";
      /** Any of them is right. */
      readonly answers: readonly string[];
      /** As the data set writes them, which may be a list's literal: FlagEvalMM compares it as it stands. */
      readonly written: string;
      /** Whether the answer alone was asked for, or a last line `ANSWER: …`. */
      readonly form: "answer" | "ANSWER: answer";
    };

/** Verbatim. */
const OFFICIAL_CHOICE = "Answer with the option's letter from the given choices directly.";
const OFFICIAL_OPEN = "Answer the question using a single word or phrase.";
const EVALSCOPE_OPEN = [
  '\nSolve the following problem step by step. The last line of your response should be of the form "ANSWER: [ANSWER]" (without quotes) where [ANSWER] is the answer to the problem.\n\n',
  '\n\nRemember to put your answer on its own line at the end in the form "ANSWER: [ANSWER]" (without quotes) where [ANSWER] is the answer to the problem, and you do not need to use a \\boxed command.\n\n',
] as const;

const NO_OPTIONS = { options: [], wrapped: false };

export function mmmuQuestion(row: DataRow, { template }: QuestionContext): Question<MmmuGold> {
  const id = textCell(row, "id");
  const question = textCell(row, "question");
  const isChoice = (optionalText(row, "question_type") ?? "multiple-choice") === "multiple-choice";
  const { options, wrapped } = isChoice ? optionsCell(row, "options") : NO_OPTIONS;
  const images = placedImages(row, `${question}\nOptions:${options.join("")}`);
  const prompt = promptOf(template, question, isChoice ? options : null, images.has(1));
  return {
    id,
    category: id.split("_").slice(1, -1).join("_") || null,
    cluster: imageCluster(row, images.values()),
    messages: asked(interleave(row, prompt, images)),
    gold: isChoice ? choiceGold(row, template, options, wrapped) : openGold(row, template),
  };
}

/** @param options `null` for an open question */
function promptOf(
  template: string,
  question: string,
  options: readonly string[] | null,
  hasImage: boolean,
): string {
  if (template === "official") {
    if (options === null) return `${question}\n${OFFICIAL_OPEN}`;
    const lines = optionLines(options, (label) => `(${label}) `).map((line) => `${line}\n`);
    return `${question}\n${lines.join("")}\n${OFFICIAL_CHOICE}`;
  }
  if (template === "evalscope")
    return options === null ? EVALSCOPE_OPEN.join(question) : evalscopeChoicePrompt(question, options);
  const type = options === null ? "open" : "multiple-choice";
  return flagevalPrompt({ question, options: options ?? [], hasImage, type });
}

function choiceGold(row: DataRow, template: string, options: readonly string[], wrapped: boolean): MmmuGold {
  const answer = goldLetter(row, "answer", labelsOf(row, options));
  return {
    kind: "choice",
    answer,
    options,
    form: template === "evalscope" ? "ANSWER: letter" : "letter",
    ...(wrapped ? { wrapped } : {}),
  };
}

function openGold(row: DataRow, template: string): MmmuGold {
  const cell = row.cells["answer"];
  const written = Array.isArray(cell)
    ? `[${textsCell(row, "answer")
        .map((text) => `'${text}'`)
        .join(", ")}]`
    : textCell(row, "answer");
  const answers = Array.isArray(cell) ? textsCell(row, "answer") : answersOf(written);
  return {
    kind: "open",
    answers,
    written,
    form: template === "evalscope" ? "ANSWER: answer" : "answer",
  };
}

/** Three of MMMU's answers are lists of right ones; some others only begin with a bracket. */
function answersOf(written: string): string[] {
  if (!written.startsWith("[")) return [written];
  try {
    return parsePythonTexts(written);
  } catch {
    return [written];
  }
}
