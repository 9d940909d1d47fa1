import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { COMMENT_LIMIT, commentMarkdown } from "../../../src/report/ci/comment.ts";
import { keyFigures } from "../../../src/report/ci/figures.ts";
import { commentMarker } from "../../../src/report/ci/marker.ts";
import { SUMMARY_LIMIT, stepSummary } from "../../../src/report/ci/step-summary.ts";
import { result } from "../../compare/tensors/results.ts";
import { HOSTILE_TEXTS, hostileEverywhere, RUNS_OF_EVERY_KIND } from "../every-kind.ts";
import { compareRun } from "../tensors/runs.ts";
import { nodesOf, parseMarkdown, textOf } from "./mdast.ts";

/** What the short form itself writes as HTML; all else would be somebody else's. */
const OWN_HTML =
  /^(?:<!-- fvalidate:comment [\w%./-]+ -->|<details><summary>How to reproduce<\/summary>|<\/details>)$/;

function expectHarmless(text: string): void {
  const tree = parseMarkdown(text);
  for (const { value } of nodesOf(tree, "html"))
    for (const line of value.split("\n")) expect(line).toMatch(OWN_HTML);
  expect(nodesOf(tree, "image")).toEqual([]);
  expect(nodesOf(tree, "heading")).toHaveLength(1);
  expect(nodesOf(tree, "code")).toHaveLength(1);
  expect(nodesOf(tree, "link").filter(({ url }) => !url.startsWith("mailto:"))).toEqual([]);
  for (const table of nodesOf(tree, "table")) {
    const columns = table.children.map((row) => row.children.length);
    expect(new Set(columns).size).toBe(1);
  }
}

describe.each(RUNS_OF_EVERY_KIND)("the comment on %s", (_name, run) => {
  const text = commentMarkdown(run);

  it("begins with its marker, then the verdict, and has a row for each of the first ten", () => {
    const tree = parseMarkdown(text);
    expect(text.split("\n")[0]).toBe(commentMarker(run));
    expect(textOf(nodesOf(tree, "heading")[0]!)).toContain(run.verdict.toUpperCase());
    const rows = nodesOf(tree, "tableRow").length - nodesOf(tree, "table").length;
    expect(rows).toBe(Math.min(10, keyFigures(run).rows.length));
    expectHarmless(text);
  });

  it.each(HOSTILE_TEXTS)("holds no mark-up of others: %s", (_what, hostile) => {
    const comment = commentMarkdown(hostileEverywhere(run, hostile));
    expectHarmless(comment);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
  });

  it("is the same for the same comparison on another day, and another one for others", () => {
    const later = { ...run, id: "x", createdAt: "y" };
    expect(commentMarker(later)).toBe(commentMarker(run));
    const other = { ...run, candidate: { ...run.candidate, stack: "other" } } as typeof run;
    expect(commentMarker(other)).not.toBe(commentMarker(run));
  });

  it("is a step summary without its marker", () => {
    const summary = stepSummary(run, {}, 0)!;
    expect(summary).not.toContain("fvalidate:comment");
    expect(textOf(nodesOf(parseMarkdown(summary), "heading")[0]!)).toContain(run.verdict.toUpperCase());
  });
});

describe("size", () => {
  const long = (length: number) => "é🤖".repeat(length);
  const tensors = Array.from({ length: 300 }, (_, index) => result({ name: `${index} ${long(40)}` }));
  const sentences = Array.from({ length: 300 }, (_, index) => `${index} ${long(400)}`);
  const run = compareRun({
    tensors,
    pairs: 300,
    reasons: sentences,
    warnings: sentences,
    headline: long(9_000),
  });

  it("a comment is cut to what GitHub takes, and says so", () => {
    const comment = commentMarkdown(run);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(comment).toMatch(/290 more rows: all are in report\.csv|Left out, being too long/);
    expectHarmless(comment);
  });

  it("a summary fills its step's at most, whatever other runs have left, and then says that it is full", () => {
    let taken = 0;
    let written = 0;
    for (let count = 0; count < 400; count += 1) {
      const text = stepSummary(run, {}, taken);
      if (text === null) break;
      taken += Buffer.byteLength(text);
      written += 1;
    }
    expect(taken).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(written).toBeGreaterThan(3);
    expect(stepSummary(run, {}, SUMMARY_LIMIT)).toBeNull();
  });
});

it("what only the command knows is shown: drift, and where the artefacts are", () => {
  const drift = {
    verdict: "inconsistent",
    headline: "moved since x",
    reasons: ["WAPE: 3 floors"],
    notes: [],
  } as const;
  const artefactsUrl = "https://ci.example/runs/7#artifacts";
  const tree = parseMarkdown(commentMarkdown(compareRun(), { drift, artefactsUrl }));
  expect(textOf(tree)).toContain("❌ Drift: moved since x");
  expect(nodesOf(tree, "link").map(({ url }) => url)).toEqual([artefactsUrl]);
});
