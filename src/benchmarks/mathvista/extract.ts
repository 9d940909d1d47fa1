import { pythonFloatText, pythonInteger } from "../../support/python/integer.ts";
import { pythonFloat } from "../../support/python/number.ts";
import { afterLast } from "../../support/python/text.ts";
import { lastBoxed } from "../math/boxed.ts";
import { letterAt } from "../math/pictured-text.ts";
import { type MathVistaGold, MULTIPLE_CHOICE } from "./normalise.ts";

/** Asked for in this order; the text after the last one of them is where the answer stands. */
const PHRASES = [
  "answer is",
  "answer:",
  "answer would be",
  "answer should be",
  "答案是",
  "答案为",
  "答案:",
  "答案：",
];
const NUMBER = /[-+]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)/g;
/** A reply no longer than this is an answer itself. */
const SHORT = 100;
/** The answer stands at the end; it keeps hostile replies cheap. */
const LONGEST_SEARCHED = 20_000;

/**
 * The answer in a reply. MathVista asks GPT-4 for it but for replies that are answers already; this tool asks no
 * model, and reads what stands in a box, after the words that announce an answer, or last.
 * @returns `null` where nothing like an answer is found
 */
export function extractedAnswer(reply: string, gold: MathVistaGold): string | null {
  return ready(reply, gold) ?? quoted(reply) ?? searched(reply.slice(-LONGEST_SEARCHED), gold);
}

/** The replies that MathVista takes as they are. */
function ready(reply: string, gold: MathVistaGold): string | null {
  if (gold.questionType === MULTIPLE_CHOICE) return gold.choices.includes(reply) ? reply : null;
  if (gold.answerType === "integer") return pythonInteger(reply)?.toString() ?? null;
  const value = gold.answerType === "float" ? pythonFloat(reply) : null;
  return value === null ? null : pythonFloatText(value);
}

/** MathVista's quick rule. */
function quoted(reply: string): string | null {
  const start = reply.indexOf('The answer is "');
  if (start === -1) return null;
  return /^The answer is "([^\n\r]*)"\./.exec(reply.slice(start, start + LONGEST_SEARCHED))?.[1] ?? null;
}

function searched(reply: string, gold: MathVistaGold): string | null {
  const boxed = lastBoxed(reply);
  if (boxed !== null) return foundIn(boxed, gold, "first");
  const phrase = PHRASES.find((words) => reply.toLowerCase().includes(words));
  const announced = phrase === undefined ? null : foundIn(sentenceAfter(reply, phrase), gold, "first");
  return announced ?? foundIn(reply, gold, "last");
}

function sentenceAfter(reply: string, phrase: string): string {
  const tail = reply.slice(reply.length - afterLast(reply.toLowerCase(), phrase).length);
  return /^[\s*:]*[^\n]*/.exec(tail)?.[0].trim() ?? "";
}

function foundIn(text: string, gold: MathVistaGold, which: "first" | "last"): string | null {
  if (gold.questionType === MULTIPLE_CHOICE) return choiceIn(text, gold.choices, which);
  if (gold.answerType === "list") return text.match(/\[[^[\]]*\]/g)?.at(-1) ?? null;
  return numberIn(text, which);
}

function numberIn(text: string, which: "first" | "last"): string | null {
  const numbers = text.match(NUMBER) ?? [];
  return (which === "first" ? numbers[0] : numbers.at(-1))?.replaceAll(",", "") ?? null;
}

/** A letter in brackets, a choice's own words, or a letter by itself. */
function choiceIn(text: string, choices: readonly string[], which: "first" | "last"): string | null {
  const letters = choices.map((_, index) => letterAt(index)).join("");
  if (letters === "") return null;
  const pick = (found: readonly string[]): string | null =>
    (which === "first" ? found[0] : found.at(-1)) ?? null;
  const bracketed = pick(
    [...text.matchAll(new RegExp(`\\(([${letters}])\\)`, "gi"))].map((match) => match[1] ?? ""),
  );
  if (bracketed !== null) return `(${bracketed})`;
  const worded = pick(mentioned(text, choices));
  const alone = pick(
    [...text.matchAll(new RegExp(`(?<![\\w'])([${letters}])(?![\\w']| [a-z])`, "g"))].map(
      (match) => match[0],
    ),
  );
  if (which === "first" && text.length <= SHORT) return worded ?? alone ?? (text === "" ? null : text);
  return worded ?? alone;
}

/** The choices that the text names, in the order of their last mention; one that is part of another's words is not named. */
function mentioned(text: string, choices: readonly string[]): string[] {
  const lower = text.toLowerCase();
  const places = choices.map((choice) => ({ choice, at: lastWord(lower, choice.toLowerCase()) }));
  const named = places.filter(({ at }) => at !== -1);
  return named
    .filter(
      ({ choice, at }) =>
        !named.some(
          (other) =>
            other.choice.length > choice.length && other.at <= at && at < other.at + other.choice.length,
        ),
    )
    .sort((one, other) => one.at - other.at)
    .map(({ choice }) => choice);
}

function lastWord(text: string, word: string): number {
  for (
    let at = word === "" ? -1 : text.lastIndexOf(word);
    at !== -1;
    at = at === 0 ? -1 : text.lastIndexOf(word, at - 1)
  ) {
    const around = text.charAt(at - 1) + text.charAt(at + word.length);
    if (!/\w/.test(around)) return at;
  }
  return -1;
}
