import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { pageDocument } from "../../../src/report/page/document.ts";
import { html } from "../../../src/report/page/markup.ts";
import { plainRows, table } from "../../../src/report/page/table.ts";
import { printDuration, printInstant } from "../../../src/report/page/times.ts";

const PAGE = pageDocument({
  title: "a < b",
  head: html`<h1>head</h1>`,
  sections: [{ id: "one", title: "One & only", body: html`<p>body</p>` }],
  foot: html`<p>foot</p>`,
  style: ".own { color: red; }",
  script: "void 0;",
});
const { document } = parseHTML(PAGE);

it("a page's policy names the hash of each of its own styles and scripts, and lets in nothing else", () => {
  const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content") ?? "";
  const rules = Object.fromEntries(
    policy.split("; ").map((rule: string) => [rule.split(" ")[0], rule.split(" ").slice(1).sort()]),
  );
  const hashes = (name: string) =>
    [...document.querySelectorAll(name)].map(
      ({ textContent }) =>
        `'sha256-${createHash("sha256")
          .update(textContent ?? "")
          .digest("base64")}'`,
    );
  expect(rules).toEqual({
    "default-src": ["'none'"],
    "style-src": hashes("style").sort(),
    "script-src": hashes("script").sort(),
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  });
  expect(hashes("style").length).toBe(2);
});

it("a page's contents lead to its sections, which are named by their headings", () => {
  const links = [...document.querySelectorAll("nav a")].map((link) => link.getAttribute("href"));
  expect(links).toEqual(["#verdict", "#one"]);
  expect(document.querySelector("#one")?.getAttribute("aria-labelledby")).toBe("one-title");
  expect(document.querySelector("#one-title")?.textContent).toBe("One & only");
});

it("a table has a caption, and headings for its columns and its rows", () => {
  const made = parseHTML(
    table({
      caption: "numbers",
      columns: [{ title: "what" }, { title: "much", unit: "%", isNumber: true }],
      rows: [...plainRows([["a", 1]]), { cells: ["b", { shown: "−2", sort: -2 }], facets: { kind: "x" } }],
      isSortable: true,
    }).text,
  ).document;
  expect(made.querySelector("caption")?.textContent).toBe("numbers");
  expect([...made.querySelectorAll('thead th[scope="col"]')].map(({ textContent }) => textContent)).toEqual([
    "what",
    "much %",
  ]);
  expect([...made.querySelectorAll('tbody th[scope="row"]')].map(({ textContent }) => textContent)).toEqual([
    "a",
    "b",
  ]);
  expect(made.querySelector("[data-item]")?.getAttribute("data-facet-kind")).toBe("x");
  expect(made.querySelector("[data-sort]")?.textContent).toBe("−2");
});

it.each([
  [179, "179 ms"],
  [12_340, "12.3 s"],
  [245_000, "4 min 5 s"],
  [7_800_000, "2 h 10 min"],
])("%d milliseconds are %s", (milliseconds, words) => {
  expect(printDuration(milliseconds)).toBe(words);
});

it("an instant is told in UTC, and what is none stays as it is", () => {
  expect(printInstant("2026-11-21T07:28:28.446Z")).toBe("2026-11-21 07:28:28 UTC");
  expect(printInstant("yesterday")).toBe("yesterday");
});
