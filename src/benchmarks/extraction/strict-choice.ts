import { pythonStrip } from "../../support/python/text.ts";

/**
 * The forms in which prompts ask for a letter: the letter and nothing else; a last line with it; for CII-Bench, whose prompt
 * ends with the words before the letter, all of the reply with or without them.
 * Around options that are listed as `(A)`, the brackets may be there or not.
 */
export type AnswerForm =
  | "letter"
  | "(letter)"
  | "Answer: letter"
  | "ANSWER: letter"
  | "答案：letter"
  | "last 答案：letter";

const FORMS: Readonly<Record<AnswerForm, RegExp>> = {
  letter: /^(?<letters>[A-Z]+)$/,
  "(letter)": /^\(?(?<letters>[A-Z]+)\)?$/,
  "Answer: letter": /(?:^|\n)Answer: (?<letters>[A-Z]+)$/,
  "ANSWER: letter": /(?:^|\n)ANSWER: (?<letters>[A-Z]+)$/,
  "答案：letter": /^(?:答案：)?(?<letters>[A-Z]+)$/,
  "last 答案：letter": /(?:^|\n)答案：(?<letters>[A-Z]+)$/,
};

const LAST_LINE_FORMS: ReadonlySet<AnswerForm> = new Set([
  "Answer: letter",
  "ANSWER: letter",
  "last 答案：letter",
]);

/** Longer replies are looked at from here on: an answer's line is the last one. */
const TAIL = 200;

/**
 * The letter of a reply in exactly the form that was asked for, white space around it aside.
 * @param several whether letters in a row are one answer, such as `AC`
 */
export function strictChoice(
  answer: string,
  labels: readonly string[],
  form: AnswerForm,
  several = false,
): string | null {
  const text = pythonStrip(answer);
  const lineAlone = LAST_LINE_FORMS.has(form);
  if (!lineAlone && text.length > TAIL) return null;
  const letters = FORMS[form].exec(lineAlone ? text.slice(-TAIL) : text)?.groups?.["letters"];
  if (letters === undefined) return null;
  if (!several) return labels.includes(letters) ? letters : null;
  return [...letters].every((letter) => labels.includes(letter)) ? letters : null;
}
