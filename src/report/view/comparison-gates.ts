import type { AnyRun } from "../../contracts/any-run.ts";
import type { Gate } from "../../contracts/verdict.ts";
import { printComparison, printLimit, withUnit } from "../numbers.ts";
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
      { title: "limit" },
      { title: "outcome" },
      { title: "run B", isNumber: true },
      { title: "limit" },
      { title: "outcome" },
      { title: "B − A", isNumber: true },
    ],
    rows: names.map((name) => gateRow(ofA.get(name), ofB.get(name))),
  });
  return [{ id: "gates", title: "Gates", body }];
}

function gatesOf(run: AnyRun): Map<string, Gate> {
  return new Map(run.kind === "pi0" ? run.gates.map((gate) => [gate.name, gate]) : []);
}

function gateRow(a: Gate | undefined, b: Gate | undefined): TableRow {
  const label = b?.label ?? a?.label ?? "";
  const isNumber = typeof a?.value === "number" && typeof b?.value === "number";
  const difference = isNumber ? Number(b?.value) - Number(a?.value) : null;
  return {
    cells: [shortened(label, 200), ...gateCells(a), ...gateCells(b), printDifference(difference, a?.unit)],
    ...(a?.outcome === b?.outcome ? {} : { mark: "open" }),
  };
}

function gateCells(gate: Gate | undefined): Value[] {
  if (gate === undefined) return [NONE, "", html`<span class="quiet">no such gate</span>`];
  const { value, unit, comparison, limit, outcome } = gate;
  return [
    withUnit(printAmount(value), unit),
    withUnit(`${printComparison(comparison)} ${printLimit(limit)}`, unit),
    tag(outcome, gateTone(gate)),
  ];
}
