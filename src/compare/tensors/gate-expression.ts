import { distance } from "fastest-levenshtein";
import { COMPARISONS, type Comparison } from "../../contracts/verdict.ts";
import { FvalidateError } from "../../support/errors.ts";

/** A limit on one figure of every tensor, as `--gate` has it. */
export interface GateExpression {
  readonly key: string;
  readonly comparison: Comparison;
  readonly limit: number;
}

/** At least half of a near match is the same. */
const NEAR = 0.5;
const NEAR_MATCHES = 3;

/**
 * Reads `cosine>=0.999`.
 * @param keys the figures that a limit may be set on
 * @throws FvalidateError of kind `usage`
 */
export function parseGate(text: string, keys: readonly string[]): GateExpression {
  const parts = /^\s*([A-Za-z]\w*)\s*(<=|>=|<|>|=)\s*(\S+)\s*$/.exec(text);
  const [, key = "", sign = "", limitText = ""] = parts ?? [];
  const comparison = COMPARISONS.find((known) => known === sign);
  const limit = Number(limitText);
  if (comparison === undefined || !Number.isFinite(limit)) {
    throw new FvalidateError("usage", `--gate takes a figure and its limit, not "${text}".`, {
      hint: "For example --gate 'cosine>=0.999' (quoted: the shell takes > for itself); also <=, <, > and =.",
    });
  }
  if (!keys.includes(key)) throw unknownFigure(key, keys);
  return { key, comparison, limit };
}

function unknownFigure(key: string, keys: readonly string[]): FvalidateError {
  const near = nearMatches(key, keys);
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  return new FvalidateError("usage", `--gate: there is no figure "${key}".${meant}`, {
    hint: `Figures: ${keys.join(", ")}.`,
  });
}

/** The nearest first; names that the typed one is a part of count as near. */
function nearMatches(key: string, keys: readonly string[]): string[] {
  const typed = key.toLowerCase();
  return keys
    .map((known) => ({ known, away: awayFrom(typed, known.toLowerCase()) }))
    .filter(({ away }) => away <= NEAR)
    .sort((one, other) => one.away - other.away)
    .slice(0, NEAR_MATCHES)
    .map(({ known }) => known);
}

function awayFrom(typed: string, known: string): number {
  const length = Math.max(typed.length, known.length);
  const share = distance(typed, known) / length;
  return known.startsWith(typed) ? Math.min(share, NEAR) : share;
}
