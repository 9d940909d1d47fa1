import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readEvidence } from "../../../src/run/evidence/index.ts";
import { encodeNpy } from "../../../src/tensors/npy.ts";
import { float32Tensor } from "../../../src/tensors/tensor.ts";
import { pi0Evidence, pi0Run } from "../../report/page/pages.ts";
import { temporaryFolder } from "../../support/cli.ts";

const H200 = fileURLToPath(new URL("../../../fixtures/pi0/h200/", import.meta.url));

async function runFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "tensors"));
  await cp(join(H200, "native-actions.npy"), join(folder, "tensors", "baseline.npy"));
  await cp(join(H200, "flaggems-actions.npy"), join(folder, "tensors", "candidate.npy"));
  return folder;
}

async function gapWith(change: (tensors: string) => Promise<void>): Promise<string> {
  const folder = await runFolder();
  await change(join(folder, "tensors"));
  const { actions, gaps } = await readEvidence(pi0Run(), folder);
  expect(actions).toBeNull();
  // The same page is made wherever the run lies.
  expect(gaps.join()).not.toContain(folder);
  return gaps.join();
}

describe("what the folder of a pi0 run holds for its page", () => {
  it("is both arms' answers", async () => {
    const { actions, gaps } = await readEvidence(pi0Run(), await runFolder());
    expect(gaps).toEqual([]);
    expect(actions).toEqual((await pi0Evidence()).actions);
  });

  it("is named as missing in a folder that was copied without its tensors", async () => {
    expect(await gapWith((tensors) => rm(tensors, { recursive: true }))).toMatch(
      /tensors\/baseline\.npy is not there/,
    );
  });

  it("is named as unreadable where a file is torn", async () => {
    const torn = await gapWith(async (tensors) => {
      await writeFile(join(tensors, "candidate.npy"), Buffer.alloc(100));
    });
    expect(torn).toMatch(/Cannot read tensors\/candidate\.npy: /);
  });

  it("is not shown where it has another shape than what was compared", async () => {
    const bytes = encodeNpy(float32Tensor([1, 50, 32], new Float32Array(1600)));
    const other = await gapWith((tensors) => writeFile(join(tensors, "baseline.npy"), bytes));
    expect(other).toContain("tensors/baseline.npy has the shape [1, 50, 32]; the run compared [12, 50, 32]");
  });

  it("is not shown where it has other axes", async () => {
    const bytes = encodeNpy(float32Tensor([1600], new Float32Array(1600)));
    const other = await gapWith((tensors) => writeFile(join(tensors, "baseline.npy"), bytes));
    expect(other).toContain("has the shape [1600], not [observations, steps, dimensions]");
  });
});
