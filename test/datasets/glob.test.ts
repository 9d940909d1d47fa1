import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesPattern, matchingPaths } from "../../src/datasets/glob.ts";

describe("a pattern", () => {
  const cases: [pattern: string, path: string, matches: boolean][] = [
    ["Art/validation-*.parquet", "Art/validation-00000-of-00001.parquet", true],
    ["Art/validation-*.parquet", "Art/sub/validation-0.parquet", false],
    ["Art/validation-*.parquet", "Art/validation-0.parquet.part", false],
    ["*/validation-*.parquet", "Art/validation-0.parquet", true],
    ["*/validation-*.parquet", "validation-0.parquet", false],
    ["*/validation-*.parquet", "a/b/validation-0.parquet", false],
    ["**/test.jsonl", "test.jsonl", true],
    ["**/test.jsonl", "a/b/c/test.jsonl", true],
    ["**/test.jsonl", "a/b/mytest.jsonl", false],
    ["data/**", "data/a/b.csv", true],
    ["data/**", "data", false],
    ["a/**/b", "a/b", true],
    ["a/**/**/b", "a/x/y/b", true],
    ["*", "a/b", false],
    ["*.csv", ".csv", true],
    ["standard (10 options)/test-*", "standard (10 options)/test-0", true],
    ["a.b", "aXb", false],
    ["a+[b]{c}^$|\\d", "a+[b]{c}^$|\\d", true],
    ["test-?.csv", "test-1.csv", true],
    ["test-?.csv", "test-/.csv", false],
    ["题目*.csv", "题目一.csv", true],
    ["?.csv", "🙂.csv", true],
    ["", "", true],
  ];
  test.each(cases)("%j and %j: %s", (pattern, path, matches) => {
    expect(matchesPattern(path, pattern)).toBe(matches);
  });

  test("without stars fits itself alone", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[*?/\0]/.test(text));
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
    fc.assert(fc.property(path, path, (one, other) => matchesPattern(one, other) === (one === other)));
  });

  test("of many stars is decided at once", () => {
    const start = performance.now();
    expect(matchesPattern("a".repeat(200), `${"**/".repeat(30)}b`)).toBe(false);
    expect(matchesPattern(`${"a/".repeat(30)}c`, `${"**/a/".repeat(4)}b`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

test("matching paths come in the patterns' order, then in the order of their characters, each once", () => {
  const paths = ["b/2.csv", "a/1.csv", "b/10.csv", "a/0.csv", "c.csv"];
  expect(matchingPaths(paths, ["b/*", "a/*", "*/1.csv"])).toEqual([
    "b/10.csv",
    "b/2.csv",
    "a/0.csv",
    "a/1.csv",
  ]);
});
