import type { DataRow, QuestionContext } from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { evalscopePrompt } from "../choice/evalscope.ts";
import { labelsFor } from "../choice/labels.ts";
import { asLabel, closingAnswerIs, lastChoice } from "../choice/lm-eval.ts";
import { evalscopeReaders } from "../choice/readers.ts";
import { simpleEvalsAnswer, simpleEvalsPrompt } from "../choice/simple-evals.ts";
import { lastLineLabel } from "../choice/strict.ts";
import type { ChoiceGold, ChoiceTemplates } from "../choice/template.ts";
import { badCell, optionalText, textCell } from "../rows/cells.ts";
import { evalscopeOrder, lmEvalOrder, simpleEvalsOrder } from "./order.ts";

/** lm-eval looks for the choices' texts in the reply, the other harnesses need the label alone. */
export type GpqaGold = ChoiceGold & { readonly texts: readonly string[] };

/** A question with its choices in the order in which they are shown. */
export interface ShownQuestion {
  readonly question: string;
  readonly choices: readonly string[];
  readonly label: string;
}

export const LABELS = labelsFor(4);

export const TEMPLATES: ChoiceTemplates<ShownQuestion, GpqaGold> = {
  evalscope: {
    origin: "evalscope 1.14, which FlagRelease runs: step by step, then a last line 'ANSWER: [LETTER]'.",
    prompt: ({ question, choices }) => evalscopePrompt(question, choices),
    readers: evalscopeReaders,
  },
  "lm-eval": {
    origin: "lm-eval's gpqa cot_zeroshot: step by step, in no form that the prompt asks for.",
    prompt: ({ question, choices }) => {
      const lines = choices.map((choice, index) => `(${LABELS[index]}) ${choice}`).join("\n");
      return `What is the correct answer to this question:${question}\nChoices:\n${lines}\nLet's think step by step: `;
    },
    readers: (labels, gold) => ({
      official: (answer) => asLabel(lastChoice(answer, gold.texts), labels),
      strict: closingAnswerIs,
    }),
  },
  "simple-evals": {
    origin: "simple-evals: step by step, then 'Answer: $LETTER', read from its first occurrence.",
    prompt: ({ question, choices }) => simpleEvalsPrompt(question, choices),
    readers: (labels) => ({
      official: simpleEvalsAnswer,
      strict: (answer) => lastLineLabel(answer, "Answer: ", labels),
    }),
  },
};

const CORRECT = "Correct Answer";
const INCORRECT = ["Incorrect Answer 1", "Incorrect Answer 2", "Incorrect Answer 3"] as const;

/** How each harness prepares the choices, and in which order it shows them. */
const ARRANGEMENTS: Readonly<Record<string, (row: DataRow, seed: number) => ShownQuestion>> = {
  evalscope: (row, seed) => {
    const question = pythonStrip(textCell(row, "Question"));
    return shown(row, [...INCORRECT, CORRECT], pythonStrip, evalscopeOrder(question, seed, LABELS.length));
  },
  "lm-eval": (row, seed) =>
    shown(row, [...INCORRECT, CORRECT], cleaned, lmEvalOrder(row.index, seed, LABELS.length)),
  "simple-evals": (row, seed) =>
    shown(row, [CORRECT, ...INCORRECT], (text) => text, simpleEvalsOrder(row.index, seed, LABELS.length)),
};

export function arrangedFor(row: DataRow, { template, seed }: QuestionContext): ShownQuestion {
  const arrange = ARRANGEMENTS[template];
  if (arrange === undefined) throw new RangeError(`no order of choices for the template ${template}`);
  return arrange(row, seed);
}

function shown(
  row: DataRow,
  columns: readonly string[],
  prepared: (text: string) => string,
  order: readonly number[],
): ShownQuestion {
  const textAt = (column: string): string => {
    const text = optionalText(row, column);
    return text === null ? " " : prepared(text);
  };
  const choices = order.map((index) => textAt(columns[index] ?? ""));
  const correct = prepared(textCell(row, CORRECT));
  // As the harnesses find it: of two choices alike the first one is the right one.
  const label = LABELS[choices.indexOf(correct)] ?? badCell(row, CORRECT, "one of the choices");
  for (const column of INCORRECT) if (row.cells[column] === undefined) badCell(row, column, "a choice");
  return { question: textCell(row, "Question"), choices, label };
}

function cleaned(text: string): string {
  return pythonStrip(text).replaceAll(" [title]", ". ").replaceAll("  ", " ");
}
