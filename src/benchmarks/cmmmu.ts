import type { Benchmark, Extraction, Score } from "../contracts/benchmark.ts";
import { pythonStrip } from "../support/python/text.ts";
import { cmmmuBlank, cmmmuChoice, cmmmuTruth, exactBlank } from "./cmmmu/parse.ts";
import { type CmmmuGold, cmmmuQuestion, listedLabels } from "./cmmmu/question.ts";
import { flagevalChoice, isRejected } from "./extraction/flageval-choice.ts";
import { lettersFor } from "./extraction/letters.ts";
import { withoutReasoning } from "./extraction/reasoning.ts";
import { strictChoice } from "./extraction/strict-choice.ts";
import { letterScore, NO_ANSWER } from "./vision/choice.ts";

/** CMMMU's validation split. */
export const cmmmu: Benchmark<CmmmuGold> = {
  name: "cmmmu",
  cardName: "CMMMU",
  description: "College-level questions with pictures in Chinese; the validation split.",
  modality: "vision",
  questions: {
    huggingFace: { id: "lmms-lab/CMMMU", files: ["data/val-*.parquet"] },
    modelScope: { id: "lmms-lab/CMMMU", files: ["data/val-*.parquet"] },
    columns: ["id", "type", "question", "option1", "option2", "option3", "option4", "answer"],
    rows: 900,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: options as `A. …`, a short answer asked for in Chinese.",
    flageval_long: "FlagEvalMM's with the CMMMU repository's long instructions.",
    official: "The CMMMU repository's and evalscope's: long instructions, options as `(A) …`.",
  },
  extractions: ["official", "flageval", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question: cmmmuQuestion,
  score: (reply, { gold }, extraction) => {
    const { answer, unclosed } = withoutReasoning(reply);
    if (unclosed || (extraction === "flageval" && isRejected(answer))) return NO_ANSWER;
    const scorer = { choice: scoreChoice, truth: scoreTruth, blank: scoreBlank }[gold.type];
    return scorer(answer, gold, extraction);
  },
};

function scoreChoice(answer: string, gold: CmmmuGold, extraction: Extraction): Score {
  if (extraction === "flageval") return letterScore(flagevalChoice(answer), gold.answer);
  if (extraction === "strict")
    return letterScore(strictChoice(answer, listedLabels(gold.options), "letter", true), gold.answer);
  // The official code draws no letter for a reply without any character.
  if (answer === "") return NO_ANSWER;
  return orGuess(cmmmuChoice(answer, lettersFor(gold.options), gold.options), gold);
}

function scoreTruth(answer: string, gold: CmmmuGold, extraction: Extraction): Score {
  if (extraction !== "strict") return orGuess(cmmmuTruth(answer, extraction === "flageval"), gold);
  const word = pythonStrip(answer);
  return letterScore(word === "对" || word === "错" ? word : null, gold.answer);
}

function scoreBlank(answer: string, gold: CmmmuGold, extraction: Extraction): Score {
  const { prediction, right } = (extraction === "strict" ? exactBlank : cmmmuBlank)(answer, gold.answer);
  return { prediction, score: right ? 1 : 0 };
}

function orGuess(prediction: string | null, gold: CmmmuGold): Score {
  return prediction === null ? { ...NO_ANSWER, wouldGuess: true } : letterScore(prediction, gold.answer);
}
