import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ComparedRun, RunResult } from "../../src/contracts/run-result.ts";
import { loadSuite } from "../../src/suite/load.ts";
import { type CommandOutcome, readResult, runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

function compared(result: RunResult): ComparedRun {
  if (result.metrics === null) throw new Error(result.metricsReason);
  return result;
}

describe("fvalidate pi0 --baseline cuda --candidate flagos", () => {
  let folder: string;
  let outcome: CommandOutcome;
  let result: ComparedRun;

  beforeAll(async () => {
    folder = await temporaryFolder();
    outcome = await runCli(folder, ["pi0", "--baseline", "cuda", "--candidate", "flagos"]);
    result = compared(await readResult(join(folder, runFolderIn(outcome.stdout))));
  });

  it("says in its first line that it replays recordings, and of what", () => {
    expect(outcome.stdout.split("\n")[0]).toBe(
      "Replaying recordings: pi0 on NVIDIA H200, torch 2.11.0, FlagGems v5.3.4. No server was contacted.",
    );
  });

  it("is consistent, with exit code 0 and nothing on standard error", () => {
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(result.verdict).toBe("consistent");
    expect(result.reasons.length).toBeGreaterThan(0);
  });

  it("gives the figures that were published with the recordings", () => {
    expect(result.metrics["mapePercent"]).toBeCloseTo(0.889948, 6);
    expect(result.metrics["wapePercent"]).toBeCloseTo(0.172066, 6);
    expect(result.floors.perturbation.wapePercent).toBeCloseTo(0.149074, 6);
    expect(result.gates.find(({ name }) => name === "wapeFloors")?.value).toBeCloseTo(1.15, 2);
    expect(result.floors.baselineRepeat).toMatchObject({ wapePercent: 0, bitIdentical: true });
    expect(result.golden?.baseline.wapePercent).toBeCloseTo(0.216932, 6);
    expect(result.golden?.candidate.wapePercent).toBeCloseTo(0.220658, 6);
    expect(result.errorCoherence.meanCosine).toBeCloseTo(-0.0031, 4);
    expect(result.errorCoherence).toMatchObject({ flipsAtLeastAsLarge: 1580, flips: 2048, p: 1580 / 2048 });
  });

  it("shows them in the terminal", () => {
    for (const text of [
      "CONSISTENT",
      "0.8899 %",
      "1.15 × rounding floor",
      "−0.003, p 0.77",
      "flagos 0.221 %  cuda 0.217 %",
    ]) {
      expect(outcome.stdout).toContain(text);
    }
  });

  it("opens its report with the card's sentence", async () => {
    const report = await readFile(join(folder, runFolderIn(outcome.stdout), "report.md"), "utf8");
    expect(report.split("\n")[0]).toBe("The MAPE between CUDA and FlagOS (CUDA as ground truth) is 0.8899%.");
  });

  it("is the same when run again, but for its id and its times", async () => {
    const again = await runCli(folder, ["pi0", "--baseline", "cuda", "--candidate", "flagos"]);
    const second = await readResult(join(folder, runFolderIn(again.stdout)));
    const timeless = (run: RunResult) => ({ ...run, id: "", createdAt: "", durationMilliseconds: 0 });
    expect(timeless(second)).toEqual(timeless(result));
  });

  it.each(["md", "csv", "json"])("report --format %s gives the same bytes again", async (format) => {
    const run = join(folder, runFolderIn(outcome.stdout));
    const written = await readFile(join(run, format === "json" ? "run.json" : `report.${format}`), "utf8");
    const rendered = await runCli(folder, ["report", run, "--format", format]);
    expect(rendered).toEqual({ code: 0, stdout: written, stderr: "" });
  });

  it("prints the result and nothing else with --json", async () => {
    const { stdout, code } = await runCli(folder, [
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      "flagos",
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "fvalidate.run/1", verdict: "consistent" });
  });

  it("is inconsistent with a stricter limit, and exits with 1", async () => {
    const strict = await runCli(folder, [
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      "flagos",
      "--max-mape",
      "0.5",
    ]);
    expect(strict.code).toBe(1);
    expect(strict.stdout).toContain("MAPE 0.8899 % is above the limit of 0.5 %");
  });

  it("takes limits from the environment too, under the flags", async () => {
    const args = ["pi0", "--baseline", "cuda", "--candidate", "flagos"];
    expect((await runCli(folder, args, { FVALIDATE_MAX_MAPE: "0.5" })).code).toBe(1);
    expect((await runCli(folder, [...args, "--max-mape", "5"], { FVALIDATE_MAX_MAPE: "0.5" })).code).toBe(0);
  });

  it("shows both figures when dimensions are left out", async () => {
    const { stdout } = await runCli(folder, [
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      "flagos",
      "--action-dim",
      "14",
    ]);
    const { actionDimensions, metrics } = compared(await readResult(join(folder, runFolderIn(stdout))));
    expect(actionDimensions).toMatchObject({ compared: 14, answered: 32 });
    expect(actionDimensions.all?.mapePercent).toBeCloseTo(0.889948, 6);
    expect(metrics["elements"]).toBe(12 * 50 * 14);
  });
});

describe("every recorded stack against native CUDA", async () => {
  const folder = await temporaryFolder();
  const stacks = Object.keys((await loadSuite("pi0")).stacks);
  const verdictOf = async (candidate: string, policy: string) => {
    const { stdout } = await runCli(folder, [
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      candidate,
      "--policy",
      policy,
      "--json",
    ]);
    return JSON.parse(stdout).verdict;
  };

  it.each(stacks.filter((name) => name.startsWith("benign-")))("%s is consistent", async (name) => {
    expect(await verdictOf(name, "floor")).toBe("consistent");
  });

  it.each(stacks.filter((name) => name.startsWith("fault-")))("%s is not", async (name) => {
    expect(await verdictOf(name, "floor")).not.toBe("consistent");
  });

  it("the card policy lets a wrong number of denoising steps through, and warns", async () => {
    const { code, stdout } = await runCli(folder, [
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      "fault-num-steps-9",
      "--policy",
      "card",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("The card policy looks at MAPE alone");
  });
});
