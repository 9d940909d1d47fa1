import { HtmlValidate } from "html-validate";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { type AnyRun, RUN_SCHEMAS } from "../../../src/contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../../src/contracts/run-evidence.ts";
import { htmlReporter } from "../../../src/report/html.ts";
import { FIXTURE_RUNS, hostile, pi0Evidence, pi0Run, smallPi0 } from "./pages.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // The run's own words are longer than a search engine shows.
    "long-title": "off",
    // Either case is the same to a browser.
    "doctype-style": "off",
    // What linkedom writes within SVG.
    "void-style": "off",
  },
});

async function faultsOf(page: string): Promise<string[]> {
  const { results } = await validator.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

const evidence = await pi0Evidence();
const small = smallPi0(evidence);
const failed = RUN_SCHEMAS.pi0.parse({
  ...pi0Run(),
  metrics: null,
  metricsReason: "the server went away",
  gates: [],
  status: "failed",
  failure: {
    kind: "stack",
    message: "the server went away",
    hint: "Start it again.",
    log: "out of memory\n  at 0x1",
  },
  shard: { index: 2, count: 5 },
  verdict: "inconclusive",
});

const PAGES: readonly (readonly [string, AnyRun, RunEvidence])[] = [
  ...FIXTURE_RUNS.map(([name, run]) => [name, run, NO_EVIDENCE] as const),
  ["pi0-h200 with its tensors", pi0Run(), evidence],
  ["pi0, a corner of it", small.run, small.evidence],
  ["pi0 that failed, of a shard", failed, NO_EVIDENCE],
];

/** Each page as it is without anything hostile, made once. */
const made = new Map<AnyRun, Promise<string>>();
function tamePage(run: AnyRun, shown: RunEvidence): Promise<string> {
  const page = made.get(run) ?? Promise.resolve(htmlReporter.render(run, shown));
  made.set(run, page);
  return page;
}

describe.each(PAGES)("the page of %s", (_name, run, shown) => {
  it("is valid HTML, fetches nothing, is small, and has the same bytes after a way through JSON", async () => {
    const page = await tamePage(run, shown);
    expect(await faultsOf(page)).toEqual([]);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    const readBack = RUN_SCHEMAS[run.kind].parse(JSON.parse(JSON.stringify(run)));
    expect(await htmlReporter.render(readBack, shown)).toBe(page);
    const places = [...page.matchAll(/\s(?:src|href|action|srcset)="([^"]*)"/g)].map(([, place]) => place);
    expect(places.filter((place) => !/^(#|data:)/.test(place ?? ""))).toEqual([]);
  });
});

describe.each(PAGES.filter(([name]) => !name.startsWith("pi0-h200")))(
  "the page of %s with names that hold anything",
  (_name, run, shown) => {
    it("is valid HTML, and none of them becomes an element or an attribute", async () => {
      const page = await htmlReporter.render(hostile(run), shown);
      expect(await faultsOf(page)).toEqual([]);
      const { document } = parseHTML(page);
      const elements = [...document.querySelectorAll("*")];
      const tame = await tamePage(run, shown);
      for (const name of ["script", "style", "img", "iframe", "meta", "link", "base", "form", "object"]) {
        // Where nothing is hostile, a sign of an element is one.
        const own = [...tame.matchAll(new RegExp(`<${name}[ >]`, "g"))].length;
        expect(elements.filter(({ localName }) => localName === name).length, name).toBe(own);
      }
      const names = elements.flatMap((element) => element.getAttributeNames());
      expect(names.filter((name) => /^on|^style$/.test(name))).toEqual([]);
      for (const unseen of ["\u202e", "\u0007", "\u001b"]) expect(page).not.toContain(unseen);
    });
  },
);

it("a text of 200,000 letters in any place leaves a page that can still be sent", async () => {
  const page = await htmlReporter.render(hostile(small.run, "x".repeat(200_000)), small.evidence);
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
});
