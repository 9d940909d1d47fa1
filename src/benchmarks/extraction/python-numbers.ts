import { pythonFloat, pythonRound } from "../../support/python/number.ts";
import { PYTHON_WORD_BOUNDARY } from "../../support/python/text.ts";

const DIGIT = String.raw`\p{Nd}`;
/** Looked for from the first digit of a run alone: it holds for all of a run or for none of it. */
const RUN = `(?<!${DIGIT})${DIGIT}+`;

const WITH_COMMAS = new RegExp(
  `-?${PYTHON_WORD_BOUNDARY}${DIGIT}{1,3}(?:,${DIGIT}{3})+${PYTHON_WORD_BOUNDARY}`,
  "gu",
);
const SCIENTIFIC = new RegExp(`-?${RUN}(?:\\.${DIGIT}+)?[eE][+-]?${DIGIT}+`, "gu");
const SIMPLE = new RegExp(
  `-?(?:${RUN}\\.${DIGIT}+|\\.${DIGIT}+|${RUN}${PYTHON_WORD_BOUNDARY})(?![eE][+-]?${DIGIT}+)(?![,${DIGIT}])`,
  "gu",
);

const WITH_CHINESE_COMMAS = new RegExp(`-?${DIGIT}{1,3}(?:，${DIGIT}{3})+`, "gu");
const SIMPLE_CHINESE = new RegExp(
  `-?(?:${DIGIT}+\\.${DIGIT}+|\\.${DIGIT}+|${DIGIT}+)(?![eE][+-]?${DIGIT}+)(?!，${DIGIT})`,
  "gu",
);

/** The numbers in a text, as MMMU's `extract_numbers` finds them. */
export function numbersIn(text: string): string[] {
  return [WITH_COMMAS, SCIENTIFIC, SIMPLE].flatMap((form) => text.match(form) ?? []);
}

/** The same for CMMMU, whose thousands are set apart by Chinese commas. */
export function chineseNumbersIn(text: string): string[] {
  return [WITH_CHINESE_COMMAS, SCIENTIFIC, SIMPLE_CHINESE].flatMap((form) => text.match(form) ?? []);
}

/** A text's value to two decimals, commas aside; `null` for what is no number. */
export function roundedNumber(text: string): number | null {
  const number = pythonFloat(text.replaceAll(",", ""));
  return number === null ? null : pythonRound(number, 2);
}
