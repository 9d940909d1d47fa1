import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { RunSummary } from "../../../src/contracts/run-summary.ts";
import { readListFilter } from "../../../src/report/view/list-filter.ts";
import type { ListedRun } from "../../../src/report/view/listed-run.ts";
import { noticePage } from "../../../src/report/view/notice.ts";
import { RUNS_SHOWN, runListPage } from "../../../src/report/view/run-list.ts";
import { htmlFaults } from "./html-faults.ts";

const HOSTILE = 'a|b "c" <script>alert(1)</script> \' & 日本語 \u202e\u0007';

function listed(name: string, changes: Partial<RunSummary> = {}): ListedRun {
  const summary: RunSummary = {
    schema: "fvalidate.run/1",
    id: name,
    kind: "pi0",
    createdAt: "2026-11-21T08:15:00.000Z",
    status: "complete",
    suite: { name: "pi0", title: "pi0 on our chip" },
    baseline: { label: "CUDA", source: "endpoint" },
    candidate: { label: "FlagOS", source: "endpoint" },
    verdict: "consistent",
    headline: "flagos computes what cuda computes",
    warnings: [],
    ...changes,
  };
  return { name, at: summary.createdAt, summary, problem: null };
}

const broken: ListedRun = {
  name: "broken",
  at: "2026-11-20T00:00:00.000Z",
  summary: null,
  problem: "run.json is not JSON",
};
const RUNS = [
  listed("first", { verdict: "inconsistent", warnings: ["x"] }),
  listed("second", { kind: "bench", status: "interrupted", shard: { index: 2, count: 4 } }),
  broken,
];

const show = (runs: readonly ListedRun[], query = "") =>
  runListPage(runs, readListFilter(new URLSearchParams(query)));
const names = (page: string) =>
  [...parseHTML(page).document.querySelectorAll(".run code")].map(({ textContent }) => textContent);

describe("the list of runs", () => {
  it("has a line for each, with what it is and where it leads", () => {
    const { document } = parseHTML(show(RUNS));
    expect(names(show(RUNS))).toEqual(["first", "second", "broken"]);
    const [first, second, third] = [...document.querySelectorAll(".run")].map(
      (item) => item.textContent ?? "",
    );
    expect(first).toMatch(
      /inconsistent[\s\S]*FlagOS against CUDA[\s\S]*2026-11-21 08:15:00 UTC[\s\S]*1 warning/,
    );
    expect(second).toMatch(/bench[\s\S]*interrupted[\s\S]*shard 2 of 4/);
    expect(third).toContain("run.json is not JSON");
    expect([...document.querySelectorAll("a.run-link")].map((link) => link.getAttribute("href"))).toEqual([
      "/runs/first",
      "/runs/second",
    ]);
  });

  it("offers those that can be shown to be chosen, by a form that needs no script", () => {
    const { document } = parseHTML(show(RUNS));
    const form = document.querySelector("form[action='/compare']");
    expect(form?.getAttribute("method")).toBe("get");
    const boxes = [...(form?.querySelectorAll("input[name=run]") ?? [])];
    expect(boxes.map((box) => box.getAttribute("value"))).toEqual(["first", "second"]);
  });

  it.each([
    ["verdict=inconsistent", ["first"]],
    ["kind=bench", ["second"]],
    ["status=interrupted", ["second"]],
    ["status=cannot+be+shown", ["broken"]],
    ["search=chip+SECOND", ["second"]],
    ["search=flagos&verdict=consistent", ["second"]],
    ["search=nothing", []],
    ["verdict=dragons", ["first", "second", "broken"]],
  ])("is narrowed down by %s", (query, expected) => expect(names(show(RUNS, query))).toEqual(expected));

  it("shows so many at a time, and leads to the others with the same choices", () => {
    const many = Array.from({ length: RUNS_SHOWN + 5 }, (_, at) => listed(`run-${at}`));
    const page = show(many, "kind=pi0");
    expect(names(page)).toHaveLength(RUNS_SHOWN);
    const older = [...parseHTML(page).document.querySelectorAll("a")].find(
      (link) => link.textContent === "Older runs",
    );
    const query = older?.getAttribute("href")?.split("?")[1] ?? "";
    expect(names(show(many, query))).toEqual(["run-200", "run-201", "run-202", "run-203", "run-204"]);
  });

  it.each([
    ["some", show(RUNS)],
    ["none", show([])],
    [
      "hostile",
      show(
        [listed(HOSTILE, { headline: HOSTILE, suite: { name: HOSTILE, title: "x".repeat(10_000) } })],
        `search=${encodeURIComponent(HOSTILE)}`,
      ),
    ],
    ["a notice", noticePage({ title: HOSTILE, text: `${HOSTILE}\n✖ line` })],
  ])("is valid HTML and runs nothing of theirs: %s", async (_name, page) => {
    expect(await htmlFaults(page)).toEqual([]);
    expect(page).not.toContain("<script>alert");
  });
});
