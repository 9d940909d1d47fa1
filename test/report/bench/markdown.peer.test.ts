import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible } from "../../../src/report/data-text.ts";
import { REPORTERS } from "../../../src/report/index.ts";
import { dataTable } from "../../../src/report/markdown-table.ts";
import { tablesOf } from "../gfm.ts";
import { BENCH_RUNS, hostileRun } from "./runs.ts";

const SCRIPT = fileURLToPath(new URL("./gfm_html.py", import.meta.url));
const hasParser = spawnSync("python3", ["-c", "import cmarkgfm"]).status === 0;

interface Html {
  readonly tags: readonly string[];
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly comments: number;
}

function htmlOf(documents: readonly string[]): Html[] {
  return JSON.parse(
    execFileSync("python3", [SCRIPT], { input: JSON.stringify(documents), encoding: "utf8" }),
  );
}

const TAGS = new Set(
  "table thead tbody tr th td details summary p h2 h3 ul li em strong code pre blockquote".split(" "),
);

describe.skipIf(!hasParser)("as GitHub's parser reads it (skipped without python3 and cmarkgfm)", () => {
  const reports = BENCH_RUNS.flatMap(([, run]) => [run, hostileRun(run)]).map((run) =>
    REPORTERS.md.render(run),
  );

  it("a report has the tables that it was given, and no tag of anybody else's", () => {
    htmlOf(reports).forEach(({ tags, tables, comments }, index) => {
      expect(tags.filter((tag) => !TAGS.has(tag))).toEqual([]);
      expect(comments).toBe(0);
      expect(tables).toEqual(tablesOf(reports[index] ?? "").map(({ header, rows }) => [header, ...rows]));
    });
  });

  it("any text comes out of a table as it went in", () => {
    const character = fc.constantFrom(..."ab_*`~$|\\<>&;#![]()-+=:/.w@ \n日é👩‍🔬&lt;");
    const texts = fc.sample(fc.array(character, { maxLength: 30 }), 2000).map((parts) => parts.join(""));
    const documents = texts.map((text) => dataTable(["a", "b"], [[text, "x"]]));
    htmlOf(documents).forEach(({ tags, tables }, index) => {
      expect([...tags].sort(), documents[index]).toEqual(["table", "tbody", "td", "th", "thead", "tr"]);
      expect(tables[0]?.[1], documents[index]).toEqual([visible(texts[index] ?? "").trim(), "x"]);
    });
  });
});
