import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { gemsStatus, patchSource } from "../../src/patch/patch-source.ts";
import { hasPython, uncompilable } from "./stdlib.ts";

const NATIVE = fileURLToPath(new URL("../../fixtures/python/native/", import.meta.url));
const REFUSED = fileURLToPath(new URL("../../fixtures/python/refused/", import.meta.url));
const sources = (folder: string) => readdirSync(folder).filter((name) => /^[^.]+\.py$/.test(name));
const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const native = (text: string) =>
  patchSource(text, { gems: "native", seeds: "keep", noise: "keep" }, "file.py");
const flagos = (text: string) =>
  patchSource(text, { gems: "flagos", seeds: "keep", noise: "keep" }, "file.py");

describe("native, each case a file beside its result", () => {
  it.each(sources(NATIVE))("%s", (name) => {
    const before = read(NATIVE, name);
    const after = read(NATIVE, name.replace(".py", ".native.py"));
    expect(native(before)).toBe(after);
    expect(native(after)).toBe(after);
    expect(["native", "none"]).toContain(gemsStatus(after).state);
  });

  it.each(sources(NATIVE).filter((name) => name !== "hand-commented.py"))(
    "and back again, to the byte: %s",
    (name) => {
      const before = read(NATIVE, name);
      expect(flagos(native(before))).toBe(before);
      expect(flagos(before)).toBe(before);
    },
  );
});

it.skipIf(!hasPython)("each result compiles in the real Python (skipped without python3)", () => {
  const results = readdirSync(NATIVE).filter((name) => name.endsWith(".native.py"));
  expect(uncompilable(new Map(results.map((name) => [name, read(NATIVE, name)])))).toEqual([]);
});

describe("places that cannot be switched off are refused with line and column", () => {
  it.each(sources(REFUSED))("%s", (name) => {
    const message = readFileSync(join(REFUSED, name.replace(".py", ".txt")), "utf8").trim();
    expect(() => native(read(REFUSED, name))).toThrow(`file.py:${message}`);
  });
});

describe("lines that a person commented by hand", () => {
  it("are switched on where they are code", () => {
    expect(flagos(read(NATIVE, "hand-commented.py"))).toBe("import flag_gems\nflag_gems.enable()\nwork()\n");
  });

  it("over several lines too, and prose is left alone", () => {
    const text =
      '# flag_gems is fast\n# import flag_gems\n# flag_gems.enable(\n#     unused=["mm"],\n# )\nwork()\n';
    expect(flagos(text)).toBe(
      '# flag_gems is fast\nimport flag_gems\nflag_gems.enable(\n    unused=["mm"],\n)\nwork()\n',
    );
  });

  it("stay what they are inside of a string", () => {
    const text = 'TEXT = """\n# import flag_gems\n"""\n';
    expect(flagos(text)).toBe(text);
    expect(gemsStatus(text).state).toBe("none");
  });

  it("stay comments where the result would not parse", () => {
    const text = "if a:\n    work()\n  # import flag_gems\n";
    expect(flagos(text)).toBe(text);
  });
});

describe("status", () => {
  it.each([
    ["import flag_gems\n", "flagos"],
    ["# import flag_gems\n", "native"],
    ["import flag_gems\n# flag_gems.enable()\n", "mixed"],
    ["# flag_gems is a library\n", "none"],
    ["", "none"],
  ])("%j is %s", (text, state) => {
    expect(gemsStatus(text).state).toBe(state);
  });

  it("names each place with its line", () => {
    expect(gemsStatus("a()\nimport flag_gems\n").places).toEqual([
      { line: 2, state: "on", text: "import flag_gems" },
    ]);
  });
});
