import type { AnyRun } from "../../contracts/any-run.ts";
import type { Gate } from "../../contracts/verdict.ts";
import { printComparison, printLimit } from "../numbers.ts";
import type { PageSection } from "../page/document.ts";
import { html, shortened, type Value } from "../page/markup.ts";
import { type TableRow, table } from "../page/table.ts";
import { gateTone, tag } from "../page/tones.ts";
import { NONE, printAmount, printDifference } from "./amounts.ts";

/** The gates of two runs by name; nothing where neither has any of its own. */
export function gateSections(a: AnyRun, b: AnyRun): PageSection[] {
  const [ofA, ofB] = [gatesOf(a), gatesOf(b)];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])];
  if (names.length === 0) return [];
  const body = table({
    caption: "Each gate in both runs",
    columns: [
      { title: "gate" },
      { title: "run A", isNumber: true },
      { title: "run B", isNumber: true },
      { title: "B − A", isNumber: true },
      { title: "limit, A", isNumber: true },
      { title: "limit, B", isNumber: true },
      { title: "outcome, A" },
      { title: "outcome, B" },
    ],
    rows: names.map((name) => gateRow(ofA.get(name), ofB.get(name))),
  });
  return [{ id: "gates", title: "Gates", body }];
}

function gatesOf(run: AnyRun): Map<string, Gate> {
  return new Map(run.kind === "pi0" ? run.gates.map((gate) => [gate.name, gate]) : []);
}

function gateRow(a: Gate | undefined, b: Gate | undefined): TableRow {
  const { label = "", unit = "" } = b ?? a ?? {};
  const shownUnit = unit === "" ? null : html` <span class="unit">(${unit})</span>`;
  return {
    cells: [
      html`${shortened(label, 200)}${shownUnit}`,
      valueText(a),
      valueText(b),
      printDifference(differenceOf(a, b)),
      limitText(a),
      limitText(b),
      outcomeTag(a),
      outcomeTag(b),
    ],
    ...(a?.outcome === b?.outcome ? {} : { mark: "open" }),
  };
}

function differenceOf(a: Gate | undefined, b: Gate | undefined): number | null {
  return typeof a?.value === "number" && typeof b?.value === "number" ? b.value - a.value : null;
}

function valueText(gate: Gate | undefined): string {
  return gate === undefined ? NONE : printAmount(gate.value);
}

function limitText(gate: Gate | undefined): string {
  return gate === undefined ? NONE : `${printComparison(gate.comparison)} ${printLimit(gate.limit)}`;
}

function outcomeTag(gate: Gate | undefined): Value {
  return gate === undefined
    ? html`<span class="quiet">no such gate</span>`
    : tag(gate.outcome, gateTone(gate));
}
