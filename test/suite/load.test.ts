import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadAnySuite } from "../../src/suite/composite/load-composite.ts";
import { loadSuite, stackEntry } from "../../src/suite/load.ts";
import { shippedSuites } from "../../src/suite/locate.ts";

const INVALID = fileURLToPath(new URL("../../fixtures/suites/invalid/", import.meta.url));
const cases = readdirSync(INVALID).filter((name) => name.endsWith(".yaml"));

describe("shipped suites", async () => {
  it.each(await shippedSuites())("%s", async (name) => {
    const suite = await loadAnySuite(name);
    const suites = suite.kind === "suite" ? suite.parts.map((part) => part.suite) : [suite];
    for (const { stacks } of suites) expect(Object.keys(stacks).length).toBeGreaterThanOrEqual(2);
  });
});

describe("suites that are refused, each with file, line and column", () => {
  it.each(cases)("%s", async (name) => {
    const expected = readFileSync(join(INVALID, name.replace(".yaml", ".txt")), "utf8").trim();
    const path = join(INVALID, name);
    const error = await loadSuite(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "suite", message: expect.stringContaining(expected) });
    expect(error).toMatchObject({
      message: expect.stringMatching(new RegExp(`${basename(name)}:\\d+:\\d+: `)),
    });
  });
});

describe("loadSuite", () => {
  it("resolves a suite's relative paths against the suite", async () => {
    const folder = await mkdtemp(join(tmpdir(), "suite-"));
    const path = join(folder, "mine.yaml");
    const stack = "{ target: recording, recording: ../there, entry: a }";
    await writeFile(path, `schema: fvalidate.suite/1\nkind: pi0\ntitle: mine\nstacks:\n  a: ${stack}\n`);
    const suite = await loadSuite(path);
    expect(suite.name).toBe("mine");
    expect(stackEntry(suite, "a")).toMatchObject({ recording: join(folder, "..", "there") });
  });

  it("lists the shipped suites for a name that is none", async () => {
    await expect(loadSuite("pi9")).rejects.toMatchObject({
      kind: "suite",
      hint: expect.stringContaining("pi0-embedded"),
    });
  });

  it("says where it looked for a path", async () => {
    await expect(loadSuite("./nowhere.yaml")).rejects.toMatchObject({
      message: expect.stringContaining("./nowhere.yaml"),
    });
  });

  it("refuses bytes that are not UTF-8", async () => {
    const folder = await mkdtemp(join(tmpdir(), "suite-"));
    await writeFile(join(folder, "latin.yaml"), Uint8Array.of(0x74, 0xe9, 0x3a));
    await expect(loadSuite(join(folder, "latin.yaml"))).rejects.toMatchObject({ kind: "suite" });
  });

  it("lists the stacks for one that is not there", async () => {
    const suite = await loadSuite("pi0");
    expect(() => stackEntry(suite, "toString")).toThrow(/no stack "toString"/);
  });
});
