import type { DataRow, ImageSource, Question, QuestionContext } from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { lettersFor } from "../extraction/letters.ts";
import { optionalText, rowProblem, textCell } from "../rows/cells.ts";
import { asked } from "../vision/choice.ts";
import { flagevalPrompt, optionLines, type QuestionType } from "../vision/flageval-prompt.ts";
import { imageCluster, imageOf } from "../vision/images.ts";
import { interleave } from "../vision/interleave.ts";

export type CmmmuGold = {
  readonly type: CmmmuType;
  /** Letters such as `AC`; what belongs into the blank; 对 or 错. */
  readonly answer: string;
  /** All four, as the data set writes them: `-` where there is none. */
  readonly options: readonly string[];
};

type CmmmuType = "choice" | "blank" | "truth";

const TYPES: ReadonlyMap<string, CmmmuType> = new Map([
  ["选择", "choice"],
  ["填空", "blank"],
  ["判断", "truth"],
]);

const FLAGEVAL_TYPES: Readonly<Record<CmmmuType, QuestionType>> = {
  choice: "multiple-choice",
  blank: "fill-in-the-blank",
  truth: "yes-no",
};

/** Verbatim. */
const INSTRUCTIONS: Readonly<Record<CmmmuType, string>> = {
  choice:
    "请回答以下多项选择题，并选出正确选项。这些题目可能包括单选和多选题型。如果所提供的信息不足以确定一个明确的答案，那么请根据可用的数据和你的判断来选择最可能正确的选项。",
  truth:
    "请回答以下判断题，并根据题目描述和所给的信息来判断问题中陈述的对错。如果信息不完整或不足以作出绝对判断，请运用你的逻辑推理和现有信息来做出最可能的判断。",
  blank:
    "请回答以下填空题，并根据题目的要求和所提供的信息来给出最恰当的答案。如果信息不足以确切回答，那么请依据现有的数据和你的推理能力来填写最合理的答案。",
};

const MOST_IMAGES = 5;
const IMAGE_TAG = /<img="(?<name>[^"]+)">/g;

export function cmmmuQuestion(row: DataRow, { template }: QuestionContext): Question<CmmmuGold> {
  const written = textCell(row, "type");
  const type = TYPES.get(written);
  if (type === undefined) throw rowProblem(row, `has the type ${JSON.stringify(written)}`);
  const texts = new ImageTexts(row);
  const question = texts.marked(textCell(row, "question"));
  const options = [1, 2, 3, 4].map((number) => texts.marked(optionalText(row, `option${number}`) ?? "-"));
  const images = texts.images();
  const prompt = promptOf(template, type, question, options, images.has(1));
  return {
    id: textCell(row, "id"),
    category: optionalText(row, "category"),
    cluster: imageCluster(row, images.values()),
    messages: asked(interleave(row, prompt, images)),
    gold: { type, answer: goldAnswer(row), options: originalOptions(row, type) },
  };
}

function originalOptions(row: DataRow, type: CmmmuType): string[] {
  if (type !== "choice") return [];
  return [1, 2, 3, 4].map((number) => optionalText(row, `option${number}`) ?? "");
}

function goldAnswer(row: DataRow): string {
  const answer = textCell(row, "answer");
  if (pythonStrip(answer) === "") throw rowProblem(row, "has no answer");
  return answer;
}

function promptOf(
  template: string,
  type: CmmmuType,
  question: string,
  options: readonly string[],
  hasImage: boolean,
): string {
  const listed = type === "choice" ? options : [];
  if (template === "official") {
    const lines = optionLines(listed, (label) => `(${label}) `).map((line) => `${line}\n`);
    const choices = type === "choice" ? `选项：\n${lines.join("")}\n` : "";
    return `${INSTRUCTIONS[type]}\n\n问题：${question}\n${choices}正确答案：\n`;
  }
  const thinking = { before: `${INSTRUCTIONS[type]}\n问题：`, after: "正确答案：\n" };
  return flagevalPrompt({
    question,
    options: listed.filter((option) => option !== "-"),
    hasImage,
    type: FLAGEVAL_TYPES[type],
    ...(template === "flageval_long" ? thinking : {}),
  });
}

/** Numbers a row's pictures in the order in which its texts name their files. */
class ImageTexts {
  readonly #row: DataRow;
  readonly #names: string[] = [];

  constructor(row: DataRow) {
    this.#row = row;
  }

  marked(text: string): string {
    return text.replace(IMAGE_TAG, (_, name: string) => {
      if (!this.#names.includes(name)) this.#names.push(name);
      return `<image ${this.#names.indexOf(name) + 1}>`;
    });
  }

  /** By their numbers in the texts; where no text names any, all of them by their columns' numbers. */
  images(): Map<number, ImageSource> {
    const columns = Array.from({ length: MOST_IMAGES }, (_, index) => index + 1);
    const numbers = this.#names.length === 0 ? columns : this.#names.map((name) => this.#columnOf(name));
    const images = new Map<number, ImageSource>();
    for (const [index, number] of numbers.entries()) {
      const image = imageOf(this.#row.cells[`image_${number}`]);
      if (image !== null) images.set(index + 1, image);
    }
    if (images.size === 0) throw rowProblem(this.#row, "has no picture");
    return images;
  }

  /** Without file names in the row, the pictures stand in the order in which they are named. */
  #columnOf(name: string): number {
    const columns = Array.from({ length: MOST_IMAGES }, (_, index) => index + 1);
    const named = columns.find((number) => this.#row.cells[`image_${number}_filename`] === name);
    return named ?? this.#names.indexOf(name) + 1;
  }
}

/** The letters of the options that are there. */
export function listedLabels(options: readonly string[]): string[] {
  return lettersFor(options).filter((_, index) => options[index] !== "-");
}
