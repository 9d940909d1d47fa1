import { parse } from "csv-parse/sync";
import { HtmlValidate } from "html-validate";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { type SuiteRun, suiteRunSchema } from "../../../src/contracts/suite-run.ts";
import { SUITE_REPORTERS } from "../../../src/report/suite/index.ts";
import { suiteSummary } from "../../../src/report/suite/terminal-summary.ts";
import { hostileSuite, suiteOf, usualSuite } from "./suites.ts";

const [usual, hostile] = [usualSuite(), hostileSuite()];

/** Without what the parts' own folders hold. */
async function render(name: string, run: SuiteRun): Promise<string> {
  const reporter = SUITE_REPORTERS.find((one) => one.name === name);
  const parts = run.parts.map((part) => ({ part, run: null, drift: null }));
  return (await reporter?.render(run, parts)) ?? "";
}

describe.each(SUITE_REPORTERS.map(({ name }) => name))("%s of a suite's run", (name) => {
  it("gives the same bytes for a result that was read back", async () => {
    const readBack = suiteRunSchema.parse(JSON.parse(JSON.stringify(hostile)));
    expect(await render(name, readBack)).toBe(await render(name, hostile));
  });

  it("names every part, the verdict and what went wrong", async () => {
    const text = await render(name, usual);
    for (const words of ["pi0", "answers", "last", "nobody listens"]) expect(text).toContain(words);
    // JUnit has cases in its place.
    if (name !== "junit") expect(text.toLowerCase()).toContain("inconclusive");
    expect(text.endsWith("\n")).toBe(true);
  });
});

/** What this test looks at of a Markdown tree. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

function wordsOf(node: Node): string {
  return nodesOf(node)
    .map(({ value = "" }) => value)
    .join("");
}

/** By CommonMark's and GFM's own parser. */
function parsed(markdown: string): Node[] {
  return nodesOf(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

const ofType = (nodes: readonly Node[], type: string) => nodes.filter((node) => node.type === type);

it.each(["../elsewhere", "a/b", "..", "a\\\\b"])(
  "a part's folder is none outside of the suite's: %s",
  (folder) => {
    expect(() => suiteOf({ folder })).toThrow("the name of a folder");
  },
);

describe("report.md", () => {
  it("has a table of the parts, links to their reports, and what ended those that failed", async () => {
    const nodes = parsed(await render("md", usual));
    const [table] = ofType(nodes, "table");
    expect((table?.children ?? []).map((row) => (row.children ?? []).map(wordsOf))).toEqual([
      ["part", "kind", "verdict", "baseline", "candidate", "figures", "took"],
      ["pi0", "pi0", "consistent", "CUDA", "FlagOS", "MAPE 0.8899 %", "712 ms"],
      ["answers", "bench", "failed", "CUDA", "FlagOS", "", "712 ms"],
      ["last", "pi0", "not run", "CUDA", "FlagOS", "", "712 ms"],
    ]);
    expect(ofType(nodes, "link").map(({ url }) => url)).toEqual([
      "./pi0-2026-11-21-070000-cuda-flagos/report.md",
    ]);
    expect(ofType(nodes, "code").map(({ value }) => value)).toEqual([
      "last\n  words",
      "fvalidate run --suite night",
    ]);
    expect(ofType(nodes, "heading").map(wordsOf)).toContain("answers: what went wrong");
  });

  it("has a column for drift where it was asked for", async () => {
    const drift = { against: "blessed", verdict: "inconsistent" as const, headline: "moved" };
    const [table] = ofType(parsed(await render("md", suiteOf({ drift }, {}))), "table");
    expect((table?.children ?? []).map((row) => wordsOf(row.children?.[3] ?? { type: "" }))).toEqual([
      "drift",
      "inconsistent",
      "",
    ]);
  });
});

describe.each(["md", "comment"])("%s with hostile texts", (name) => {
  it("has no mark-up of theirs", async () => {
    const nodes = parsed(await render(name, hostile));
    const rows = ofType(nodes, "tableRow").map(({ children = [] }) => children.length);
    expect(rows).toHaveLength(4);
    expect(new Set(rows).size).toBe(1);
    for (const type of ["image", "strong", "delete", "linkReference"]) {
      const found = ofType(nodes, type).map(wordsOf);
      // The report's own: "Warning." and the verdict.
      expect(
        found.filter((words) => !/^(Warning\.|INCONCLUSIVE)$/.test(words)),
        type,
      ).toEqual([]);
    }
    const marks = name === "comment" ? /^<!-- fvalidate:comment [\w/%.-]+ -->$/ : /^(?!)/;
    const ownTags = /^<\/?(details|summary)>/;
    const tags = ofType(nodes, "html").map(({ value = "" }) => value);
    expect(tags.filter((tag) => !marks.test(tag) && !ownTags.test(tag))).toEqual([]);
    const addresses = ofType(nodes, "link").map(({ url }) => url);
    expect(addresses).toEqual(name === "md" ? ["./x%20(y)%20%3Cscript%3E/report.md"] : []);
  });
});

describe("report.csv", () => {
  it("is read back by another program, figures with all their digits", async () => {
    const rows: Record<string, string>[] = parse(await render("csv", usual), { columns: true });
    expect(rows).toContainEqual({
      section: "figure",
      part: "pi0",
      figure: "MAPE",
      value: "0.8899479822631643",
      note: "%",
    });
    expect(rows.filter(({ figure }) => figure === "status").map(({ part, value }) => [part, value])).toEqual([
      ["", "failed"],
      ["pi0", "complete"],
      ["answers", "failed"],
      ["last", "not run"],
    ]);
  });

  it("starts no formula", async () => {
    const rows: string[][] = parse(await render("csv", hostile));
    const texts = rows.flat().filter((cell) => !/^-?[\d.]+$/.test(cell));
    expect(texts.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows.flat().some((cell) => cell.includes("=cmd|"))).toBe(true);
  });
});

interface XmlCase {
  readonly suite: string;
  readonly outcome: string;
  readonly message: string;
}

/** By saxes, which refuses what is no XML. */
function casesIn(xml: string): XmlCase[] {
  const cases: XmlCase[] = [];
  let suite = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const found = attributes as Record<string, string>;
    if (name === "testsuite") suite = found["name"] ?? "";
    if (["error", "failure", "skipped"].includes(name))
      cases.push({ suite, outcome: name, message: found["message"] ?? "" });
  });
  parser.write(xml).close();
  return cases;
}

describe("junit.xml", () => {
  it("has a test suite also for parts without a run: errors and what was left aside", async () => {
    expect(casesIn(await render("junit", usual))).toEqual([
      {
        suite: "pi0 pi0",
        outcome: "error",
        message:
          "the result of pi0-2026-11-21-070000-cuda-flagos cannot be read: flagos computes what cuda computes, up to rounding",
      },
      { suite: "bench answers", outcome: "error", message: "nobody listens" },
      { suite: "pi0 last", outcome: "skipped", message: "it was not begun" },
    ]);
  });

  it("is well-formed whatever the texts hold", async () => {
    expect(casesIn(await render("junit", hostile))).toHaveLength(3);
  });
});

describe("report.html", () => {
  it.each([
    ["usual", usual],
    ["hostile", hostile],
  ])("of a %s run is valid", async (_, run) => {
    const validator = new HtmlValidate({
      extends: ["html-validate:standard"],
      rules: { "long-title": "off", "no-raw-characters": "off", "require-sri": "off" },
    });
    const { results } = await validator.validateString(await render("html", run));
    const messages = results.flatMap((result) =>
      result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    );
    expect([...new Set(messages)]).toEqual([]);
  });

  it("links each part's page, and holds no tag of somebody else's", async () => {
    expect(await render("html", usual)).toContain('href="./pi0-2026-11-21-070000-cuda-flagos/report.html"');
    const page = await render("html", hostile);
    expect(page).not.toMatch(/<img|<script>alert/);
  });
});

describe("the summary on the terminal", () => {
  const PAINT = { verdict: (word: string) => word, warning: (word: string) => word };

  it("is read in ten seconds", () => {
    expect(suiteSummary(usual, "reports/x", PAINT)).toBe(
      [
        "Suite night, 3 parts: a night",
        "",
        "  WARNING  pi0: the chip was warm",
        "",
        "  INCONCLUSIVE    of 3 parts, answers failed; last was not run",
        "",
        "  pi0      consistent  MAPE 0.8899 %",
        "  answers  failed      nobody listens",
        "  last     not run     it was not begun",
        "",
        "  reports/x/report.md",
      ].join("\n"),
    );
  });

  it("steers no terminal", () => {
    const text = suiteSummary(hostile, "reports/x", PAINT);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    for (const line of text.split("\n")) expect(line.length).toBeLessThan(700);
  });
});
