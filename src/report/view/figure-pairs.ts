import type { AnyRun } from "../../contracts/any-run.ts";
import type { Amount } from "./flatten.ts";
import { figureGroups, type RunFigure } from "./run-figures.ts";

/** One figure that two runs have. */
export interface FigurePair {
  readonly label: string;
  readonly unit: string;
  readonly a: Amount;
  readonly b: Amount;
  /** Run B − run A, in points for fractions; `null` where one of them is no number. */
  readonly difference: number | null;
  readonly differenceUnit: string;
}

export interface PairedGroup {
  readonly title: string;
  readonly pairs: readonly FigurePair[];
  /** Figures that one run alone has. */
  readonly onlyA: readonly RunFigure[];
  readonly onlyB: readonly RunFigure[];
}

/** All figures of two runs, those that both have beside one another. */
export function pairFigures(a: AnyRun, b: AnyRun): PairedGroup[] {
  const [ofA, ofB] = [groupMap(a), groupMap(b)];
  const titles = [...new Set([...ofA.keys(), ...ofB.keys()])];
  return titles.map((title) => pairGroup(title, ofA.get(title) ?? [], ofB.get(title) ?? []));
}

function groupMap(run: AnyRun): Map<string, readonly RunFigure[]> {
  return new Map(figureGroups(run).map(({ title, figures }) => [title, figures]));
}

function pairGroup(title: string, ofA: readonly RunFigure[], ofB: readonly RunFigure[]): PairedGroup {
  const byKey = new Map(ofB.map((figure) => [figure.key, figure]));
  const keys = new Set(ofA.map(({ key }) => key));
  const pairs = ofA.flatMap((figure) => {
    const other = byKey.get(figure.key);
    return other === undefined ? [] : [pair(figure, other)];
  });
  return {
    title,
    pairs,
    onlyA: ofA.filter(({ key }) => !byKey.has(key)),
    onlyB: ofB.filter(({ key }) => !keys.has(key)),
  };
}

function pair({ label, unit, value: a }: RunFigure, { value: b }: RunFigure): FigurePair {
  const isFraction = unit === "fraction";
  const difference = typeof a === "number" && typeof b === "number" ? b - a : null;
  return {
    label,
    unit: isFraction ? "" : unit,
    a,
    b,
    difference: difference !== null && isFraction ? 100 * difference : difference,
    differenceUnit: isFraction ? "points" : unit,
  };
}
