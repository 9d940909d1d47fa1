import type { Extraction, Score } from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { isRejected } from "../extraction/flageval-choice.ts";
import { mmmuChoice } from "../extraction/mmmu-choice.ts";
import { exactOpen, mmmuOpen, type OpenMatch } from "../extraction/mmmu-open.ts";
import { withoutReasoning } from "../extraction/reasoning.ts";
import { NO_ANSWER, scoreChoice } from "../vision/choice.ts";
import type { MmmuGold } from "./question.ts";

const LAST_LINE = /(?:^|\n)ANSWER: (?<answer>[^\n]+)$/;

export function mmmuScore(reply: string, gold: MmmuGold, extraction: Extraction): Score {
  if (gold.kind === "choice") return scoreChoice(reply, gold, extraction, mmmuChoice);
  const { answer } = withoutReasoning(reply);
  if (extraction === "strict") return openScore(strictOpen(answer, gold));
  if (extraction === "official") return openScore(mmmuOpen(answer, gold.answers));
  return isRejected(answer) ? NO_ANSWER : openScore(mmmuOpen(answer, [gold.written]));
}

function strictOpen(answer: string, gold: Extract<MmmuGold, { kind: "open" }>): OpenMatch {
  if (gold.form === "answer") return exactOpen(answer, gold.answers);
  return exactOpen(LAST_LINE.exec(pythonStrip(answer))?.groups?.["answer"] ?? "", gold.answers);
}

function openScore({ prediction, right }: OpenMatch): Score {
  return { prediction, score: right ? 1 : 0 };
}
