import { HtmlValidate } from "html-validate";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { ACCURACY_POLICIES } from "../../../../src/contracts/bench-result.ts";
import type { BenchRun } from "../../../../src/contracts/bench-run.ts";
import { NO_EVIDENCE } from "../../../../src/contracts/run-evidence.ts";
import { comparedBenchmarks, isCompared } from "../../../../src/report/bench/figures.ts";
import { benchPage } from "../../../../src/report/bench/page/bench-page.ts";
import { BENCH_RUNS, benchRun, hostileRun } from "../runs.ts";
import { evidenceOf, flipWith, HOSTILE, largeRun } from "./flips.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  // The run's own words are longer than a search engine shows; linkedom writes SVG in its own way.
  rules: { "long-title": "off", "doctype-style": "off", "void-style": "off" },
});

/** Controls but line feeds and tabs, formats but joiners, and lone surrogates. */
const INVISIBLE = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/u;

type PageDocument = ReturnType<typeof parseHTML>["document"];

function documentOf(page: string): PageDocument {
  return parseHTML(page).document;
}

function faultsIn(page: string): string[] {
  const { results } = validator.validateStringSync(page);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}

/** The cells of a table's body by its caption's beginning. */
function cellsOf(document: PageDocument, caption: string): string[][] {
  const table = [...document.querySelectorAll("table")].find((one) =>
    one.querySelector("caption")?.textContent?.startsWith(caption),
  );
  if (table === undefined) throw new Error(`no table "${caption}"`);
  return [...table.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? ""),
  );
}

/** Between the number that a cell begins with and the run's. */
function distance(cell: string | undefined, figure: number | null): number {
  return Math.abs(Number.parseFloat(cell ?? "") - (figure ?? Number.NaN));
}

// That the pages of all runs are valid HTML is held by test/report/page/validity.test.ts.
describe.each(BENCH_RUNS)("the page of %s", (_name, run) => {
  const page = benchPage(run, NO_EVIDENCE);
  const document = documentOf(page);
  const compared = comparedBenchmarks(run);

  it("holds no character that cannot be seen", () => {
    const hostile = benchPage(hostileRun(run, HOSTILE), NO_EVIDENCE);
    expect(hostile).not.toMatch(INVISIBLE);
  });

  it("gives the same bytes for the same run", () => {
    expect(benchPage(JSON.parse(JSON.stringify(run)) as BenchRun, NO_EVIDENCE)).toBe(page);
  });

  it("has a row for every benchmark, with the run's own figures", () => {
    if (run.benchmarks.length === 0) {
      expect(document.querySelector("#benchmarks")?.textContent).toContain("No benchmark was compared");
      return;
    }
    const rows = cellsOf(document, "Accuracies and their difference");
    expect(rows.length).toBe(run.benchmarks.length);
    for (const [i, benchmark] of run.benchmarks.entries()) {
      const [name, verdict, baseline, candidate, difference, n, flips] = rows[i] ?? [];
      expect(name).toContain(benchmark.cardName);
      expect(verdict).toContain(benchmark.verdict);
      if (!isCompared(benchmark)) continue;
      expect(distance(baseline, benchmark.baseline.accuracy)).toBeLessThan(0.000501);
      expect(distance(candidate, benchmark.candidate.accuracy)).toBeLessThan(0.000501);
      expect(distance(difference, benchmark.deltaPoints)).toBeLessThan(0.00501);
      expect(difference).toContain(benchmark.ci95Points[1].toFixed(2).replace("-", ""));
      expect(Number(n)).toBe(benchmark.n);
      expect(flips).toBe(`${benchmark.flips.lost}${benchmark.flips.gained}`);
    }
  });

  it("says why what was not scored was not", () => {
    const text = document.querySelector("#benchmarks")?.textContent ?? "";
    for (const benchmark of run.benchmarks)
      if (!isCompared(benchmark)) expect(text).toContain(benchmark.unscoredReason.replace(/\.$/, ""));
  });

  it("draws every compared benchmark in the forest plot, with the sign of its verdict", () => {
    if (compared.length === 0) return expect(document.querySelector("#benchmarks svg")).toBeNull();
    for (const drawing of document.querySelectorAll("#benchmarks svg")) {
      const signs = [...drawing.querySelectorAll("circle, path")].filter((mark) =>
        /^var\(--(good|bad|open)\)$/.test(mark.parentElement?.getAttribute("fill") ?? ""),
      );
      expect(signs.length).toBe(compared.length);
    }
    expect(document.querySelector("#benchmarks .legend")?.textContent).toContain(compared[0]?.verdict);
  });

  it("names the greatest difference first", () => {
    const tiles = document.querySelector("#verdict .tiles")?.textContent ?? "";
    const greatest = Math.max(...compared.map(({ deltaPoints }) => Math.abs(deltaPoints)));
    if (compared.length > 0) expect(tiles).toContain(`${greatest.toFixed(2)} points`);
  });

  it("shows what every policy says", () => {
    if (compared.length === 0) return;
    const rows = cellsOf(document, "Verdicts by policy");
    for (const [i, { policies }] of compared.entries())
      for (const [column, policy] of ACCURACY_POLICIES.entries())
        expect(rows[i]?.[column + 1]).toContain(policies.find(({ name }) => name === policy)?.verdict ?? "-");
  });

  it("counts errors, truncated and unparsed answers of both stacks", () => {
    if (compared.length === 0) return;
    const rows = cellsOf(document, "What became of");
    for (const [i, benchmark] of compared.entries())
      for (const [j, arm] of [benchmark.baseline, benchmark.candidate].entries()) {
        const { truncated, unparsed, errors } = arm;
        const counts = [truncated === null ? "-" : String(truncated), String(unparsed), String(errors)];
        expect(rows[2 * i + j]?.slice(6, 9)).toEqual(counts);
      }
  });

  it("lists the flips of run.json, and says how many more there are", () => {
    const listed = compared.reduce((sum, { flipList }) => sum + flipList.length, 0);
    expect(document.querySelectorAll("[data-item]").length).toBe(listed);
    const all = compared
      .flatMap(({ flipCauses }) => Object.values(flipCauses))
      .reduce((sum, count) => sum + count, 0);
    if (listed > 0 && listed < all)
      expect(document.querySelector("#flips")?.textContent).toContain(
        `Of ${all} flips, ${listed} are listed`,
      );
  });
});

describe("flips with both replies", () => {
  const run = benchRun("bench-inconsistent");
  const pageOf = (...flips: Parameters<typeof flipWith>[]) =>
    documentOf(benchPage(run, evidenceOf(flips.map((flip) => flipWith(...flip)))));

  it("stand side by side, with what they begin with alike apart from the rest", () => {
    const document = pageOf([{}, ["The answer is A, since it is so.", "The answer is C, since it is so."]]);
    const columns = [...document.querySelectorAll(".reply")];
    expect(columns.map((column) => column.querySelector("pre")?.textContent)).toEqual([
      "The answer is A, since it is so.",
      "The answer is C, since it is so.",
    ]);
    for (const [i, column] of columns.entries()) {
      expect(column.querySelector(".alike")?.textContent).toBe("The answer is ");
      expect(column.querySelector(".alike")?.nextElementSibling?.className).toBe("parting");
      expect([...column.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual([
        i === 0 ? "A" : "C",
      ]);
    }
    expect(document.querySelector(".more summary")?.textContent).toBe(
      "Replies: they part behind 14 characters",
    );
    expect(columns.map((column) => column.querySelector("p")?.textContent)).toEqual([
      "CUDA right",
      "FlagOS wrong",
    ]);
  });

  it("have the words of their beginning marked where they differ by very many", () => {
    const words = (letter: string) => Array.from({ length: 400 }, (_, i) => `${letter}${i}`).join(" ");
    const document = pageOf([{}, [`It is A then ${words("x")}`, `It is C then ${words("y")}`]]);
    const [first] = [...document.querySelectorAll(".reply")];
    expect(first?.querySelector("pre")?.textContent).toBe(`It is A then ${words("x")}`);
    expect(first?.querySelector("mark")?.textContent).toBe("A");
    expect(first?.querySelectorAll("mark").length).toBeLessThan(100);
  });

  it("say how much of a long reply is left out", () => {
    const long = "x".repeat(50_000);
    const document = pageOf([{}, [`${long}A${long}`, `${long}C${long}`]]);
    const [before, behind] = [...document.querySelectorAll(".reply:first-child .left-out")];
    // 800 units are shown before the place where they part and 2,200 behind it; see passages.ts.
    expect(before?.textContent).toBe("[49200 characters left out] …");
    expect(behind?.textContent).toBe("… [47801 characters left out]");
  });

  it("are shown as they are, whatever they hold", () => {
    const page = benchPage(
      run,
      evidenceOf([flipWith({ id: HOSTILE, question: HOSTILE, target: HOSTILE }, [HOSTILE, `${HOSTILE}!`])]),
    );
    expect(faultsIn(page)).toEqual([]);
    expect(page).not.toContain("<script>document");
    expect(page).not.toMatch(INVISIBLE);
    const [, second] = [...documentOf(page).querySelectorAll(".reply pre")];
    expect(second?.textContent).toContain("</textarea></script><script>document.title='owned'</script>");
    expect(second?.textContent).toContain(
      "\\u{202e}right to left\\u{202c} \\u{0}\\u{7}\\u{1b}[31m \\u{d800} lone",
    );
  });

  it("name an empty reply", () => {
    const document = pageOf([{}, ["A", ""]]);
    expect([...document.querySelectorAll(".reply pre")].map((pre) => pre.textContent)).toEqual([
      "A",
      "an empty reply",
    ]);
  });

  it("can be narrowed down by benchmark, outcome and cause, where there is a choice", () => {
    const document = pageOf(
      [{ id: "1" }],
      [{ id: "2", benchmark: "math500", direction: "gained" }],
      [{ id: "3", cause: "unparsed" }],
    );
    const choices = [...document.querySelectorAll("#flips select")].map((select) =>
      [...select.querySelectorAll("option")].map((option) => option.textContent),
    );
    expect(choices).toEqual([
      ["all", "GPQA-Diamond (2)", "MATH-500 (1)"],
      ["all", "lost (2)", "gained (1)"],
      ["all", "different answer (2)", "unparsed (1)"],
    ]);
    expect(pageOf([{}]).querySelectorAll("#flips select").length).toBe(0);
  });

  it("have what run.json quotes where the run's folder does not hold the replies", () => {
    const [listed] = comparedBenchmarks(run)[0]?.flipList ?? [];
    if (listed === undefined) throw new Error("the fixture has no flips");
    const unknown = { passage: null, prediction: "A", score: 1 };
    const flip = flipWith({ id: listed.id, repeat: listed.repeat, baseline: unknown, candidate: unknown });
    const document = documentOf(benchPage(run, evidenceOf([flip])));
    expect(document.querySelector(".reply pre")?.textContent).toContain(listed.baselineExcerpt);
  });
});

describe("a run of 12,000 samples with 4,000 flips of long replies", () => {
  let page: string;
  let document: PageDocument;
  beforeAll(() => {
    const { run, evidence } = largeRun();
    page = benchPage(run, evidence);
    document = documentOf(page);
  });

  it("has a page below 2 MB", () => {
    const bytes = Buffer.byteLength(page);
    expect(bytes).toBeLessThan(2_000_000);
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  it("says what was left out, and where it is", () => {
    const rows = document.querySelectorAll("[data-item]").length;
    const replies = document.querySelectorAll(".replies").length;
    const text = document.querySelector("#flips")?.textContent;
    expect(rows).toBeGreaterThan(2000);
    expect(replies).toBeGreaterThan(50);
    expect(replies).toBeLessThan(rows);
    expect(text).toContain(rows < 4000 ? `Of 4002 flips, ${rows} are listed` : "All 4000 flips");
    expect(text).toContain(`The replies of ${replies} of them stand below their rows`);
    expect(text).toContain("samples.jsonl");
  });

  it("shows as many replies of each benchmark", () => {
    const shown = [...document.querySelectorAll("[data-item]")].filter((row) =>
      row.querySelector(".replies"),
    );
    const counts = new Map<string, number>();
    for (const row of shown) {
      const benchmark = row.getAttribute("data-facet-b") ?? "";
      counts.set(benchmark, (counts.get(benchmark) ?? 0) + 1);
    }
    expect(counts.size).toBe(3);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
  });
});
