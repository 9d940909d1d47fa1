import { pythonInteger } from "../../support/python/integer.ts";
import { pythonFloat } from "../../support/python/number.ts";
import { afterLast, pythonStrip } from "../../support/python/text.ts";
import { lastBoxed } from "./boxed.ts";
import { editDistance } from "./edit-distance.ts";
import { lastLine } from "./passages.ts";
import { type LiveBenchScorer, ScoringFailure, scored } from "./scorer.ts";

const MARK = "answer:";
/** An item of the list that is no number. */
const NO_NUMBER = "?";
/** What Python's `isdigit` takes for a digit: superscripts and circled digits too. */
const DIGIT = String.raw`[\p{Nd}\u{b2}-\u{b3}\u{b9}\u{1369}-\u{1371}\u{19da}\u{2070}\u{2074}-\u{2079}\u{2080}-\u{2089}\u{2460}-\u{2468}\u{2474}-\u{247c}\u{2488}-\u{2490}\u{24ea}\u{24f5}-\u{24fd}\u{24ff}\u{2776}-\u{277e}\u{2780}-\u{2788}\u{278a}-\u{2792}\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]`;
const DIGITS = new RegExp(`${DIGIT}+`, "u");

/** Proofs whose formulas are to be put in order: how near the reply's list of numbers comes to the right one. */
export const scoreOlympiad: LiveBenchScorer = (reply, { answer }) => {
  const gold = answer.split(",").map(numberOf);
  const found = afterMark(reply) ?? inBox(reply) ?? onLastLine(reply) ?? afterLastMark(reply);
  const length = Math.max(found.length, gold.length);
  return scored(found.join(","), 1 - editDistance(found, gold) / length);
};

function numberOf(text: string): string {
  // Digits of every script count.
  const ascii = text.replace(/\p{Nd}/gu, (digit) => String(pythonFloat(digit)));
  return pythonInteger(ascii)?.toString() ?? NO_NUMBER;
}

/** A list without any number counts as none. */
function unlessEmpty(numbers: readonly string[]): readonly string[] | null {
  return numbers.every((number) => number === NO_NUMBER) ? null : numbers;
}

/** The list behind `answer:` on the last line that has one, or on the line after it. */
function afterMark(reply: string): readonly string[] | null {
  const lower = reply.toLowerCase();
  if (!lower.includes(MARK)) return null;
  const lines = pythonStrip(lower).split("\n");
  const at = lines.findLastIndex((line) => line.includes(MARK));
  const rest = withoutMarkup(lines[at]?.split(MARK)[1] ?? "");
  const next = lines[at + 1];
  const list = rest === "" && next !== undefined ? withoutMarkup(next) : rest;
  const items = list.split(",").map((item) => afterLast(pythonStrip(item), " "));
  const plain = items.map((item) => item.replace(/[${}\\]/g, "").replaceAll("boxed", ""));
  return unlessEmpty(plain.map((item) => numberOf(item.replace(/[<>]/g, ""))));
}

function withoutMarkup(text: string): string {
  return pythonStrip(text.replaceAll(MARK, "").replaceAll("**", "").replaceAll(".", ""));
}

function inBox(reply: string): readonly string[] | null {
  if (!reply.includes("\\boxed")) return null;
  const content = lastBoxed(reply) ?? reply;
  const list = content.replaceAll("\\text{", "").replaceAll("}", "").replaceAll("\\", "");
  return unlessEmpty(pythonStrip(list).split(",").map(numberOf));
}

function onLastLine(reply: string): readonly string[] | null {
  const runs = lastLine(pythonStrip(reply).toLowerCase()).split(",").map(firstDigits);
  return unlessEmpty(runs.filter((run) => run !== "").map(numberOf));
}

/** The numbers behind the last `answer:`, up to the first one that something else follows. */
function afterLastMark(reply: string): readonly string[] {
  const numbers: string[] = [];
  for (const [index, item] of afterLast(reply.toLowerCase(), MARK).split(",").entries()) {
    const text = pythonStrip(item);
    const run = firstDigits(text);
    if (run !== "" && run !== "₂") numbers.push(certainNumber(run));
    if (index > 0 && run.length < text.length) break;
  }
  return numbers;
}

function certainNumber(run: string): string {
  const number = numberOf(run);
  if (number === NO_NUMBER) throw new ScoringFailure(`${run.slice(0, 20)} is no number`);
  return number;
}

function firstDigits(text: string): string {
  return DIGITS.exec(text)?.[0] ?? "";
}
