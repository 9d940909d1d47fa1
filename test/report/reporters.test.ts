import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type ComparedRun, runResultSchema } from "../../src/contracts/run-result.ts";
import { REPORTERS } from "../../src/report/index.ts";
import { shellLine } from "../../src/support/shell-quote.ts";
import { reporterConformance } from "./conformance.ts";

/** A whole run, as `fvalidate pi0` wrote it; the schema refuses it when it falls behind. */
const RUN = new URL("../../fixtures/runs/pi0-h200.json", import.meta.url);

function fixtureRun(): ComparedRun {
  const run = runResultSchema.parse(JSON.parse(readFileSync(RUN, "utf8")));
  if (run.metrics === null) throw new Error("the fixture compared nothing");
  return run;
}

const run = fixtureRun();
for (const reporter of Object.values(REPORTERS)) reporterConformance(reporter, run);

it("Markdown tables keep their columns whatever a cell holds", () => {
  const hostile = { ...run, baseline: { ...run.baseline, label: "a | b\nc" } };
  const lines = REPORTERS.md.render(hostile).split("\n");
  const tables = lines
    .join("\n")
    .split(/\n(?!\|)/)
    .map((block) => block.split("\n").filter((line) => line.startsWith("|")));
  const columns = (line: string) => line.replaceAll("\\|", "").split("|").length;
  for (const table of tables.filter((rows) => rows.length > 0)) {
    expect(new Set(table.map(columns)).size, table[0]).toBe(1);
  }
});

it("Markdown opens no tag of a label's", () => {
  const hostile = { ...run, candidate: { ...run.candidate, label: "<script>" } };
  expect(REPORTERS.md.render(hostile)).not.toMatch(/(?<!\\)<script>/);
});

it("CSV gives every line five columns, quotes what must be, and starts no formula", () => {
  const hostile = { ...run, headline: '=cmd|"x",\n2', baseline: { ...run.baseline, label: "@SUM(A1)" } };
  const rows = parseCsv(REPORTERS.csv.render(hostile));
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([5]));
  expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
});

it("CSV writes negative numbers as numbers", () => {
  const rows = parseCsv(REPORTERS.csv.render(run));
  const coherence = rows.find((row) => row[0] === "errorCoherence" && row[2] === "meanCosine");
  expect(Number(coherence?.[3])).toBeCloseTo(-0.0031, 4);
});

it("a command line comes back from the shell as it was", () => {
  expect(shellLine(["fvalidate", "--instruction", "it's a cup", "--max-mape", "5"])).toBe(
    "fvalidate --instruction 'it'\\''s a cup' --max-mape 5",
  );
});

/** RFC 4180, by hand: the writer is not its own judge. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (quoted || !/[,\n]/.test(character)) cell += character;
    else {
      rows.at(-1)?.push(cell);
      cell = "";
      if (character === "\n") rows.push([]);
    }
  }
  return rows.filter((row) => row.length > 0);
}
