import type { Benchmark, DataRow, DataSource, Extraction, Message, Score } from "../contracts/benchmark.ts";
import { sha256 } from "../support/hash.ts";
import { evalscopePrompt } from "./choice/evalscope.ts";
import { labelsFor } from "./choice/labels.ts";
import { userMessage } from "./choice/messages.ts";
import { evalscopeReaders } from "./choice/readers.ts";
import { CHOICE_EXTRACTIONS, scoreChoice } from "./choice/score.ts";
import { lastLineLabel } from "./choice/strict.ts";
import type { ChoiceGold } from "./choice/template.ts";
import { withoutReasoning } from "./extraction/reasoning.ts";
import { domainOf } from "./musr/domain.ts";
import { officialMessages, officialNumber } from "./musr/official.ts";
import { badCell, filledTexts, indexCell, textCell } from "./rows/cells.ts";

const FILES = ["murder_mystery.csv", "object_placements.csv", "team_allocation.csv"];
const CLUSTER_DIGITS = 16;

const SOURCE: DataSource = {
  huggingFace: { id: "TAUR-Lab/MuSR", files: FILES },
  modelScope: { id: "AI-ModelScope/MuSR", files: FILES },
  columns: ["narrative", "question", "choices", "answer_index"],
  rows: 756,
};

export const musr: Benchmark<ChoiceGold> = {
  name: "musr",
  cardName: "MUSR",
  description: "Stories of some 1000 words whose answer follows from many facts: murders, objects, teams.",
  modality: "text",
  questions: SOURCE,
  numFewshot: 0,
  templates: {
    evalscope: "evalscope 1.14: step by step, then a last line 'ANSWER: [LETTER]'.",
    official:
      "MuSR's own evaluation (cot+): hints how to go about it, then 'ANSWER:' and the choice's number.",
  },
  extractions: CHOICE_EXTRACTIONS,
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question(row, { template }) {
    const choices = filledTexts(row, "choices");
    const label = labelsFor(choices.length)[indexCell(row, "answer_index")];
    if (label === undefined) return badCell(row, "answer_index", "the index of a choice");
    const domain = domainOf(row);
    return {
      id: `${domain}-${row.index}`,
      category: domain,
      cluster: sha256(textCell(row, "narrative")).slice(0, CLUSTER_DIGITS),
      messages: messagesFor(row, choices, template),
      gold: { label, choices: choices.length, template },
    };
  },
  score: (reply, { gold }, extraction) =>
    gold.template === "official"
      ? officialScore(reply, gold, extraction)
      : scoreChoice(reply, gold.label, extraction, evalscopeReaders(labelsFor(gold.choices))),
};

function messagesFor(row: DataRow, choices: readonly string[], template: string): Message[] {
  const narrative = textCell(row, "narrative");
  const question = textCell(row, "question");
  return template === "official"
    ? officialMessages(domainOf(row), narrative, question, choices)
    : userMessage(evalscopePrompt(`${narrative}\n\n${question}`, choices));
}

/** Choices have numbers there, which are given back as letters so that predictions read alike. */
function officialScore(reply: string, gold: ChoiceGold, extraction: Extraction): Score {
  const labels = labelsFor(gold.choices);
  const goldNumber = labels.indexOf(gold.label) + 1;
  const official = (answer: string): string | null => {
    const number = officialNumber(answer, goldNumber, gold.choices);
    return number === null ? null : (labels[number - 1] ?? null);
  };
  const strict = (answer: string): string | null => {
    const numbers = labels.map((_, index) => String(index + 1));
    const number = lastLineLabel(answer, "ANSWER: ", numbers);
    return number === null ? null : (labels[Number(number) - 1] ?? null);
  };
  const score = scoreChoice(reply, gold.label, extraction, { official, strict });
  const guesses = extraction === "official" && score.prediction === null && !withoutReasoning(reply).unclosed;
  return guesses ? { ...score, wouldGuess: true } : score;
}
