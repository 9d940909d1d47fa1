import type { Benchmark } from "../contracts/benchmark.ts";
import { mmmuProGold, mmmuProScore, THINK_STEP_BY_STEP } from "./mmmu-pro/gold.ts";
import { optionalText, textCell } from "./rows/cells.ts";
import { asked, type ChoiceGold } from "./vision/choice.ts";
import { evalscopeChoicePrompt } from "./vision/evalscope-prompt.ts";
import { flagevalPrompt } from "./vision/flageval-prompt.ts";
import { imageCluster, placedImages } from "./vision/images.ts";
import { interleave } from "./vision/interleave.ts";

/** What is asked of the answer; verbatim. Absent: FlagEvalMM's own sentence. */
const REQUESTS: Readonly<Record<string, string>> = {
  official: "Answer with the option letter from the given choices directly.",
  cot: `Answer the preceding multiple choice question. ${THINK_STEP_BY_STEP}`,
};

/** MMMU-Pro with up to ten options; its accuracy on a card stands apart from the vision part's. */
export const mmmuProStandard: Benchmark<ChoiceGold> = {
  name: "mmmu_pro_standard",
  cardName: "MMMU_Pro_standard",
  description: "MMMU's questions that need their pictures, with up to ten options.",
  modality: "vision",
  questions: {
    huggingFace: { id: "MMMU/MMMU_Pro", files: ["standard (10 options)/test-*.parquet"] },
    modelScope: { id: "AI-ModelScope/MMMU_Pro", files: ["standard (10 options)/test-*.parquet"] },
    columns: ["id", "question", "options", "answer", "subject"],
    rows: 1730,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: the letter alone.",
    official: "The MMMU repository's direct prompt: the letter alone, in other words.",
    cot: "The step-by-step prompt of both: a last line `Answer: …`.",
    evalscope: "evalscope's: thinks first, then a last line `ANSWER: …`.",
  },
  extractions: ["official", "flageval", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question: (row, { template }) => {
    const gold = mmmuProGold(row, template, "letter");
    const question = textCell(row, "question");
    const images = placedImages(row, `${question}${gold.options.join("")}`);
    const prompt = promptOf(template, question, gold.options, images.has(1));
    return {
      id: textCell(row, "id"),
      category: optionalText(row, "subject"),
      cluster: imageCluster(row, images.values()),
      messages: asked(interleave(row, prompt, images)),
      gold,
    };
  },
  score: mmmuProScore,
};

function promptOf(template: string, question: string, options: readonly string[], hasImage: boolean): string {
  if (template === "evalscope") return evalscopeChoicePrompt(question, options);
  const after = REQUESTS[template];
  return flagevalPrompt({
    question,
    options,
    hasImage,
    type: "multiple-choice",
    ...(after === undefined ? {} : { after }),
  });
}
