import type { AccuracyPolicyName } from "../../contracts/bench-result.ts";
import { alignColumns } from "../columns.ts";
import { cut, visible } from "../data-text.ts";
import { printFraction, printShare } from "./figures.ts";

/** What the policies say of two stacks that are one and the same, for one benchmark. */
export interface CalibrationRow {
  readonly benchmark: string;
  /** Questions. */
  readonly n: number;
  /** A fraction. */
  readonly accuracy: number;
  /** Share of questions whose outcome differs between two runs of one stack, a fraction. */
  readonly flipRate: number;
  readonly policies: readonly {
    readonly name: AccuracyPolicyName;
    /** Shares of runs that are judged so, fractions. */
    readonly inconsistent: number;
    readonly inconclusive: number;
  }[];
}

const LONGEST_NAME = 28;

/** A table for the terminal: how often each policy would fail two identical stacks. */
export function calibrationTable(rows: readonly CalibrationRow[]): string {
  const title = "How often each policy would fail two identical stacks";
  if (rows.length === 0) return `${title}: no benchmark was given.`;
  const policies = [...new Set(rows.flatMap((row) => row.policies.map(({ name }) => name)))];
  const lines = alignColumns(
    [["", "n", "accuracy", "own flips", ...policies], ...rows.map((row) => cellsOf(row, policies))],
    ["left", "right", "right", "right", ...policies.map(() => "right" as const)],
  );
  return [
    title,
    "",
    ...lines.map((line) => `  ${line}`),
    "",
    "  Share of runs judged inconsistent; in brackets those left inconclusive.",
  ].join("\n");
}

function cellsOf(row: CalibrationRow, policies: readonly AccuracyPolicyName[]): string[] {
  return [
    cut(visible(row.benchmark), LONGEST_NAME),
    String(row.n),
    printFraction(row.accuracy),
    printShare(row.flipRate),
    ...policies.map((name) => {
      const policy = row.policies.find((other) => other.name === name);
      return policy === undefined
        ? "-"
        : `${printShare(policy.inconsistent)} (${percentOf(policy.inconclusive)})`;
    }),
  ];
}

/** Whole percent, but never 0 or 100 for what is not. */
function percentOf(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return "< 1 %";
  if (percent === 100 && share < 1) return "> 99 %";
  return `${percent} %`;
}
