import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { patchSource } from "../../src/patch/patch-source.ts";

const MODELS = fileURLToPath(new URL("../../fixtures/python/models/", import.meta.url));
const models = readdirSync(MODELS).filter((name) => name.endsWith(".py") && name !== "check.py");
const keep = { gems: "keep", seeds: "keep" } as const;
const fixed = (text: string, file = "/data/noise.npy") =>
  patchSource(text, { ...keep, noise: { file } }, "model.py");
const free = (text: string) => patchSource(text, { ...keep, noise: "off" }, "model.py");

describe("fixed noise", () => {
  it.each(models)("%s: put in once, and taken out to the byte", (name) => {
    const text = readFileSync(MODELS + name, "utf8");
    const patched = fixed(text);
    expect(patched.match(/= _fvalidate_fixed_noise\(|return _fvalidate_fixed_noise\(/g)).toHaveLength(1);
    expect(fixed(patched)).toBe(patched);
    expect(free(patched)).toBe(text);
  });

  it("stays, with its file, when something else is switched", () => {
    const text =
      "import flag_gems\nimport torch\n\n\ndef sample_noise(shape):\n    with flag_gems.use_gems(): return torch.randn(shape)\n";
    const file = '/data/"Rauschen" ä\\🤖.npy';
    const both = patchSource(text, { gems: "native", seeds: "on", noise: { file } }, "model.py");
    expect(both).toContain("return _fvalidate_fixed_noise(torch.randn(shape))");
    const flagos = patchSource(both, { gems: "flagos", seeds: "off", noise: "keep" }, "model.py");
    expect(flagos).toBe(fixed(text, file));
    expect(free(flagos)).toBe(text);
  });

  it("is refused where no noise is drawn", () => {
    expect(() => fixed("import torch\n")).toThrow(/model\.py:1:1: there is no `sample_noise`/);
  });
});
