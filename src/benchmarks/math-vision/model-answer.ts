import { pythonFloat } from "../../support/python/number.ts";
import { afterLast, pythonRightStrip, pythonStrip } from "../../support/python/text.ts";
import { stripString, without } from "./strip-string.ts";

const LETTERS = ["A", "B", "C", "D", "E"];
const OFFICIAL_PHRASES = [
  "the final answer is",
  "the answer is",
  "the correct answer is",
  "the answer should be",
];
/** Removed in this order, once each. */
const DRESSING = [
  "\\text",
  "\\mbox",
  "\\left",
  "\\right",
  "^{\\circ}",
  "^\\circ",
  "{m}^3",
  "m^3",
  "{units}",
  "units",
  "{km}",
  "km",
];

/** No number that is an answer is longer. */
const LONGEST_NUMBER = 1000;

export interface ModelAnswer {
  /** As MATH-V's `model_answer` reads: in lower case, without spaces. */
  readonly text: string;
  /** Whether any of the rules found an answer, or the whole reply was taken for one. */
  readonly found: boolean;
}

/** The answer that MATH-V's own evaluation takes from a reply. */
export function officialAnswer(reply: string): ModelAnswer {
  const { text, found } = answerPart(pythonStrip(reply), OFFICIAL_PHRASES);
  const answer = pythonRightStrip(withBareLetters(mathAnswer(text, true)), ".");
  return { text: pythonStrip(withoutColons(answer)), found };
}

/** The answer that FlagEvalMM's MathVision task takes from a reply. */
export function flagevalAnswer(reply: string): ModelAnswer {
  const { text, found } = answerPart(reply, [...OFFICIAL_PHRASES, "answer:"]);
  const answer = pythonStrip(withBareLetters(mathAnswer(text, false)));
  return { text: pythonRightStrip(withoutColons(answer), "."), found };
}

function answerPart(reply: string, phrases: readonly string[]): ModelAnswer {
  const lettered = loneLetter(reply) ?? reply;
  const stated = pythonRightStrip(afterLast(lettered, "is "), ".");
  const text = stated.length > LONGEST_NUMBER || pythonFloat(stated) === null ? lettered : stated;
  if (text.includes("oxed{")) {
    const several = text.indexOf("oxed{") !== text.lastIndexOf("oxed{");
    return { text: several ? `\\boxed{${afterLast(text, "oxed{")}` : text, found: true };
  }
  const tail = phrases.reduce(afterPhrase, text);
  return { text: tail, found: tail !== pythonStrip(reply) };
}

/** The letter that a reply begins or ends with, set apart as MATH-V expects it. */
function loneLetter(reply: string): string | null {
  const holds = (letter: string): boolean =>
    [` ${letter}.`, ` (${letter}).`].some((end) => reply.endsWith(end)) ||
    [`${letter}\n`, `(${letter})\n`, `(${letter}) ${letter}\n`].some((start) => reply.startsWith(start));
  return LETTERS.find(holds) ?? null;
}

function afterPhrase(text: string, phrase: string): string {
  return [phrase, phrase.replaceAll("the", "The")].reduce((rest, form) => {
    const tail = pythonStrip(afterLast(rest, form));
    return rest.includes(form) ? firstSentence(tail) : tail;
  }, text);
}

function firstSentence(text: string): string {
  return (text.split("\n", 1)[0] ?? "").split(". ", 1)[0] ?? "";
}

/** @param cutsBrace whether a brace that closes more than was opened ends the answer */
function mathAnswer(text: string, cutsBrace: boolean): string {
  const boxed = greedilyBoxed(text.toLowerCase().replaceAll("{}", ""));
  const balanced = cutsBrace ? beforeOddBrace(boxed) : boxed;
  const value = afterLast(afterLast(balanced, "="), "\\approx");
  const plain = without(value, [" ", "\\,"])
    .replaceAll("∞", "\\infty")
    .replaceAll("+\\infty", "\\infty")
    .replaceAll("\\\\", "\\")
    .replaceAll("\n", "");
  return stripString(without(plain.replaceAll("bmatrix", "pmatrix"), DRESSING));
}

/** What stands between the first `oxed{` and the last brace, or the whole text. */
function greedilyBoxed(text: string): string {
  const from = text.indexOf("oxed{");
  const to = text.lastIndexOf("}");
  return from === -1 || to < from ? text : text.slice(from + "oxed{".length, to);
}

function beforeOddBrace(text: string): string {
  const closing = text.indexOf("}");
  const opening = text.indexOf("{");
  return closing !== -1 && (opening === -1 || closing < opening) ? text.slice(0, closing) : text;
}

function withBareLetters(text: string): string {
  const letters = LETTERS.map((letter) => letter.toLowerCase());
  const unbracketed = letters.reduce((rest, letter) => rest.replaceAll(`(${letter})`, letter), text);
  return letters.reduce((rest, letter) => rest.replaceAll(`{${letter}}`, letter), unbracketed);
}

function withoutColons(text: string): string {
  return text.replace(/^:+/, "");
}
