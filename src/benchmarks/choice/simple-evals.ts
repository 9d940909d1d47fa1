import { PYTHON_SPACE } from "../../support/python/text.ts";
import type { SolvedQuestion } from "./evalscope.ts";
import { labelledLines } from "./labels.ts";

const ASKED =
  "Answer the following multiple choice question. The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.";

/** simple-evals' `QUERY_TEMPLATE_MULTICHOICE`. It knows no examples: those asked for stand in front in the same form. */
export function simpleEvalsPrompt(
  question: string,
  choices: readonly string[],
  examples: readonly SolvedQuestion[] = [],
): string {
  const shown = examples.map(
    (one) => `${one.question}\n\n${labelledLines(one.choices, ") ")}\n\nAnswer: ${one.label}`,
  );
  return [ASKED, ...shown, `${question}\n\n${labelledLines(choices, ") ")}`].join("\n\n");
}

const ANSWER = /answer[ \t]*:[ \t]*\$?([A-D])\$?/iu;

/** The first letter after `Answer:` (simple-evals' `ANSWER_PATTERN_MULTICHOICE`, for GPQA). */
export function simpleEvalsAnswer(reply: string): string | null {
  return ANSWER.exec(reply)?.[1] ?? null;
}

/** What is deleted from a reply to MMLU, in this order. */
const MARKUP = [
  "**",
  "$\\boxed{",
  "}$",
  "\\$",
  "$\\text{",
  "$",
  "\\mathrm{",
  "\\{",
  "\\text",
  "\\(",
  "\\mathbf{",
  "{",
  "\\boxed",
];

const SPACES = `[${PYTHON_SPACE}]*`;

/** "Answer" in the languages of the multilingual MMLU; the first one that a letter follows decides. */
const ANSWER_WORDS = [
  `Answer${SPACES}:`,
  `Answer${SPACES}:\u200b{6}`,
  `উত্তর${SPACES}:`,
  `उत्तर${SPACES}:`,
  "উত্তরঃ",
  `উত্তর${SPACES}:`,
  `Antwort${SPACES}:`,
  `답변${SPACES}:`,
  `정답${SPACES}:`,
  `답${SPACES}:`,
  `答案${SPACES}：`,
  `答案${SPACES}:`,
  `答${SPACES}：`,
  `答${SPACES}:`,
  `答复${SPACES}：`,
  `答曰${SPACES}：`,
  "الإجابة:",
  "الجواب:",
  "إجابة:",
  "الإجابة النهائية:",
  "الإجابة الصحيحة:",
  "الإجابة الصحيحة هي:",
  "الإجابة هي:",
  "الجواب النهائي:",
  `Respuesta${SPACES}:`,
  `Risposta${SPACES}:`,
  `答え${SPACES}:`,
  `答え${SPACES}：`,
  `回答${SPACES}:`,
  `回答${SPACES}：`,
  `解答${SPACES}:`,
  `Jawaban${SPACES}:`,
  `Réponse${SPACES}:`,
  `Resposta${SPACES}:`,
  `Jibu${SPACES}:`,
  `Idahun${SPACES}:`,
  `Ìdáhùn${SPACES}:`,
  `Idáhùn${SPACES}:`,
  `Àmọ̀nà${SPACES}:`,
  `Àdáhùn${SPACES}:`,
  `Ànúgọ${SPACES}:`,
  `Àṣàyàn${SPACES}:`,
].map((word) => new RegExp(`${word}[ \\t]*([A-D]|[أ-د]|[অ]|[ব]|[ড]|[ঢ]|[Ａ]|[Ｂ]|[Ｃ]|[Ｄ])`, "iu"));

const LETTERS: ReadonlyMap<string, string> = new Map(
  ["أبجد", "অবডঢ", "ＡＢＣＤ"].flatMap((script) =>
    [...script].map((letter, index): [string, string] => [letter, "ABCD".charAt(index)]),
  ),
);

/** The letter that simple-evals takes from a reply to MMLU. A small letter stays small, and is wrong. */
export function simpleEvalsMmluAnswer(reply: string): string | null {
  const plain = MARKUP.reduce((text, mark) => text.replaceAll(mark, ""), reply);
  for (const word of ANSWER_WORDS) {
    const letter = word.exec(plain)?.[1];
    if (letter !== undefined) return LETTERS.get(letter) ?? letter;
  }
  return null;
}
