import type { AnyRun } from "../../contracts/any-run.ts";
import type { CardCheckRow, CardOutcome } from "../../contracts/card-check-run.ts";
import type { TensorResult } from "../../contracts/compare-run.ts";
import { CARD_TONES } from "../card-check/tones.ts";
import type { PageSection } from "../page/document.ts";
import { html, shortened, type Value } from "../page/markup.ts";
import { type TableRow, table } from "../page/table.ts";
import { tag } from "../page/tones.ts";
import { OUTCOME_WORDS } from "../tensors/figures.ts";
import { OUTCOME_TONES } from "../tensors/tones.ts";
import { NONE, printAmount, printDifference } from "./amounts.ts";
import type { Amount } from "./flatten.ts";

/** So many tensors and rows have a line: those that moved most come first. */
const SHOWN = 500;
const LONGEST_NAME = 300;

interface Pair<Row> {
  readonly name: string;
  readonly a: Row | undefined;
  readonly b: Row | undefined;
}

/** Tensors of two comparisons by name, changed outcomes first, then the largest moves of relative L2. */
export function tensorSections(a: AnyRun, b: AnyRun): PageSection[] {
  if (a.kind !== "compare" || b.kind !== "compare") return [];
  const pairs = pairByName(a.tensors, b.tensors, ({ name }) => name);
  if (pairs.length === 0) return [];
  const sorted = pairs.toSorted(
    (one, other) => Number(hasTurned(other)) - Number(hasTurned(one)) || moved(other) - moved(one),
  );
  const body = table({
    caption: captionOf(
      pairs.length,
      "tensors: changed outcomes first, then the largest changes of relative L2",
    ),
    columns: [
      { title: "tensor" },
      { title: "outcome, A" },
      { title: "outcome, B" },
      { title: "relative L2, A", isNumber: true },
      { title: "relative L2, B", isNumber: true },
      { title: "B − A", isNumber: true },
      { title: "max abs, A", isNumber: true },
      { title: "max abs, B", isNumber: true },
    ],
    rows: sorted.slice(0, SHOWN).map(tensorRow),
    isSortable: true,
  });
  return [{ id: "tensors", title: "Tensors", body }];
}

function tensorRow(pair: Pair<TensorResult>): TableRow {
  const { name, a, b } = pair;
  return {
    cells: [
      shortened(name, LONGEST_NAME),
      outcomeTag(a),
      outcomeTag(b),
      figureText(a, "relativeL2"),
      figureText(b, "relativeL2"),
      printDifference(difference(a, b)),
      figureText(a, "maxAbsolute"),
      figureText(b, "maxAbsolute"),
    ],
    ...(hasTurned(pair) ? { mark: "open" } : {}),
  };
}

function outcomeTag(tensor: TensorResult | undefined): Value {
  return tensor === undefined
    ? html`<span class="quiet">not there</span>`
    : tag(OUTCOME_WORDS[tensor.outcome], OUTCOME_TONES[tensor.outcome]);
}

function figureOf(tensor: TensorResult | undefined, key: string): Amount {
  const value = tensor?.metrics?.[key];
  return typeof value === "number" || typeof value === "string" ? value : null;
}

function figureText(tensor: TensorResult | undefined, key: string): string {
  return tensor === undefined ? NONE : printAmount(figureOf(tensor, key));
}

function difference(a: TensorResult | undefined, b: TensorResult | undefined): number | null {
  const [one, other] = [figureOf(a, "relativeL2"), figureOf(b, "relativeL2")];
  return typeof one === "number" && typeof other === "number" ? other - one : null;
}

function moved({ a, b }: Pair<TensorResult>): number {
  return Math.abs(difference(a, b) ?? 0);
}

function hasTurned({ a, b }: Pair<{ readonly outcome: string }>): boolean {
  return a?.outcome !== b?.outcome;
}

/** Rows of the cards that two runs were held against, by section and name. */
export function cardRowSections(a: AnyRun, b: AnyRun): PageSection[] {
  if (a.kind !== "card" || b.kind !== "card") return [];
  const pairs = pairByName(
    a.rows,
    b.rows,
    ({ section, metric }) => `${section ?? ""}${section === null ? "" : ": "}${metric}`,
  );
  if (pairs.length === 0) return [];
  const body = table({
    caption: captionOf(pairs.length, "rows"),
    columns: [
      { title: "card" },
      { title: "run A" },
      { title: "why, A" },
      { title: "run B" },
      { title: "why, B" },
    ],
    rows: pairs.slice(0, SHOWN).map(cardRow),
    isSortable: true,
  });
  return [{ id: "rows", title: "Rows of the card", body }];
}

function cardRow(pair: Pair<CardCheckRow>): TableRow {
  const { name, a, b } = pair;
  return {
    cells: [
      shortened(name, LONGEST_NAME),
      agreement(a?.outcome),
      shortened(a?.reason ?? "", 400),
      agreement(b?.outcome),
      shortened(b?.reason ?? "", 400),
    ],
    ...(hasTurned(pair) ? { mark: "open" } : {}),
  };
}

function agreement(outcome: CardOutcome | undefined): Value {
  return outcome === undefined
    ? html`<span class="quiet">not there</span>`
    : tag(outcome, CARD_TONES[outcome]);
}

function captionOf(count: number, what: string): string {
  return count > SHOWN
    ? `${SHOWN} of ${count} ${what}; the others are in both runs' run.json`
    : `${count} ${what}`;
}

function pairByName<Row>(
  ofA: readonly Row[],
  ofB: readonly Row[],
  nameOf: (row: Row) => string,
): Pair<Row>[] {
  const [mapA, mapB] = [ofA, ofB].map((rows) => new Map(rows.map((row) => [nameOf(row), row])));
  const names = [...new Set([...(mapA?.keys() ?? []), ...(mapB?.keys() ?? [])])];
  return names.map((name) => ({ name, a: mapA?.get(name), b: mapB?.get(name) }));
}
