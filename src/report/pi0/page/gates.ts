import type { RunResult } from "../../../contracts/run-result.ts";
import type { Gate } from "../../../contracts/verdict.ts";
import { printComparison, printLimit, printNumber, withUnit } from "../../numbers.ts";
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
      { title: "why" },
    ],
    rows: gates.map((gate) => ({
      cells: [
        gate.label,
        withUnit(printNumber(gate.value), gate.unit),
        `${printComparison(gate.comparison)} ${printLimit(gate.limit)}`,
        tag(gate.outcome, gateTone(gate)),
        html`${sentence(gate.reason)}. <span class="quiet">${FAILURES[gate.failure]}</span>`,
      ],
      ...markOf(gate),
    })),
  });
}

function markOf(gate: Gate): { mark?: "bad" | "open" } {
  const tone = gateTone(gate);
  return tone === "bad" || tone === "open" ? { mark: tone } : {};
}
