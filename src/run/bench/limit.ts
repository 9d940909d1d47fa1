import { FvalidateError } from "../../support/errors.ts";

/** Which rows of a data set are asked, by their place in it. */
export type Limit =
  | { readonly kind: "all" }
  | { readonly kind: "first"; readonly count: number }
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

/**
 * Reads `50` (the first 50), `0.1` (the first tenth) or `100:200` (from the 100th on up to, but not with, the 200th,
 * counted from 0).
 * @throws FvalidateError of kind `usage`
 */
export function parseLimit(text: string | number | null): Limit {
  if (text === null) return { kind: "all" };
  const limit = rangeOf(String(text)) ?? countOf(String(text));
  if (limit !== null) return limit;
  throw new FvalidateError("usage", `--limit ${text}: not a number of questions.`, {
    hint: "Take 50 (the first fifty), 0.1 (the first tenth) or 100:200 (from one place to before another).",
  });
}

function rangeOf(text: string): Limit | null {
  const range = /^(\d+)[:-](\d+)$/.exec(text);
  if (range === null) return null;
  const [from, to] = [Number(range[1]), Number(range[2])];
  return from < to ? { kind: "range", from, to } : null;
}

function countOf(text: string): Limit | null {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isSafeInteger(number) && number > 0) return { kind: "first", count: number };
  return number > 0 && number < 1 ? { kind: "share", share: number } : null;
}

/** A limit in a question's place: whether it is asked, and whether any after it can be. */
export interface Selection {
  takes(place: number): boolean;
  /** Whether no question from this place on is taken. */
  endsAt(place: number): boolean;
}

/** @param total questions in the whole data set; only a share needs it */
export function selectionOf(limit: Limit, total: number): Selection {
  const [from, to] = boundsOf(limit, total);
  return { takes: (place) => place >= from && place < to, endsAt: (place) => place >= to };
}

function boundsOf(limit: Limit, total: number): [from: number, to: number] {
  switch (limit.kind) {
    case "all":
      return [0, Number.POSITIVE_INFINITY];
    case "first":
      return [0, limit.count];
    case "share":
      return [0, Math.max(1, Math.ceil(limit.share * total))];
    case "range":
      return [limit.from, limit.to];
  }
}

/** The limit in words, for a report. */
export function describeLimit(limit: Limit): string {
  switch (limit.kind) {
    case "all":
      return "all questions";
    case "first":
      return `the first ${limit.count} questions`;
    case "share":
      return `the first ${limit.share * 100} % of the questions`;
    case "range":
      return `the questions from place ${limit.from} to ${limit.to - 1}`;
  }
}
