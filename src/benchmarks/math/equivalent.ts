import { type AnswerForm, answerForm } from "./answer-form.ts";
import { comparableText, plainLatex } from "./latex-text.ts";
import { asInterval, sameLetter, sameRelation, sideOf } from "./relations.ts";
import { sameValue } from "./same-value.ts";

/** No answer is longer; only as text can a longer one be the same. */
const LONGEST = 1500;
const BASE = /(?<=^\d+)_\{?\d{1,2}\}?$/;

/**
 * Whether an answer in LaTeX or plain mathematics is the same as the right one: as text, by value, or part by part.
 * The order counts in points, vectors and intervals, not in sets and lists.
 */
export function isEquivalent(answer: string, gold: string): boolean {
  if (answer.trim() === gold.trim()) return gold.trim() !== "";
  if (answer.length > LONGEST || gold.length > LONGEST) return false;
  const [given, right] = [plainLatex(answer), plainLatex(gold)];
  if (given === "" || right === "") return false;
  if (comparableText(given) === comparableText(right)) return true;
  return [true, false].some((thousands) =>
    sameForm(answerForm(given, thousands), answerForm(right, thousands)),
  );
}

function sameForm(given: AnswerForm, right: AnswerForm): boolean {
  if (given.kind === "relation" || right.kind === "relation") return sameRelated(given, right);
  const [one, other] = [unwrapped(given), unwrapped(right)];
  if (one.kind === "scalar" && other.kind === "scalar") return sameScalar(one.text, other.text);
  if (one.kind === "matrix" && other.kind === "matrix")
    return sameLists(one.rows, other.rows, (first, second) => sameLists(first, second, sameForm));
  if (one.kind === "tuple" && other.kind === "tuple")
    return (
      one.open === other.open && one.close === other.close && sameLists(one.items, other.items, sameForm)
    );
  const unordered = one.kind === other.kind && (one.kind === "set" || one.kind === "union");
  return unordered && other.kind === one.kind && sameMembers(one.items, other.items);
}

/** Equations and inequalities; `x=5` is the same as 5, and `x<5` as an interval. */
function sameRelated(given: AnswerForm, right: AnswerForm): boolean {
  const both = given.kind === "relation" && right.kind === "relation";
  if (both && sameRelation(given, right)) return true;
  const [one, other] = [sideOf(given, false), sideOf(right, true)];
  if (one !== null && other !== null) return (!both || sameLetter(given, right)) && sameForms(one, other);
  if (given.kind === "relation" && one !== null) return sameForm(answerForm(one), right);
  if (right.kind === "relation" && other !== null) return sameForm(given, answerForm(other));
  const [interval, rightInterval] = [asInterval(given), asInterval(right)];
  return interval !== null && rightInterval !== null && sameForm(interval, rightInterval);
}

function sameForms(given: string, right: string): boolean {
  return sameForm(answerForm(given), answerForm(right));
}

function sameScalar(given: string, right: string): boolean {
  const [one, other] = [comparableText(given), comparableText(right)];
  return one === other || sameDigits(one, other) || sameValue(given, right);
}

/** A number's base may be left out: `2516_8` is asked for as a number in base 8. */
function sameDigits(one: string, other: string): boolean {
  const bare = (text: string): string => text.replace(BASE, "");
  return BASE.test(one) !== BASE.test(other) && bare(one) === bare(other);
}

/** A set of one is its member. */
function unwrapped(form: AnswerForm): AnswerForm {
  const [only] = form.kind === "set" ? form.items : [];
  return only !== undefined && form.kind === "set" && form.items.length === 1 ? only : form;
}

function sameLists<Item>(
  given: readonly Item[],
  right: readonly Item[],
  same: (first: Item, second: Item) => boolean,
): boolean {
  return (
    given.length === right.length &&
    given.every((item, index) => {
      const other = right[index];
      return other !== undefined && same(item, other);
    })
  );
}

/** Sets do not count how often they hold a member. */
function sameMembers(given: readonly AnswerForm[], right: readonly AnswerForm[]): boolean {
  return (
    right.every((member) => given.some((candidate) => sameForm(candidate, member))) &&
    given.every((candidate) => right.some((member) => sameForm(candidate, member)))
  );
}
