import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { RUN_SCHEMAS } from "../../../src/contracts/any-run.ts";
import { type CardCheckRun, cardCheckRunSchema } from "../../../src/contracts/card-check-run.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { summaryOf } from "../../../src/report/terminal-summary.ts";
import { checkCard } from "../../../src/run/compare/card/check-card.ts";
import { withoutEntities } from "../entities.ts";
import { tablesOf } from "../gfm.ts";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const paint = { verdict: (word: string) => word, warning: (text: string) => text };

function checked(
  runName: "bench-ernie" | "bench-inconsistent" | "bench-minicpm-repeats" | "pi0-h200",
  text: string,
): CardCheckRun {
  const schema = RUN_SCHEMAS[runName.startsWith("pi0") ? "pi0" : "bench"];
  const run = schema.parse(JSON.parse(readFileSync(new URL(`runs/${runName}.json`, FIXTURES), "utf8")));
  const startedAt = new Date("2026-11-21T12:00:00Z");
  const card = { path: "README.md", text, sha256: "0".repeat(64) };
  return checkCard({
    run,
    runPath: "reports/run",
    card,
    id: "card-1",
    startedAt,
    command: ["compare", "reports/run", "--card", "README.md"],
  });
}

function card(name: string): string {
  return readFileSync(new URL(`cards/${name}.md`, FIXTURES), "utf8");
}

const HOSTILE =
  'a|b "c" <script>alert(1)</script> `x` **b** $1$ [l](javascript:alert(1)) =1+1 日本語 👩‍🔬 \u202e\u0007';

const RUNS: readonly (readonly [name: string, run: CardCheckRun])[] = [
  [
    "that agrees",
    checked(
      "bench-ernie",
      "| Metrics | X-CUDA | X-FlagOS |\n|---|---|---|\n| AIME | 0.667 | 0.700 |\n| GPQA | 0.669 | 0.669 |",
    ),
  ],
  ["that disagrees", checked("bench-ernie", card("fractions"))],
  ["that cannot be told", checked("bench-inconsistent", card("fractions"))],
  ["with differences", checked("bench-minicpm-repeats", card("differences"))],
  ["with notes and cells that cannot be read", checked("bench-inconsistent", card("percent-and-counts"))],
  ["of pi0", checked("pi0-h200", card("mape"))],
  ["of speeds", checked("bench-ernie", card("performance"))],
  [
    "of names that hold anything",
    checked(
      "bench-ernie",
      `| Metrics | X-CUDA | X-FlagOS |\n|---|---|---|\n| AIME | 0.667 | 0.700 |\n| ${HOSTILE.replaceAll("|", "\\|")} | 0.5 | ${"9".repeat(3000)} |`,
    ),
  ],
];

it("there are comparisons of every outcome", () => {
  expect(new Set(RUNS.map(([, { verdict }]) => verdict)).size).toBe(3);
});

describe.each(RUNS)("a comparison with a card %s", (_name, run) => {
  it("comes back from its JSON as it was", () => {
    expect(cardCheckRunSchema.parse(JSON.parse(REPORTERS.json.render(run)))).toEqual(run);
  });

  it.each(Object.values(REPORTERS))(
    "states its verdict as $name, in the same bytes each time",
    async ({ render }) => {
      const text = await render(run);
      expect(await render(cardCheckRunSchema.parse(JSON.parse(JSON.stringify(run))))).toBe(text);
      expect(text.toLowerCase()).toContain(run.verdict);
      expect(withoutEntities(text)).toContain(run.headline);
      expect(text.endsWith("\n")).toBe(true);
    },
  );

  it("has tables that a parser of Markdown reads back, a row for each of the card's", () => {
    const [rows] = tablesOf(REPORTERS.md.render(run));
    expect(rows!.rows.map(([metric, line, , , , outcome]) => [metric, line, outcome])).toEqual(
      run.rows.map(({ metric, line, outcome }) => [visibleText(metric), String(line), outcome]),
    );
  });

  it("has every figure in the CSV", () => {
    const rows: string[][] = parse(REPORTERS.csv.render(run));
    const outcomes = rows.filter(([section, , , figure]) => section === "rows" && figure === "outcome");
    expect(outcomes.map((row) => row[4])).toEqual(run.rows.map(({ outcome }) => outcome));
    const checks = rows.filter(
      ([section, , , figure]) => section!.startsWith("check: ") && figure === "apart",
    );
    expect(checks.map((row) => Number(row[4]))).toEqual(
      run.rows.flatMap((row) => row.checks).map(({ apart }) => apart ?? 0),
    );
  });

  it("has a summary without control characters, and a line for each row", () => {
    const lines = summaryOf(run, "report.md", paint).split("\n");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f\u202e]|\s$/);
    for (const { outcome } of run.rows) expect(lines.some((line) => line.endsWith(outcome))).toBe(true);
    expect(lines.at(-1)).toBe("  report.md");
  });
});

/** As the report prints what cannot be seen. */
function visibleText(text: string): string {
  return text.replace("\u202e", "\\u{202e}").replace("\u0007", "\\u{7}");
}
