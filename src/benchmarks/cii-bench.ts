import type { Benchmark, DataRow } from "../contracts/benchmark.ts";
import { pythonStrip } from "../support/python/text.ts";
import { ciiChoice } from "./cii-bench/parse.ts";
import { optionalText, rowProblem, textCell } from "./rows/cells.ts";
import { goldLetter, labelsOf } from "./rows/letters.ts";
import { asked, type ChoiceGold, scoreChoice } from "./vision/choice.ts";
import { flagevalPrompt, optionLines } from "./vision/flageval-prompt.ts";
import { imageCluster, imageOf } from "./vision/images.ts";
import { interleave } from "./vision/interleave.ts";

/** Verbatim. */
const DIRECT =
  "请根据提供的图片尝试回答下面的单选题。直接回答正确选项，不要包含额外的解释。请使用以下格式：“答案：$LETTER”，其中$LETTER是你认为正确答案的字母。";
const THINK =
  "请尝试根据提供的图片回答以下单选题。让我们逐一思考每个选项，逐步分析。你回答的最后一行应该用以下格式：“答案：$LETTER”，其中$LETTER是你认为正确答案的字母。";

/** CII-Bench's test split. */
export const ciiBench: Benchmark<ChoiceGold> = {
  name: "cii_bench",
  cardName: "CII-Bench",
  description: "What Chinese pictures mean beyond what they show: six options each.",
  modality: "vision",
  questions: {
    huggingFace: { id: "m-a-p/CII-Bench", files: ["data/test-*.parquet"] },
    modelScope: { id: "m-a-p/CII-Bench", files: ["data/test-*.parquet"] },
    columns: ["id", "question", "option1", "option2", "option3", "option4", "option5", "option6", "answer"],
    rows: 765,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: the official request, the picture, options as `A. …`, then `答案：`.",
    official:
      "The CII-Bench repository's `none`: the picture, the request, the question. How it lists options is not published; here `(A) …`.",
    official_cot: "The CII-Bench repository's `cot`: thinks first, then a last line `答案：…`.",
  },
  extractions: ["official", "flageval", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question: (row, { template }) => {
    const image = imageOf(row.cells["image"]) ?? imageOf(row.cells["local_path"]);
    if (image === null) throw rowProblem(row, "has no picture in its column image");
    const options = optionsOf(row);
    return {
      id: textCell(row, "id"),
      category: optionalText(row, "domain"),
      cluster: imageCluster(row, [image]),
      messages: asked(
        interleave(row, promptOf(template, textCell(row, "question"), options), new Map([[1, image]])),
      ),
      gold: {
        answer: goldLetter(row, "answer", labelsOf(row, options)),
        options,
        form: template === "official_cot" ? "last 答案：letter" : "答案：letter",
      },
    };
  },
  score: (reply, { gold }, extraction) =>
    scoreChoice(reply, gold, extraction, (answer, _, options) => ({
      // To the official code a reply of white space is part of any option; the last one would be its answer.
      letter: pythonStrip(answer) === "" ? null : ciiChoice(answer, options),
      guesses: false,
    })),
};

function optionsOf(row: DataRow): string[] {
  const options = [1, 2, 3, 4, 5, 6].map((number) => optionalText(row, `option${number}`));
  const present = options.filter((option): option is string => option !== null);
  if (present.length < 2) throw rowProblem(row, "has fewer than two options");
  return present;
}

function promptOf(template: string, question: string, options: readonly string[]): string {
  if (template === "flageval")
    return flagevalPrompt({
      question,
      options,
      hasImage: true,
      type: "multiple-choice",
      before: `${DIRECT}\n`,
      after: "答案：",
    });
  const listed = [question, ...optionLines(options, (label) => `(${label}) `)].join("\n");
  return template === "official"
    ? `<image 1>${DIRECT}\n\n${listed}\n答案：`
    : `<image 1>${THINK}\n\n${listed}`;
}
