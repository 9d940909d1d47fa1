import { pythonRightStrip, pythonStrip } from "../../support/python/text.ts";

/** What lm-eval's `exact_match` ignores: Python's `string.punctuation`. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Enough of an answer that is no label to tell it from another one. */
const KEPT_CHARACTERS = 100;

/** The label that lm-eval's `exact_match`, ignoring case and punctuation, takes the text for; else the text's start. */
export function asLabel(text: string | null, labels: readonly string[]): string | null {
  if (text === null) return null;
  const found = comparable(text);
  return labels.find((label) => comparable(label) === found) ?? text.slice(0, KEPT_CHARACTERS);
}

function comparable(text: string): string {
  return text.toLowerCase().replace(PUNCTUATION, "");
}

/** The reply as far as a server would have written it that knows the stop text. */
export function beforeStop(reply: string, stop: string): string {
  const at = reply.indexOf(stop);
  return at === -1 ? reply : reply.slice(0, at);
}

/** The first line, of which lm-eval's `mmlu_*_generative` takes all. */
export function firstLine(reply: string): string | null {
  const line = pythonStrip(beforeStop(reply, "\n"));
  return line === "" ? null : line;
}

const ANSWER_IS = /answer is \(?([ABCDEFGHIJ])\)?/;

/** The first letter after `answer is` (lm-eval's `mmlu_pro`). */
export function firstAnswerIs(reply: string): string | null {
  return ANSWER_IS.exec(reply)?.[1] ?? null;
}

/**
 * The last label in brackets; else the choice whose text stands last in the reply; else the last letter after a colon
 * (lm-eval's `multi_choice_regex` with `group_select: -1`, ignoring case and punctuation).
 * @returns as `(A)`, or a choice's text where its punctuation keeps lm-eval from telling its letter
 */
export function lastChoice(reply: string, choices: readonly string[]): string | null {
  const bracketed = reply.match(/\([A-Z]\)/g)?.at(-1);
  if (bracketed !== undefined) return bracketed;
  return lastChoiceText(reply, choices) ?? lastAfterColon(reply, choices.length);
}

const ANY_PUNCTUATION = /\p{P}/gu;

function lastChoiceText(reply: string, choices: readonly string[]): string | null {
  const texts = choices.map((choice) => plain(pythonStrip(choice)));
  const expression = new RegExp(texts.map(escaped).join("|"), "g");
  const match = pythonStrip(plain(reply).match(expression)?.at(-1) ?? "");
  if (match === "") return null;
  // Of choices alike but for punctuation lm-eval knows the last one only.
  const index = texts.lastIndexOf(match);
  return index === -1 ? match : `(${labelAt(index)})`;
}

function lastAfterColon(reply: string, count: number): string | null {
  const expression = new RegExp(`:[\\s\\x1c-\\x1f\\x85]*([A-${labelAt(count - 1)}])`, "g");
  const letter = [...reply.matchAll(expression)].at(-1)?.[1];
  return letter === undefined ? null : `(${letter})`;
}

function plain(text: string): string {
  return text.toLowerCase().replace(ANY_PUNCTUATION, "");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function labelAt(index: number): string {
  return String.fromCharCode(65 + index);
}

/** `The answer is (X)`, once and at the end. */
export function closingAnswerIs(reply: string): string | null {
  return /[Tt]he answer is \(([A-Z])\)\.?$/.exec(pythonRightStrip(reply).slice(-40))?.[1] ?? null;
}
