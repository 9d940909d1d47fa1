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
/** PyTorch is too large to be installed for a test: name an interpreter that has it. */
const PYTHON = process.env["FVALIDATE_TORCH_PYTHON"] ?? "python3";
const hasTorch = spawnSync(PYTHON, ["-c", "import torch, numpy"]).status === 0;

describe.skipIf(!hasTorch)("patched models in real PyTorch (skipped without FVALIDATE_TORCH_PYTHON)", () => {
  it.each(models)(
    "%s: same answer twice, batch of two, file untouched, wrong shape refused",
    async (name) => {
      const folder = await temporaryFolder();
      const noise = join(folder, "noise.npy");
      writeFileSync(noise, encodeNpy(actions([1, 5, 3])));
      const source = readFileSync(join(MODELS, name), "utf8");
      const request = { gems: "keep", seeds: "keep", noise: { file: noise } } as const;
      writeFileSync(join(folder, "model.py"), patchSource(source, request, name));
      const { stdout, stderr } = spawnSync(
        PYTHON,
        [join(MODELS, "check.py"), join(folder, "model.py"), noise],
        {
          encoding: "utf8",
        },
      );
      expect(stdout, stderr).toMatch(/^ok cpu/);
    },
  );
});
