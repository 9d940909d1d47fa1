import type { DriftFinding, DriftOutcome } from "../contracts/drift.ts";

/** What is known of one figure's move. */
export interface Move {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** `null` with `missing` where a run does not have it. */
  readonly reference: number | null;
  readonly value: number | null;
  readonly missing?: string;
  /** Of value − reference. */
  readonly interval95: readonly [number, number] | null;
  /** What decides in the interval's place where the same questions can be paired. */
  readonly test?: {
    readonly p: number;
    readonly alpha: number;
    /** Whether a move beyond the margin is ruled out. */
    readonly equivalent: boolean;
    /** Whether not a single answer is scored otherwise. */
    readonly identical: boolean;
  };
  /** How the move was told from noise. */
  readonly noise: string;
  readonly margin: number | null;
  readonly decides: boolean;
}

/** Far above the rounding of a difference, far below any that means something. */
const ROUNDING = 1e-9;

/**
 * Whether a figure moved. A move is real where its test, or else its 95 % interval, excludes chance. Real moves within
 * the margin are named; real ones beyond it are drift; no move is taken for shown while chance could hide one beyond
 * the margin.
 */
export function judgeMove(move: Move): DriftFinding {
  const { key, label, unit, reference, value, interval95, noise, margin, decides } = move;
  const size = reference === null || value === null ? null : value - reference;
  const head = { key, label, unit, reference, value, move: size, interval95, noise, margin, decides };
  if (size === null)
    return { ...head, outcome: "cannot tell", reason: move.missing ?? "a run does not have it" };
  return { ...head, ...outcomeOf(move, size) };
}

interface Judgement {
  readonly outcome: DriftOutcome;
  readonly reason: string;
}

function outcomeOf(move: Move, size: number): Judgement {
  if (move.test?.identical === true)
    return { outcome: "same", reason: "not a single answer is scored otherwise" };
  const isReal = isRealMove(move);
  if (isReal === null) return unjudged(move, size);
  const words = `${signed(size)}${unitOf(move)}${intervalWords(move.interval95)}`;
  return isReal ? realMove(move, size, words) : noRealMove(move, words);
}

/** `null` where nothing tells. */
function isRealMove({ test, interval95 }: Move): boolean | null {
  if (test !== undefined) return test.p < test.alpha;
  return interval95 === null ? null : interval95[0] > 0 || interval95[1] < 0;
}

function unjudged(move: Move, size: number): Judgement {
  return size === 0
    ? { outcome: "same", reason: "the same figure" }
    : { outcome: "cannot tell", reason: `it moved by ${signed(size)}${unitOf(move)}; ${move.noise}` };
}

function realMove({ margin }: Move, size: number, words: string): Judgement {
  if (margin === null) return { outcome: "moved", reason: `${words}: more than chance` };
  return Math.abs(size) > margin + ROUNDING
    ? { outcome: "moved", reason: `${words}: more than chance, and beyond ±${significant(margin)}` }
    : { outcome: "moved within its limit", reason: `${words}: real, and within ±${significant(margin)}` };
}

function noRealMove(move: Move, words: string): Judgement {
  if (!mayHideMove(move)) return { outcome: "same", reason: `${words}: no more than chance` };
  const bound = significant(move.margin ?? 0);
  return {
    outcome: "cannot tell",
    reason: `${words}: chance explains it, but could hide a move beyond ±${bound} too`,
  };
}

/** Whether chance leaves room for a move beyond the margin. */
function mayHideMove({ margin, interval95, test }: Move): boolean {
  if (margin === null) return false;
  if (test !== undefined) return !test.equivalent;
  return interval95 !== null && (interval95[0] < -margin || interval95[1] > margin);
}

function unitOf({ unit }: Move): string {
  return unit === "" ? "" : ` ${unit}`;
}

function intervalWords(interval: readonly [number, number] | null): string {
  return interval === null ? "" : ` (95 % interval ${signed(interval[0])} to ${signed(interval[1])})`;
}

/** With its sign, so that a direction is never guessed. */
export function signed(value: number): string {
  if (value === 0) return "0";
  return value < 0 ? `−${significant(-value)}` : `+${significant(value)}`;
}

/** Four digits, without trailing zeros. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(4)));
}
