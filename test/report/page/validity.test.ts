import { HtmlValidate } from "html-validate";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { type AnyRun, RUN_SCHEMAS } from "../../../src/contracts/any-run.ts";
import { NO_EVIDENCE } from "../../../src/contracts/run-evidence.ts";
import { htmlReporter } from "../../../src/report/html.ts";
import { FIXTURE_RUNS, hostile, pi0Evidence, pi0Run } from "./pages.ts";

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
const evidenceOf = ({ kind }: AnyRun) => (kind === "pi0" ? evidence : NO_EVIDENCE);
const render = async (run: AnyRun) => htmlReporter.render(run, evidenceOf(run));

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

const RUNS: readonly (readonly [string, AnyRun])[] = [
  ...FIXTURE_RUNS,
  ["pi0 that failed, of a shard", failed],
];

describe.each(RUNS)("the page of %s", (_name, run) => {
  it("is valid HTML", async () => {
    expect(await faultsOf(await render(run))).toEqual([]);
  });

  it("is valid HTML whatever its texts hold, and none of them becomes an element", async () => {
    const page = await render(hostile(run));
    expect(await faultsOf(page)).toEqual([]);
    const { document } = parseHTML(page);
    const tame = parseHTML(await render(run)).document;
    for (const name of ["script", "style", "img", "iframe", "meta", "link", "base", "form", "object"])
      expect(document.querySelectorAll(name).length, name).toBe(tame.querySelectorAll(name).length);
    const names = [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames());
    expect(names.filter((name) => /^on|^style$/.test(name))).toEqual([]);
  });

  it("has the same bytes each time, and is below two megabytes", async () => {
    const page = await render(run);
    expect(await render(RUN_SCHEMAS[run.kind].parse(JSON.parse(JSON.stringify(run))))).toBe(page);
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  });

  it("names nothing that would have to be fetched", async () => {
    const { document } = parseHTML(await render(run));
    const places = [...document.querySelectorAll("[src], [href], [action], [srcset]")].map(
      (element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "",
    );
    expect(places.filter((place) => !/^(#|data:)/.test(place))).toEqual([]);
  });
});
