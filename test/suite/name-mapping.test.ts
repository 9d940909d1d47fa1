import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mapNames } from "../../src/compare/tensors/name-mapping.ts";
import { loadNameMapping } from "../../src/suite/name-mapping.ts";
import { temporaryFolder } from "../support/cli.ts";

async function load(text: string, name = "mapping.yaml") {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, text);
  return loadNameMapping(path);
}

async function refusal(text: string): Promise<string> {
  const error = await load(text).then(
    () => new Error("it was read"),
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ kind: "suite" });
  return error.message.replace(/^.*\/(?=mapping\.yaml)/gm, "");
}

const HEAD = "schema: fvalidate.mapping/1\n";

describe("a mapping file", () => {
  it("holds pairs, and rules for whole names with groups", async () => {
    const mapping = await load(
      `${HEAD}pairs:\n  lm_head: head\nrules:\n  - from: module\\.(.*)\n    to: $1\n  - from: (?<a>.)-x\n    to: $<a>\n`,
    );
    expect(mapNames(["lm_head", "module.layers.0", "q-x", "amodule.b", "q-xy"], mapping)).toEqual({
      names: ["head", "layers.0", "q", "amodule.b", "q-xy"],
      unused: [],
    });
  });

  it("may be JSON", async () => {
    const text = JSON.stringify({ schema: "fvalidate.mapping/1", pairs: { a: "b" } });
    expect(await load(text, "mapping.json")).toEqual({
      pairs: [{ candidate: "a", baseline: "b" }],
      rules: [],
    });
  });

  it.each([
    ["another schema", "schema: fvalidate.mapping/2\npairs: {a: b}\n", /^mapping\.yaml:1:9: `schema`: /],
    ["nothing to rename", HEAD, /^mapping\.yaml:1:1: the name mapping: neither rules nor pairs/],
    [
      "an unknown key",
      `${HEAD}rules:\n  - from: a\n    to: b\n    flags: i\n`,
      /^mapping\.yaml:5:5: unknown key `flags` in `rules\.0`/,
    ],
    [
      "a broken expression",
      `${HEAD}rules:\n  - from: "("\n    to: b\n`,
      /^mapping\.yaml:3:11: `rules\.0\.from`: no regular expression: /,
    ],
    ["a rule without its end", `${HEAD}rules:\n  - from: a\n`, /^mapping\.yaml:3:5: `rules\.0\.to`: /],
    ["an empty name", `${HEAD}pairs:\n  a: ""\n`, /^mapping\.yaml:3:6: `pairs\.a`: /],
    ["no YAML", `${HEAD}pairs: [\n`, /^mapping\.yaml:\d+:\d+: /],
    ["a name twice", `${HEAD}pairs:\n  a: b\n  a: c\n`, /^mapping\.yaml:4:3: Map keys must be unique/],
  ])("is refused with its place for %s", async (_what, text, message) => {
    expect(await refusal(text)).toMatch(message);
  });

  it("that is not there is refused by its name", async () => {
    await expect(loadNameMapping("nowhere.yaml")).rejects.toMatchObject({
      kind: "suite",
      message: expect.stringContaining("Cannot read the name mapping nowhere.yaml"),
    });
  });
});
