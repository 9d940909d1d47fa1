import { readFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { RUN_SCHEMAS } from "../../../src/contracts/any-run.ts";
import type { CardCheckRun } from "../../../src/contracts/card-check-run.ts";
import { NO_EVIDENCE } from "../../../src/contracts/run-evidence.ts";
import { cardCheckPage } from "../../../src/report/card-check/page/page.ts";
import { checkCard } from "../../../src/run/compare/card/check-card.ts";
import { htmlFaults, tableOf } from "../view/html-faults.ts";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const HOSTILE = 'a "c" <script>alert(1)</script> **b** =1+1 日本語 👩‍🔬 \u202e';

function checked(text: string): CardCheckRun {
  const run = RUN_SCHEMAS.bench.parse(
    JSON.parse(readFileSync(new URL("runs/bench-ernie.json", FIXTURES), "utf8")),
  );
  return checkCard({
    run,
    runPath: "reports/run",
    card: { path: "README.md", text, sha256: "0".repeat(64) },
    id: "card-1",
    startedAt: new Date("2026-11-21T12:00:00Z"),
    command: ["compare", "reports/run", "--card", "README.md"],
  });
}

const fractions = checked(readFileSync(new URL("cards/fractions.md", FIXTURES), "utf8"));
const page = (run: CardCheckRun) => cardCheckPage(run, NO_EVIDENCE);

describe("the page of a run beside a card", () => {
  it("has each row of the card, as it is printed there, with its outcome", () => {
    const [, ...rows] = tableOf(page(fractions), "Each row of the card");
    expect(rows.map(([metric, line]) => [metric, Number(line)])).toEqual(
      fractions.rows.map(({ metric, line }) => [metric, line]),
    );
    expect(rows.map((row) => row[5]?.slice(2))).toEqual(fractions.rows.map(({ outcome }) => outcome));
    // The card's own text and the run's own accuracies: 0.512 → 0.498 there, 66.86 % → 66.95 % here.
    expect(rows[1]?.slice(2, 4)).toEqual(["0.512 → 0.498", "66.86 % → 66.95 %"]);
  });

  it("has a line for each figure that both have, with what keeps them apart", () => {
    const [, ...rows] = tableOf(page(fractions), "Each figure of the card");
    const checks = fractions.rows.flatMap((row) => row.checks);
    expect(rows).toHaveLength(checks.length);
    checks.forEach((check, at) => {
      const points = Number.parseFloat((rows[at]?.[8] ?? "").replace("−", "-"));
      const scale = check.unit === "fraction" ? 100 : 1;
      expect(points).toBeCloseTo(scale * (check.apart ?? Number.NaN), 2);
      expect(rows[at]?.at(-1)?.slice(2)).toBe(check.outcome);
    });
  });

  it("says what is taken for granted, and where the card and the run come from", () => {
    const { document } = parseHTML(page(fractions));
    const items = [...document.querySelectorAll("#assumptions li")].map(({ textContent }) => textContent);
    expect(items).toEqual(fractions.assumptions);
    expect(document.querySelector("#sources")?.textContent).toContain("0".repeat(64));
    expect(document.querySelector("#sources")?.textContent).toContain(fractions.checked.headline);
  });

  it.each([
    ["fractions", fractions],
    [
      "hostile names",
      checked(
        `| Metrics | X-CUDA | X-FlagOS |\n|---|---|---|\n| AIME | 0.667 | 0.700 |\n| ${HOSTILE} | 0.5 | ${"9".repeat(3000)} |`,
      ),
    ],
  ])("is valid HTML and runs nothing of the card's: %s", async (_name, run) => {
    const text = page(run);
    expect(await htmlFaults(text)).toEqual([]);
    expect(text).not.toContain("<script>alert");
  });
});
