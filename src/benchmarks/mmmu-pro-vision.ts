import type { Benchmark, Part } from "../contracts/benchmark.ts";
import { mmmuProGold, mmmuProScore, THINK_STEP_BY_STEP } from "./mmmu-pro/gold.ts";
import { optionalText, textCell } from "./rows/cells.ts";
import { asked, type ChoiceGold } from "./vision/choice.ts";
import { letterList } from "./vision/evalscope-prompt.ts";
import { flagevalPrompt } from "./vision/flageval-prompt.ts";
import { imageCell, imageCluster } from "./vision/images.ts";
import { interleave } from "./vision/interleave.ts";

/** Verbatim. */
const DIRECT =
  "Answer with the option letter from the given choices directly. The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of options.";
const THINK = `Write out the multiple-choice question in the image and then solve it. ${THINK_STEP_BY_STEP}`;

/** MMMU-Pro's questions as photographs and screenshots: the text is in the picture alone. */
export const mmmuProVision: Benchmark<ChoiceGold> = {
  name: "mmmu_pro_vision",
  cardName: "MMMU_Pro_vision",
  description: "MMMU-Pro's questions with their options in one picture.",
  modality: "vision",
  questions: {
    huggingFace: { id: "MMMU/MMMU_Pro", files: ["vision/test-*.parquet"] },
    modelScope: { id: "AI-ModelScope/MMMU_Pro", files: ["vision/test-*.parquet"] },
    columns: ["id", "image", "options", "answer", "subject"],
    rows: 1730,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: the picture, then a request for a last line `Answer: …`.",
    flageval_cot: "FlagEvalMM's step-by-step prompt: the picture first.",
    official: "The MMMU repository's direct prompt: the same request, then the picture.",
    official_cot: "The MMMU repository's step-by-step prompt: the picture last.",
    evalscope: "evalscope's: thinks first, then a last line `ANSWER: …`; the picture last.",
  },
  extractions: ["official", "flageval", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question: (row, { template }) => {
    const image = imageCell(row, "image");
    const gold = mmmuProGold(row, template, "Answer: letter");
    const picture: Part = { kind: "image", image };
    const textFirst = (text: string): Part[] => [{ kind: "text", text }, picture];
    const imageFirst = (after: string): Part[] =>
      interleave(
        row,
        flagevalPrompt({ question: "", options: [], hasImage: true, type: "multiple-choice", after }),
        new Map([[1, image]]),
      );
    const parts: Readonly<Record<string, () => Part[]>> = {
      flageval_cot: () => imageFirst(THINK),
      official: () => textFirst(DIRECT),
      official_cot: () => textFirst(THINK),
      evalscope: () => textFirst(evalscopePrompt(gold.options.length)),
    };
    return {
      id: textCell(row, "id"),
      category: optionalText(row, "subject"),
      cluster: imageCluster(row, [image]),
      messages: asked((parts[template] ?? (() => imageFirst(DIRECT)))()),
      gold,
    };
  },
  score: mmmuProScore,
};

/** Verbatim. */
function evalscopePrompt(options: number): string {
  return `Answer the following multiple choice question in image. The last line of your response should be of the following format: 'ANSWER: [LETTER]' (without quotes) where [LETTER] is one of ${letterList(options)}. Think step by step before answering.`;
}
