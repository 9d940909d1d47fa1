import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Card, CardRow } from "../../src/cards/card.ts";
import { readCard } from "../../src/cards/read-card.ts";

/** Cards of every form and trap, each with its figures beside it, written by hand from what the form means. */
const FOLDER = new URL("../../fixtures/cards/", import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".md"))
  .map((name) => name.replace(/\.md$/, ""));

interface ExpectedRow {
  readonly line: number;
  readonly metric: string;
  readonly quantity: string;
  readonly figures: readonly [
    role: string,
    raw: string,
    unit: string,
    value: number | null,
    column: number,
  ][];
  /** Looked at only where the fixture names them. */
  readonly meaning?: string;
  readonly isSigned?: boolean;
  readonly shots?: number;
  readonly repeats?: number;
  readonly variant?: string;
  readonly scale?: string;
  readonly section?: string;
}

interface Expected {
  readonly rows: readonly ExpectedRow[];
  readonly notes: readonly string[];
  readonly unread: readonly string[];
}

/** The card in the fixture's form, with the optional parts that its row names. */
function summaryOf(card: Card, { rows }: Expected): Expected {
  return {
    rows: card.rows.map((row, index) => rowSummary(row, rows[index])),
    notes: card.notes.map(({ line, text }) => `${line}: ${text}`),
    unread: card.unread.map(({ line, column, raw }) => `${line}:${column} ${raw}`),
  };
}

function rowSummary(row: CardRow, expected: ExpectedRow | undefined): ExpectedRow {
  const { metric, definition } = row;
  const all = {
    ...metric,
    meaning: definition?.meaning,
    isSigned: definition?.isSigned,
    section: row.section,
  };
  const named = Object.fromEntries(Object.entries(all).filter(([key]) => key in (expected ?? {})));
  return {
    ...named,
    line: row.line,
    metric: metric.raw,
    quantity: row.quantity,
    figures: row.figures.map(({ role, raw, unit, value, column }) => [role, raw, unit, value, column]),
  };
}

describe.each(NAMES)("the card %s", (name) => {
  const text = readFileSync(new URL(`${name}.md`, FOLDER), "utf8");
  const expected: Expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, FOLDER), "utf8"));
  const card = readCard(text);

  it("is read figure by figure", () => {
    expect(summaryOf(card, expected)).toEqual(expected);
  });

  it("has each figure where it says", () => {
    const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
    for (const { line, column, raw } of card.rows.flatMap(({ figures }) => figures)) {
      const there = (lines[line - 1] ?? "").slice(column - 1);
      const digits = /\d+(?:[.,]\d+)?/.exec(raw)?.[0] ?? "";
      expect(there.slice(0, there.indexOf(digits) + digits.length)).toMatch(/^[^|]*$/);
      expect(there).toContain(digits);
    }
  });

  it("explains every figure that has no value, and every unit", () => {
    for (const figure of card.rows.flatMap(({ figures }) => figures)) {
      expect(figure.unitReason).not.toBe("");
      expect(figure.value === null).toBe(figure.range === null);
      if (figure.value === null) expect(figure.valueReason).toBeTruthy();
      else expect(figure.range![0] <= figure.value && figure.value <= figure.range![1]).toBe(true);
    }
  });
});
