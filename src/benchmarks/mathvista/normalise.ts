import { distance } from "fastest-levenshtein";
import { pythonFloatText } from "../../support/python/integer.ts";
import { pythonFloat, pythonRound } from "../../support/python/number.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { letterAt } from "../math/pictured-text.ts";

/** What scoring needs of a MathVista question. */
export interface MathVistaGold {
  readonly answer: string;
  readonly questionType: string;
  readonly answerType: string;
  /** Decimals of a float answer. */
  readonly precision: number | null;
  /** Empty where there are none. */
  readonly choices: readonly string[];
  readonly [key: string]: string | number | null | readonly string[];
}

export const MULTIPLE_CHOICE = "multi_choice";
/** No extracted answer is longer; it keeps the search for the nearest choice cheap. */
const LONGEST = 4000;

/**
 * MathVista's last stage: an extracted answer in the form in which the right answer is published.
 * @returns `null` for what is not of the answer's type
 */
export function normalised(extraction: string, gold: MathVistaGold): string | null {
  if (gold.questionType === MULTIPLE_CHOICE) return chosen(pythonStrip(extraction), gold.choices);
  switch (gold.answerType) {
    case "integer":
      return integerText(extraction);
    case "float":
      return floatText(extraction, gold.precision);
    default:
      return extraction;
  }
}

/** A letter's choice, or the one that is nearest to the text by edits; the first one of several. */
function chosen(extraction: string, choices: readonly string[]): string | null {
  const bracketed = /\(([a-zA-Z])\)/.exec(extraction)?.[1]?.toUpperCase();
  const answer = bracketed ?? extraction;
  const lettered = choices.find((_, index) => letterAt(index) === answer);
  if (lettered !== undefined) return lettered;
  const distances = choices.map((choice) => distance(answer.slice(0, LONGEST), choice));
  return choices[distances.indexOf(Math.min(...distances))] ?? null;
}

/** Python's `str(int(float(text)))`. */
export function integerText(text: string): string | null {
  const value = pythonFloat(text);
  return value === null || !Number.isFinite(value) ? null : String(BigInt(Math.trunc(value)));
}

/** Python's `str(round(float(text), precision))`: `5.0`, not `5`. */
export function floatText(text: string, precision: number | null): string | null {
  const value = pythonFloat(text);
  return value === null || precision === null
    ? null
    : pythonFloatText(pythonRound(value, Math.trunc(precision)));
}
