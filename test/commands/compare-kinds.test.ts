import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { benchRunSchema } from "../../src/contracts/bench-run.ts";
import { cardCheckRunSchema } from "../../src/contracts/card-check-run.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const OUTPUT = `${FIXTURES}outputs/evalscope/mmlu-a`;
const OTHER = `${FIXTURES}outputs/evalscope/mmlu-b`;
const RUN = `${FIXTURES}runs/pi0-h200.json`;
const CARD = `${FIXTURES}cards/mape.md`;

async function runJson(folder: string, stdout: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, runFolderIn(stdout), "run.json"), "utf8"));
}

async function tensorIn(folder: string): Promise<string> {
  await writeFile(
    join(folder, "a.npy"),
    encodeNpy({ dtype: "float32", shape: [1], data: Float32Array.of(1) }),
  );
  return "a.npy";
}

describe("what compare compares is told by what is named", () => {
  it("two outputs of a harness, by bench's statistics", async () => {
    const folder = await temporaryFolder();
    const { stdout, stderr, code } = await runCli(folder, ["compare", OUTPUT, OTHER, "--margin", "3"]);
    expect(stderr).toBe("");
    const run = benchRunSchema.parse(await runJson(folder, stdout));
    expect(run.settings.limits.marginPoints).toBe(3);
    expect(run.command).toEqual(["compare", OUTPUT, OTHER, "--margin", "3"]);
    expect(code).toBe({ consistent: 0, inconsistent: 1, inconclusive: 4 }[run.verdict]);
    expect(stdout.split("\n")[0]).toBe(run.origin);
  });

  it("a run and a card", async () => {
    const folder = await temporaryFolder();
    const { stdout, code } = await runCli(folder, ["compare", RUN, "--card", CARD]);
    const run = cardCheckRunSchema.parse(await runJson(folder, stdout));
    expect(code).toBe({ consistent: 0, inconsistent: 1, inconclusive: 4 }[run.verdict]);
    expect(run.command).toEqual(["compare", RUN, "--card", CARD]);
  });

  it("and prints the result alone with --json, whatever it is", async () => {
    const folder = await temporaryFolder();
    for (const args of [
      [OUTPUT, OTHER],
      [RUN, "--card", CARD],
    ]) {
      const { stdout, stderr } = await runCli(folder, ["compare", ...args, "--json"]);
      expect(stderr).toContain(JSON.parse(stdout).origin);
    }
  });
});

it("says why an output holds nothing to compare", async () => {
  const folder = await temporaryFolder();
  const totals = `${FIXTURES}runs/bench-outputs-totals.json`;
  const { stderr, code } = await runCli(folder, ["compare", totals, totals]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/The baseline's has nothing \(samples\.jsonl is not there.*left out/);
});

describe("what does not fit together is wrong usage", () => {
  it.each<[string, string[], string]>([
    ["an output and a tensor", [OUTPUT, "a.npy"], `${OUTPUT} is a harness's output, and a.npy is none`],
    ["a tensor and an output", ["a.npy", OUTPUT], `${OUTPUT} is a harness's output, and a.npy is none`],
    ["an output and nothing", [OUTPUT, "typo"], "There is no file or folder typo."],
    ["nothing and an output", ["typo", OUTPUT], "There is no file or folder typo."],
    ["one output", [OUTPUT], "The candidate is missing"],
    ["a card and a candidate", [RUN, "a.npy", "--card", CARD], "--card takes the place of the candidate"],
    [
      "a gate for outputs",
      [OUTPUT, OTHER, "--gate", "cosine>=1"],
      "--gate does nothing here: this compares outputs of harnesses",
    ],
    ["workers for outputs", [OUTPUT, OTHER, "--workers", "2"], "--workers does nothing here"],
    [
      "a policy for tensors",
      ["a.npy", "a.npy", "--policy", "card"],
      "--policy does nothing here: this compares tensors",
    ],
    [
      "a margin for a card",
      [RUN, "--card", CARD, "--margin", "3"],
      "--margin does nothing here: this compares a run with a card",
    ],
    [
      "a card's name without a card",
      ["a.npy", "a.npy", "--card-name", "A=b"],
      "--card-name does nothing here",
    ],
    ["half a card's name", [RUN, "--card", CARD, "--card-name", "A"], "--card-name takes"],
    ["an unknown policy", [OUTPUT, OTHER, "--policy", "floor"], "--policy takes"],
  ])("%s", async (_what, args, message) => {
    const folder = await temporaryFolder();
    await tensorIn(folder);
    const { code, stdout, stderr } = await runCli(folder, ["compare", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("but for variables, which may be there for another command", async () => {
    const folder = await temporaryFolder();
    const tensor = await tensorIn(folder);
    const { code } = await runCli(folder, ["compare", tensor, tensor], { FVALIDATE_POLICY: "card" });
    expect(code).toBe(0);
  });
});
