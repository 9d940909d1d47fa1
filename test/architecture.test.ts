import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import {
  fileViolations,
  machinePathViolations,
  pinViolations,
  purityViolations,
  type SourceFile,
  undeclaredPackages,
} from "./architecture-rules.ts";

const ROOT = new URL("../", import.meta.url);
const manifest: Record<string, unknown> = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8"));
const sources = await filesUnder("src", /\.ts$/);

/** Folders that are extended by one file and one line; each explains how in its README.md. */
const PLUG_IN_FOLDERS = [
  "drivers",
  "stacks",
  "report",
  "compare",
  "benchmarks",
  "datasets",
  "importers",
  "tensors/formats",
];

describe("the project", () => {
  test("has sources to check", () => expect(sources.length).toBeGreaterThan(50));

  test("keeps each file within its rules", () => expect(sources.flatMap(fileViolations)).toEqual([]));

  test("does no I/O where it must not", () => expect(purityViolations(sources)).toEqual([]));

  test("pins every dependency", () => expect(pinViolations(manifest)).toEqual([]));

  test("lists every package it imports", () => expect(undeclaredPackages(sources, manifest)).toEqual([]));

  test("locks packages without saying where one machine got them", () => {
    const lock = readFileSync(new URL("package-lock.json", ROOT), "utf8");
    expect(lock).not.toMatch(/"resolved":/);
    expect(lock).toMatch(/"integrity":/);
  });

  test("names no path of one machine", async () => {
    const texts = await Promise.all([
      filesUnder("test", /\.(ts|json|ya?ml|py|md|sh)$/),
      filesUnder("suites", /\.(ya?ml|json|md)$/),
    ]);
    expect([...sources, ...texts.flat()].flatMap(machinePathViolations)).toEqual([]);
  });

  test.each(PLUG_IN_FOLDERS)("explains how to extend src/%s", (folder) => {
    expect(existsSync(new URL(`src/${folder}/README.md`, ROOT)), `src/${folder}/README.md`).toBe(true);
  });
});

describe("a file's rules", () => {
  const refused: [what: string, path: string, text: string, reason: string][] = [
    ["an import upwards", "src/tensors/a.ts", 'import { b } from "../suite/b.ts";', "above"],
    ["a type import upwards", "src/support/a.ts", 'import type { B } from "../run/b.ts";', "above"],
    ["an export upwards", "src/run/a.ts", 'export * from "../commands/b.ts";', "above"],
    ["a dynamic import upwards", "src/run/a.ts", 'await import("../cli.ts");', "above"],
    ["an import type upwards", "src/run/a.ts", 'let b: import("../cli.ts").B;', "above"],
    ["a side-effect import upwards", "src/contracts/a.ts", 'import "../drivers/b.ts";', "above"],
    ["a deep import upwards", "src/stacks/a/b.ts", 'import { c } from "../../run/c/d.ts";', "above"],
    ["an import of a sibling", "src/stacks/a.ts", 'import { b } from "../drivers/b.ts";', "sibling"],
    ["a re-export of a sibling", "src/report/a.ts", 'export { b } from "../compare/b.ts";', "sibling"],
    ["a folder without a rank", "src/compare/a.ts", 'import { b } from "../utils/b.ts";', "rank"],
    ["a file in a folder without a rank", "src/utils/a.ts", 'import { b } from "../support/b.ts";', "rank"],
    ["an import from outside", "src/compare/a.ts", 'import { b } from "../../test/b.ts";', "outside"],
    ["an import without its ending", "src/compare/a.ts", 'import { b } from "./b";', ".ts"],
    ["yaml outside suite", "src/run/a.ts", 'import { parse } from "yaml";', "yaml"],
    ["yargs outside commands", "src/run/a.ts", 'import { hideBin } from "yargs/helpers";', "yargs"],
    ["require of yargs", "src/support/a.ts", 'const y = require("yargs");', "yargs"],
    ["a computed import", "src/run/a.ts", "await import(name);", "computed"],
    ["a template as import", "src/run/a.ts", "await import(`../cli.ts`);", "above"],
    ["console outside support", "src/commands/a.ts", 'console.log("x");', "console"],
    ["console by its key", "src/commands/a.ts", 'console["log"]("x");', "console"],
    ["stdout outside support", "src/report/a.ts", 'process.stdout.write("x");', "process.stdout"],
    ["stderr taken apart", "src/run/a.ts", "const { stderr } = process;", "process.stderr"],
    ["stderr under another name", "src/run/a.ts", "const { stderr: out } = process;", "process.stderr"],
    ["the exit code outside commands", "src/run/a.ts", "process.exitCode = 1;", "process.exitCode"],
    ["exit outside commands", "src/support/a.ts", 'process["exit"](1);', "process.exit"],
    ["251 lines", "src/run/a.ts", "const a = 1;\n".repeat(251), "251"],
  ];
  test.each(refused)("refuse %s", (_what, path, text, reason) => {
    const found = fileViolations({ path, text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(reason);
    expect(found[0]).toContain(path);
  });

  const allowed: [what: string, path: string, text: string][] = [
    ["an import one rank down", "src/cli.ts", 'import { b } from "./commands/b.ts";'],
    ["an import many ranks down", "src/commands/a.ts", 'import { b } from "../support/b.ts";'],
    ["contracts between stacks and tensors", "src/stacks/a.ts", 'import { b } from "../contracts/b.ts";'],
    ["tensors below contracts", "src/contracts/a.ts", 'import type { T } from "../tensors/tensor.ts";'],
    ["an import within a folder", "src/stacks/a/b.ts", 'import { c } from "../c.ts";'],
    ["yaml in suite", "src/suite/a.ts", 'import { parse } from "yaml";'],
    ["yargs in cli", "src/cli.ts", 'import yargs from "yargs";'],
    ["the terminal in support", "src/support/a.ts", 'process.stderr.write("x");'],
    ["the exit code in commands", "src/commands/a.ts", "process.exitCode = 1;"],
    ["the environment anywhere", "src/run/a.ts", 'process.env["X"];'],
    ["words in comments and strings", "src/run/a.ts", '// console.log\nconst a = "process.exit";'],
    ["250 lines", "src/run/a.ts", "const a = 1;\n".repeat(250)],
  ];
  test.each(allowed)("allow %s", (_what, path, text) => expect(fileViolations({ path, text })).toEqual([]));
});

describe("purity", () => {
  const reader = { path: "src/support/read.ts", text: 'import { readFile } from "node:fs/promises";' };

  test.each(["node:fs", "node:fs/promises", "node:child_process", "node:net", "undici", "ws"])(
    "refuses %s in a metric",
    (specifier) => {
      const file = { path: "src/compare/a.ts", text: `import * as io from "${specifier}";` };
      expect(purityViolations([file])).toEqual([
        `src/compare/a.ts → ${specifier}: src/compare/a.ts must do no I/O`,
      ]);
    },
  );

  test("refuses it over several imports, and in run/plan.ts", () => {
    const plan = { path: "src/run/plan.ts", text: 'import { b } from "./b.ts";' };
    const between = { path: "src/run/b.ts", text: 'export * from "../support/read.ts";' };
    expect(purityViolations([plan, between, reader])).toEqual([
      "src/run/plan.ts → src/run/b.ts → src/support/read.ts → node:fs/promises: src/run/plan.ts must do no I/O",
    ]);
  });

  test("follows no types and lets the reports' writer write", () => {
    const types = { path: "src/report/a.ts", text: 'import type { B } from "../support/read.ts";' };
    const inline = { path: "src/report/b.ts", text: 'import { type B } from "../support/read.ts";' };
    const writer = { path: "src/report/write.ts", text: 'import { read } from "../support/read.ts";' };
    expect(purityViolations([types, inline, writer, reader])).toEqual([]);
  });

  test("ends where files import one another", () => {
    const a = { path: "src/compare/a.ts", text: 'import "./b.ts";' };
    const b = { path: "src/compare/b.ts", text: 'import "./a.ts";' };
    expect(purityViolations([a, b])).toEqual([]);
  });
});

describe("the manifest's rules", () => {
  test.each(["^1.2.3", "~1.2.3", "1.x", "1.2", "*", "latest", ">=1.2.3", "file:../a", ""])(
    "refuse the version %j",
    (version) => expect(pinViolations({ devDependencies: { a: version } })).toHaveLength(1),
  );

  test.each(["1.2.3", "4.0.0-rc.1"])("allow the version %s", (version) => {
    expect(pinViolations({ dependencies: { a: version } })).toEqual([]);
  });

  test("refuse a package that only developers get", () => {
    const file = { path: "src/run/a.ts", text: 'import { test } from "@scope/name/deep";' };
    expect(undeclaredPackages([file], { devDependencies: { "@scope/name": "1.0.0" } })).toHaveLength(1);
    expect(undeclaredPackages([file], { dependencies: { "@scope/name": "1.0.0" } })).toEqual([]);
  });
});

describe("machine paths", () => {
  // Put together here, so that this file does not break the rule it tests.
  const machinePath = (folder: string) => ["", folder, "project"].join("/");

  test.each(["work", "root", "home", "Users"])("are found in /%s", (folder) => {
    const text = `const a = 1;\nconst path = "${machinePath(folder)}";`;
    expect(machinePathViolations({ path: "test/a.ts", text })).toEqual([
      `test/a.ts:2: the machine path /${folder}/`,
    ]);
  });

  test("are not suspected in relative paths and addresses", () => {
    const text = `"./work/a" "../root/a" "https://example.org${machinePath("home")}" "fixtures${machinePath("work")}"`;
    expect(machinePathViolations({ path: "test/a.ts", text })).toEqual([]);
  });
});

async function filesUnder(folder: string, name: RegExp): Promise<SourceFile[]> {
  const entries = await readdir(new URL(`${folder}/`, ROOT), { recursive: true });
  const paths = entries.filter((entry) => name.test(entry)).map((entry) => `${folder}/${entry}`);
  return Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(new URL(path, ROOT), "utf8") })),
  );
}
