import type { RunResult } from "../../../contracts/run-result.ts";
import type { Gate } from "../../../contracts/verdict.ts";
import { printComparison, printLimit, printSigned, withUnit } from "../../numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { table } from "../../page/table.ts";
import { gateTone, tag } from "../../page/tones.ts";

const FAILURES: Readonly<Record<Gate["failure"], string>> = {
  inconsistent: "A failure makes the run inconsistent.",
  inconclusive: "A failure leaves the verdict open.",
};

/** Every gate with its value, its limit and what its outcome means. */
export function gatesBody({ gates, settings }: RunResult): Markup {
  if (gates.length === 0) return html`<p>Nothing was compared, so no gate was asked.</p>`;
  return table({
    caption: `Gates of the policy ${settings.policy}`,
    columns: [
      { title: "gate" },
      { title: "value", isNumber: true },
      { title: "limit", isNumber: true },
      { title: "outcome" },
      { title: "why", isLong: true },
    ],
    rows: gates.map((gate) => ({
      cells: [
        gate.label,
        withUnitOf(gate, printSigned(gate.value, 4)),
        limitOf(gate),
        tag(gate.outcome, gateTone(gate)),
        html`${sentence(gate.reason)}. <span class="quiet">${FAILURES[gate.failure]}</span>`,
      ],
      ...markOf(gate),
    })),
  });
}

/** What the value is counted in is said once where it is long. */
function limitOf(gate: Gate): string {
  const limit = printLimit(gate.limit);
  const shown = gate.unit.length > 2 ? limit : withUnitOf(gate, limit);
  return `${printComparison(gate.comparison)} ${shown}`;
}

/** A probability has its name where others have their unit. */
function withUnitOf({ unit }: Gate, value: string): string {
  return unit === "p" ? `p ${value}` : withUnit(value, unit);
}

function markOf(gate: Gate): { mark?: "bad" | "open" } {
  const tone = gateTone(gate);
  return tone === "bad" || tone === "open" ? { mark: tone } : {};
}
