import { PYTHON_SPACE, pythonStrip } from "../../support/python/text.ts";
import { lastBoxed, plainBox, withBoxesForFrames } from "./boxed.ts";
import { lastCharacters, lastLine, solutions } from "./passages.ts";
import { type LiveBenchScorer, scored } from "./scorer.ts";

/** Where the question does not tell the option's text: no reply holds it. */
const NO_VALUE = "FAILURE";
/** How far from the reply's end the option's text may begin. */
const VALUE_REACH = 20;
const OPTION = new RegExp(
  String.raw`\\textbf\{\((?<letter>[A-E])\)[${PYTHON_SPACE}]?\}(?<value>[^\n]*?)(?:\\qquad|\$)`,
  "gu",
);
const REPEATED = /([A-E])\1{3}/g;

/** The text of an option, as the question lists it: `\textbf{(D) } 7 \qquad`. */
export function optionValue(question: string, letter: string): string {
  let value = "";
  for (const { groups } of question.matchAll(OPTION))
    if (groups?.["letter"] === letter) value = groups["value"] ?? "";
  const plain = pythonStrip(value);
  return pythonStrip(pythonStrip(plain === "" ? NO_VALUE : plain, "$"), "~");
}

/** Competitions with options (AMC, SMC): one of five ways to say the letter is enough. */
export const scoreAmc: LiveBenchScorer = (reply, { answer, value }) => {
  const solution = singleCharacter(solutions(reply).at(-1));
  const right = answer.toLowerCase();
  if (solution?.toLowerCase() === right || reply.includes(answer.repeat(4))) return scored(answer, 1);
  const framed = withBoxesForFrames(reply);
  const boxed = boxedLetter(framed);
  const named = value ?? NO_VALUE;
  const end = lastCharacters(framed, VALUE_REACH + [...named].length);
  const closing = closingLetter(framed);
  if (boxed === right || end.includes(named) || closing === right) return scored(answer, 1);
  const repeated = [...reply.matchAll(REPEATED)].at(-1)?.[1];
  return scored(solution ?? repeated ?? boxed?.toUpperCase() ?? closing?.toUpperCase() ?? null, 0);
};

/** The character that a text consists of, however often it is repeated. */
function singleCharacter(text: string | undefined): string | null {
  const characters = new Set(text);
  const [only] = characters;
  return only !== undefined && characters.size === 1 ? only : null;
}

function boxedLetter(reply: string): string | null {
  const boxed = lastBoxed(reply);
  const letter = boxed === null ? "" : plainBox(boxed).toLowerCase();
  return /^[a-e]$/.test(letter) ? letter : null;
}

/** The last line if it is a letter, or what it has in brackets; in small letters. */
function closingLetter(reply: string): string | null {
  const line = lastLine(pythonStrip(reply));
  const letter = pythonStrip(line).replaceAll("*", "").toLowerCase();
  if (/^[a-e]$/.test(letter)) return letter;
  if (!line.includes("(") || !line.includes(")")) return null;
  const bracketed = (line.split("(")[1] ?? "").split(")")[0]?.toLowerCase() ?? "";
  return /^[a-e]$/.test(bracketed) ? bracketed : null;
}

/** AIME: the number stands in the last 50 characters. */
export const scoreAime: LiveBenchScorer = (reply, { answer }) => {
  const solution = singleCharacter(solutions(reply).at(-1));
  const end = lastCharacters(reply, 50);
  if (solution?.toLowerCase() === answer.toLowerCase() || end.includes(answer)) return scored(answer, 1);
  return scored(end.match(/\d+/g)?.at(-1) ?? null, 0);
};
