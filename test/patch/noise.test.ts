import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { patchSource } from "../../src/patch/patch-source.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import { temporaryFolder } from "../support/cli.ts";
import { actions } from "../support/recordings.ts";

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

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

it.skipIf(!hasNumpy)(
  "gives a fresh copy each time, for a batch too, of the file as it is now, and refuses another shape (needs numpy)",
  async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "the noise.npy");
    writeFileSync(file, encodeNpy(actions([1, 5, 3])));
    const model =
      "import numpy as np\n\n\ndef sample_noise(shape):\n    return np.zeros(shape, dtype=np.float32)\n";
    const calls = `
first = sample_noise((1, 5, 3))
wanted = first.copy()
first += 1
assert (sample_noise((1, 5, 3)) == wanted).all(), "the first request's in-place loop reached the second"
pair = sample_noise((2, 5, 3))
assert pair.flags.c_contiguous, "a batch is not contiguous, which FlagGems' linear refuses"
pair[0] += 1
assert (pair[1] == wanted[0]).all(), "the batch shares its memory"
import os
np.save("moved.npy", wanted + 1)
os.replace("moved.npy", FILE)
assert (sample_noise((1, 5, 3)) == wanted + 1).all(), "a replaced file was not read again"
try:
    sample_noise((1, 6, 3))
except ValueError as error:
    print(error)
`;
    const program = fixed(model, file) + calls.replace("FILE", JSON.stringify(file));
    const { stdout, stderr } = spawnSync("python3", ["-c", program], { cwd: folder, encoding: "utf8" });
    expect(stdout, stderr).toContain("has the shape (1, 5, 3), the model asks for (1, 6, 3)");
  },
);
