import type { Evidence } from "../contracts/run-parts.ts";

/** FlagGems' log line for an operator that ran: 3.0 names the module, later versions the function too. */
const OPERATOR_LINE = /^\[DEBUG\] (flag_gems\.[\w.]+): GEMS (.+)$/;

/** Counts the operators in FlagGems' own log of what ran. */
export function evidenceFromOperatorLog(text: string, name: string): Evidence {
  const operators: Record<string, number> = {};
  for (const line of text.split(/\r?\n/)) {
    const operator = OPERATOR_LINE.exec(line)?.[1];
    if (operator !== undefined) operators[operator] = (operators[operator] ?? 0) + 1;
  }
  const distinct = Object.keys(operators).length;
  if (distinct === 0) {
    return { status: "missing", summary: `FlagGems' operator log ${name} names no operator that ran.` };
  }
  return {
    status: "proved",
    summary: `FlagGems' operator log ${name} names ${distinct} operators that ran.`,
    operators,
  };
}
