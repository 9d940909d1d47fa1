import { join } from "node:path";
import { expect, it } from "vitest";
import { readResult, runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

// Computed with numpy 2.4 in float64 from the files in fixtures/pi0/h200-live/tensors.
const NUMPY = {
  mapePercent: 9.24734195388903,
  wapePercent: 1.232813828708688,
  cosine: 0.9999253629902966,
  floorWapePercent: 0.5916227247322171,
  latencyRatio: 9.141596829179091,
};

it("replays the live run of FlagScale's server: FlagGems is two rounding floors from CUDA", async () => {
  const folder = await temporaryFolder();
  const { code, stdout, stderr } = await runCli(folder, ["run", "--suite", "pi0-h200-live"]);
  expect(code, stderr).toBe(1);
  expect(stdout).toContain("2.08 × rounding floor");
  const result = await readResult(join(folder, runFolderIn(stdout)));
  if (result.metrics === null) throw new Error("nothing was compared");
  const { metrics, floors, latency } = result;
  expect(metrics["mapePercent"]).toBeCloseTo(NUMPY.mapePercent, 9);
  expect(metrics["wapePercent"]).toBeCloseTo(NUMPY.wapePercent, 9);
  expect(metrics["cosine"]).toBeCloseTo(NUMPY.cosine, 12);
  expect(floors.perturbation.wapePercent).toBeCloseTo(NUMPY.floorWapePercent, 9);
  expect(latency.candidateOverBaseline?.ratio).toBeCloseTo(NUMPY.latencyRatio, 9);
  expect(result.candidate.evidence.summary).toContain("73 operators");
});
