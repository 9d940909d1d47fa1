import { pythonStrip } from "../../support/python/text.ts";
import { keyPhrases } from "./key-phrases.ts";
import { numbersIn, roundedNumber } from "./python-numbers.ts";

const WORDS = ["could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result "];

/** A text as MMMU compares it: a number to two decimals, or lower case with a space beside a single character. */
type Normal = string | number;

export interface OpenMatch {
  /** The part of the reply that is right, or else the first one that was looked at; `null` where there was nothing. */
  readonly prediction: string | null;
  readonly right: boolean;
}

/** MMMU's `parse_open_response` and `eval_open`. */
export function mmmuOpen(reply: string, golds: readonly string[]): OpenMatch {
  const text = pythonStrip(pythonStrip(reply), ".").toLowerCase();
  // The official code also splits after a full stop before a capital, of which there is none any more.
  const phrases = keyPhrases(text, text.split("\n"), WORDS, true);
  const candidates = [...phrases, ...phrases.flatMap(numbersIn)].filter((phrase) => phrase !== "");
  const normalGolds = golds.flatMap(normal);
  const match = candidates.find((candidate) => normal(candidate).some((one) => matches(one, normalGolds)));
  return { prediction: match ?? candidates[0] ?? null, right: match !== undefined };
}

/** Whether all of a reply is a gold answer, in the same normal form. */
export function exactOpen(reply: string, golds: readonly string[]): OpenMatch {
  const text = pythonStrip(reply).replace(/\.$/, "");
  if (text === "") return { prediction: null, right: false };
  const normalGolds = golds.flatMap(normal);
  return { prediction: text, right: normal(text).some((one) => normalGolds.includes(one)) };
}

function matches(candidate: Normal, golds: readonly Normal[]): boolean {
  if (typeof candidate === "number") return golds.includes(candidate) && !Number.isNaN(candidate);
  return golds.some((gold) => typeof gold === "string" && candidate.includes(gold));
}

function normal(text: string): Normal[] {
  const stripped = pythonStrip(text);
  const number = roundedNumber(stripped);
  if (number !== null) return [number];
  const lower = stripped.toLowerCase();
  return [...lower.slice(0, 3)].length === 1 ? [` ${lower}`, `${lower} `] : [lower];
}
