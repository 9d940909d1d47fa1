import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import type { AnyRun } from "../../../src/contracts/any-run.ts";
import { junitDocument } from "../../../src/report/junit/document.ts";
import { junitReporter } from "../../../src/report/junit.ts";
import { result } from "../../compare/tensors/results.ts";
import { HOSTILE_TEXTS, hostileEverywhere, RUNS_OF_EVERY_KIND } from "../every-kind.ts";
import { compareRun } from "../tensors/runs.ts";
import { casesOf, type ParsedElement, parseXml, schemaErrors } from "./parse.ts";

const written = (run: AnyRun) => parseXml(junitDocument([{ run }]));

function counted(suite: ParsedElement): Record<string, number> {
  const cases = suite.children.filter(({ name }) => name === "testcase");
  const having = (wanted: string) =>
    cases.filter(({ children }) => children.some(({ name }) => name === wanted)).length;
  const [failures, errors, skipped] = ["failure", "error", "skipped"].map(having);
  return { tests: cases.length, failures: failures!, errors: errors!, skipped: skipped! };
}

describe.each(RUNS_OF_EVERY_KIND)("the run %s", (_name, run) => {
  const document = written(run);

  it("counts what it holds", () => {
    const [suite] = document.children;
    const { tests, failures, errors, skipped } = suite!.attributes;
    expect({ tests, failures, errors, skipped }).toEqual(
      Object.fromEntries(Object.entries(counted(suite!)).map(([key, count]) => [key, String(count)])),
    );
    expect(document.attributes).toMatchObject({ tests, failures, errors });
  });

  it("has a case that says what happened, red where the run is not consistent", () => {
    const { tests, failures, errors } = counted(document.children[0]!);
    expect(tests).toBeGreaterThan(0);
    expect(failures! + errors! > 0).toBe(run.verdict !== "consistent" || run.status !== "complete");
    if (run.status !== "complete") expect(errors).toBeGreaterThan(0);
  });

  it("is what the reporter renders", () => {
    expect(junitReporter.render(run)).toBe(junitDocument([{ run }]));
  });
});

describe("is valid by the schema", () => {
  it("for every run", async () => {
    expect(await schemaErrors(RUNS_OF_EVERY_KIND.map(([, run]) => junitDocument([{ run }])))).toEqual([]);
  });

  it.each(HOSTILE_TEXTS)("whatever its texts hold: %s", async (_what, text) => {
    const documents = RUNS_OF_EVERY_KIND.map(([, run]) =>
      junitDocument([{ run: hostileEverywhere(run, text) }]),
    );
    expect(await schemaErrors(documents)).toEqual([]);
    for (const document of documents) expect(casesOf(parseXml(document)).length).toBeGreaterThan(0);
  });

  it("and the schema refuses what is none", async () => {
    const document = junitDocument([{ run: compareRun() }]);
    for (const spoilt of [
      document.replace(/ name="a"/, ""),
      document.replace("<system-out>", "<failure>").replace("</system-out>", "</failure>"),
      document.replace(/ tests="\d+"/, ' tests="many"'),
    ])
      expect(await schemaErrors([spoilt])).not.toEqual([]);
  });
});

describe("names", () => {
  const namesOf = (names: readonly string[]) =>
    casesOf(written(compareRun({ tensors: names.map((name) => result({ name })), pairs: names.length }))).map(
      ({ attributes }) => attributes["name"],
    );

  it.each(HOSTILE_TEXTS.filter(([what]) => !/nothing|no place/.test(what)))(
    "come back from the parser as they were: %s",
    (_what, text) => {
      expect(namesOf([text])).toEqual([text]);
    },
  );

  it("say which characters XML has no place for", () => {
    expect(namesOf(["a\u0000b\ud800c\uffff"])).toEqual(["a\\u{0}b\\u{d800}c\\u{ffff}"]);
  });

  it("are unique within a class: of two of the same name GitLab keeps one", () => {
    expect(namesOf(["a", "a", "", "a"])).toEqual(["a", "a (2)", "(no name)", "a (3)"]);
  });

  it("group by kind, suite and stacks, and dots within a name make no group", () => {
    const run = compareRun();
    const arm = (stack: string) => ({ ...run.baseline, stack });
    const classOf = (changes: object) =>
      casesOf(written({ ...run, ...changes } as AnyRun))[0]!.attributes["classname"];
    expect(classOf({})).toBe("compare.native.flagos");
    const suite = { name: "minicpm-o-4.5-vllm", title: "" };
    expect(classOf({ suite, baseline: arm("cuda 12.8"), candidate: arm("…/b.pt") })).toBe(
      "compare.minicpm-o-4_5-vllm.cuda_12_8.…_b_pt",
    );
  });
});

describe("size", () => {
  const LONGEST = 30_000_000;

  it("twelve thousand tensors, ten thousand characters in each name, stay below what GitLab reads", () => {
    const rest = '"<日'.repeat(3_332);
    const tensors = Array.from({ length: 12_000 }, (_, index) =>
      result({ name: `${String(index).padStart(6, "0")}${rest}`, outcome: "fail" }),
    );
    const run = compareRun({ tensors, pairs: tensors.length, verdict: "inconsistent" });
    const text = junitDocument([{ run }]);
    expect(Buffer.byteLength(text)).toBeLessThan(LONGEST);
    const names = [...text.matchAll(/<testcase name="([^"]*)" [^>]*>\n *<failure /g)].map(([, name]) => name);
    expect(names).toHaveLength(12_000);
    expect(new Set(names).size).toBe(12_000);
    expect(names[0]!.replaceAll("&quot;", '"').replaceAll("&lt;", "<")).toBe(tensors[0]!.name);
    expect(names.at(-1)!.length).toBeLessThan(2_000);
  });

  it("what does not fit is shortened, the worst ones last", () => {
    const tensors = Array.from({ length: 20 }, (_, index) => result({ name: `tensor.${index}` }));
    const run = compareRun({ tensors, pairs: 20 });
    const cases = casesOf(parseXml(junitDocument([{ run }], 1_000)));
    expect(cases).toHaveLength(20);
    expect(cases[0]!.children[0]!.text).toContain("[64, 64] float32");
    expect(cases[19]!.children).toEqual([]);
    expect(cases[19]!.attributes["name"]).toBe("tensor.19");
  });
});

describe("several runs in one document", () => {
  const [[, pi0], [, bench]] = [RUNS_OF_EVERY_KIND[0]!, RUNS_OF_EVERY_KIND[2]!];
  const text = junitDocument([{ run: pi0 }, { run: bench }, { run: pi0 }]);
  const document = parseXml(text);

  it("have a suite each, in their order, and sums above", async () => {
    expect(await schemaErrors([text])).toEqual([]);
    expect(document.children.map(({ attributes }) => attributes["id"])).toEqual(["0", "1", "2"]);
    const tests = document.children.map(({ attributes }) => Number(attributes["tests"]));
    expect(document.attributes["tests"]).toBe(String(tests.reduce((sum, count) => sum + count)));
    const time = document.children.reduce((sum, { attributes }) => sum + Number(attributes["time"]), 0);
    expect(Number(document.attributes["time"])).toBeCloseTo(time, 3);
  });

  it("keep their cases apart, even where one comparison was made twice", () => {
    const keys = casesOf(document).map(
      ({ attributes }) => `${attributes["classname"]} ${attributes["name"]}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("may be none", () => {
    expect(parseXml(junitDocument([])).attributes["tests"]).toBe("0");
  });
});
