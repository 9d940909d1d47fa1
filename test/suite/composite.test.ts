import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type CompositeSuite, loadAnySuite } from "../../src/suite/composite/load-composite.ts";
import { loadSuite } from "../../src/suite/load.ts";
import { temporaryFolder } from "../support/cli.ts";

const INVALID = fileURLToPath(new URL("../../fixtures/suites/invalid-composite/", import.meta.url));
const cases = readdirSync(INVALID).filter((name) => name.endsWith(".yaml"));

async function composite(nameOrPath: string): Promise<CompositeSuite> {
  const suite = await loadAnySuite(nameOrPath);
  if (suite.kind !== "suite") throw new Error(`${nameOrPath} is of kind ${suite.kind}`);
  return suite;
}

describe("suites of suites that are refused, each with file, line and column", () => {
  it.each(cases)("%s", async (name) => {
    const expected = readFileSync(join(INVALID, name.replace(".yaml", ".txt")), "utf8").trim();
    const error = await loadAnySuite(join(INVALID, name)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "suite", message: expect.stringContaining(expected) });
    expect(error).toMatchObject({
      message: expect.stringMatching(new RegExp(`${basename(name)}:\\d+:\\d+: `)),
    });
  });

  it("names every mistake of a file at once", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "s.yaml");
    const parts = "parts: [pi9, { suite: bench-recorded, policy: floor }, pi0]";
    await writeFile(path, `schema: fvalidate.suite/1\nkind: suite\ntitle: t\n${parts}\n`);
    const error: unknown = await loadAnySuite(path).catch((thrown: unknown) => thrown);
    const places = String(error).match(/s\.yaml:4:\d+: `parts\.\d[.a-z]*`/g);
    // Columns counted in the line above.
    expect(places).toEqual([
      "s.yaml:4:9: `parts.0.suite`",
      "s.yaml:4:47: `parts.1.policy`",
      "s.yaml:4:56: `parts.2`",
      "s.yaml:4:56: `parts.2`",
    ]);
  });

  it("tells a mistake in a part's own file by its place there", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "part.yaml"), "schema: fvalidate.suite/1\nkind: pi0\ntitel: t\n");
    await writeFile(
      join(folder, "s.yaml"),
      "schema: fvalidate.suite/1\nkind: suite\ntitle: t\nparts: [./part.yaml]\n",
    );
    await expect(loadAnySuite(join(folder, "s.yaml"))).rejects.toThrow(/part\.yaml:3:1: unknown key `titel`/);
  });
});

describe("loadAnySuite", () => {
  it("gives parts their own names, arms and settings: the part's over the suite's over the part's suite's", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "night.yaml");
    await writeFile(
      path,
      [
        "schema: fvalidate.suite/1",
        "kind: suite",
        "title: every night",
        "candidate: rope-theta-10000",
        "parts:",
        "  - bench-recorded",
        "  - { suite: bench-recorded, name: few, candidate: bfloat16, tasks: [mmlu], limit: 0.5, policy: card }",
        "",
      ].join("\n"),
    );
    const { name, title, parts } = await composite(path);
    expect([name, title]).toEqual(["night", "every night"]);
    expect(parts).toMatchObject([
      {
        name: "bench-recorded",
        baseline: "float32",
        candidate: "rope-theta-10000",
        tasks: null,
        limit: null,
        policy: null,
      },
      {
        name: "few",
        baseline: "float32",
        candidate: "bfloat16",
        tasks: ["mmlu"],
        limit: "0.5",
        policy: "card",
      },
    ]);
  });

  it("finds parts beside the suite's own file", async () => {
    const folder = await temporaryFolder();
    const stack = "{ target: endpoint, url: http://127.0.0.1:1 }";
    await writeFile(
      join(folder, "part.yaml"),
      `schema: fvalidate.suite/1\nkind: pi0\ntitle: t\nstacks:\n  a: ${stack}\n  b: ${stack}\n`,
    );
    await writeFile(
      join(folder, "s.yaml"),
      "schema: fvalidate.suite/1\nkind: suite\ntitle: t\nbaseline: a\ncandidate: b\nparts: [part.yaml]\n",
    );
    expect((await composite(join(folder, "s.yaml"))).parts).toMatchObject([
      { name: "part", baseline: "a", candidate: "b", suite: { path: join(folder, "part.yaml") } },
    ]);
  });

  it("reads suites that have stacks as before", async () => {
    expect(await loadAnySuite("pi0")).toEqual(await loadSuite("pi0"));
  });
});

it("a command for one pair of arms says how a suite of suites is run", async () => {
  await expect(loadSuite("h200-recorded")).rejects.toMatchObject({
    kind: "suite",
    hint: expect.stringContaining("fvalidate run --suite h200-recorded"),
  });
});
