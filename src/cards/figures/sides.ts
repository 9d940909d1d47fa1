import type { FigureRole } from "../card.ts";

/** Which stack each column of figures is of, and what had to be concluded for it. */
export interface Sides {
  readonly roles: readonly Extract<FigureRole, "baseline" | "candidate" | "difference" | "unknown side">[];
  /** In words, where headings do not say it outright. */
  readonly note: string | null;
}

const FLAGOS = new Set(["flagos", "flaggems", "gems"]);
const NATIVE = new Set(["cuda", "origin", "original", "orgin", "native", "baseline", "official"]);
const DIFFERENCE = /\bdiff(?:erence)?s?\b|\bdelta\b|[Δ∆]|误差|差异|差值/i;

interface Heading {
  readonly text: string;
  readonly isFlagos: boolean;
  readonly isNative: boolean;
}

/** @param headings of the columns that hold figures, without the one of names */
export function sidesOf(headings: readonly string[]): Sides {
  const scores = headings.filter((heading) => !DIFFERENCE.test(heading));
  const described = describe(scores);
  const { roles, note } = scores.length === 2 ? pairOf(described) : severalOf(described);
  const remaining = [...roles];
  return {
    roles: headings.map((heading) =>
      DIFFERENCE.test(heading) ? "difference" : (remaining.shift() ?? "unknown side"),
    ),
    note,
  };
}

/** Headings without the words that all of them begin with: the model's name may hold a stack's. */
function describe(headings: readonly string[]): Heading[] {
  const words = headings.map((text) => text.toLowerCase().split(/[^\p{L}\p{N}.]+/u));
  const [first = []] = words;
  const common =
    headings.length < 2 ? 0 : first.findIndex((word, at) => words.some((other) => other[at] !== word));
  const from = common === -1 ? 0 : common;
  return headings.map((text, index) => {
    const own = (words[index] ?? []).slice(from);
    return {
      text,
      isFlagos: own.some((word) => FLAGOS.has(word)),
      isNative: own.some((word) => NATIVE.has(word)),
    };
  });
}

type ScoreRole = "baseline" | "candidate" | "unknown side";
type Found = { roles: ScoreRole[]; note: string | null };

function pairOf([first, second]: readonly Heading[]): Found {
  if (first === undefined || second === undefined) return { roles: [], note: null };
  const [a, b] = [candidacy(first), candidacy(second)];
  if (a === b) {
    return {
      roles: ["unknown side", "unknown side"],
      note: `the headings "${first.text}" and "${second.text}" do not tell which stack is which`,
    };
  }
  const [candidate, baseline] = a > b ? [first, second] : [second, first];
  return {
    roles: a > b ? ["candidate", "baseline"] : ["baseline", "candidate"],
    note: conclusion(baseline, candidate),
  };
}

/** 1 for what is FlagOS, −1 for what is native, 0 where the heading says neither or both. */
function candidacy({ isFlagos, isNative }: Heading): number {
  return Number(isFlagos) - Number(isNative);
}

function conclusion(baseline: Heading, candidate: Heading): string | null {
  if (!candidate.isFlagos)
    return `"${candidate.text}" is taken for FlagOS because "${baseline.text}" is native`;
  if (!baseline.isNative)
    return `"${baseline.text}" is taken for native because "${candidate.text}" is FlagOS`;
  return null;
}

/** One column, or more than two: only what a heading says by itself counts, and only where it is alone in that. */
function severalOf(headings: readonly Heading[]): Found {
  const natives = headings.filter((heading) => candidacy(heading) < 0);
  const flagos = headings.filter((heading) => candidacy(heading) > 0);
  const roles = headings.map((heading): ScoreRole => {
    if (natives.length === 1 && natives[0] === heading) return "baseline";
    return flagos.length === 1 && flagos[0] === heading ? "candidate" : "unknown side";
  });
  const unknown = headings
    .filter((_, index) => roles[index] === "unknown side")
    .map(({ text }) => `"${text}"`);
  const note =
    unknown.length === 0 ? null : `columns of which the stack cannot be told: ${unknown.join(", ")}`;
  return { roles, note };
}
