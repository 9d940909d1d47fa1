import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { benchRunSchema } from "../../../src/contracts/bench-run.ts";
import type { DriftResult } from "../../../src/contracts/drift.ts";
import { readRun } from "../../../src/contracts/read-run.ts";
import { gateOnDrift, recordRun } from "../../../src/run/history/record-run.ts";
import { startChatServer } from "../../support/chat-server.ts";
import { runCli, runFolderIn, temporaryFolder } from "../../support/cli.ts";
import { adder, writeSums } from "../../support/sums.ts";

const QUESTIONS = 200;

interface Sample {
  readonly arm: string;
  readonly id: string;
  score: number;
}

/** A real run of two servers that add. */
async function liveNight(folder: string): Promise<string> {
  const data = await writeSums(folder, QUESTIONS);
  await using baseline = await startChatServer({ reply: adder({ name: "x", wrongShare: 0.2 }) });
  await using candidate = await startChatServer({ reply: adder({ name: "y", wrongShare: 0.2 }) });
  const { stdout } = await runCli(folder, [
    ...["bench", "--tasks", "mmlu", "--num-fewshot", "0", "--data", data],
    ...["--baseline-url", baseline.url, "--candidate-url", candidate.url],
  ]);
  return join(folder, runFolderIn(stdout));
}

async function samplesIn(folder: string): Promise<Sample[]> {
  const text = await readFile(join(folder, "samples.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function writeSamples(folder: string, samples: readonly Sample[]): Promise<void> {
  await writeFile(
    join(folder, "samples.jsonl"),
    samples.map((sample) => `${JSON.stringify(sample)}\n`).join(""),
  );
}

/** A later run with the files of the first one, its answers changed. */
async function laterNight(
  first: string,
  name: string,
  change: (samples: Sample[]) => Sample[],
): Promise<string> {
  const folder = `${first}-${name}`;
  await cp(first, folder, { recursive: true });
  const run = benchRunSchema.parse(JSON.parse(await readFile(join(first, "run.json"), "utf8")));
  await writeFile(join(folder, "run.json"), JSON.stringify({ ...run, id: `${run.id}-${name}` }));
  await writeSamples(folder, change(await samplesIn(first)));
  return folder;
}

/** The first `count` right answers of an arm become wrong. */
function lose(arm: string, count: number): (samples: Sample[]) => Sample[] {
  return (samples) => {
    const right = samples.filter((sample) => sample.arm === arm && sample.score === 1);
    for (const sample of right.slice(0, count)) sample.score = 0;
    return samples;
  };
}

describe("nights of benchmarks with the same questions", () => {
  let history = "";
  let first = "";
  const driftOf = async (folder: string, against = first): Promise<DriftResult> =>
    gateOnDrift(await recordRun(await readRun(folder), folder, history), folder, against);

  beforeAll(async () => {
    const folder = await temporaryFolder();
    history = join(folder, "reports");
    first = await liveNight(folder);
    await recordRun(await readRun(first), first, history);
  });

  test("pass where not a single answer is scored otherwise", async () => {
    const drift = await driftOf(await laterNight(first, "same", (samples) => samples));
    expect(drift).toMatchObject({ verdict: "consistent", notes: [] });
    expect(drift.reasons).toEqual(["MMLU, candidate: not a single answer is scored otherwise"]);
  });

  test("fail where the candidate lost more than the margin, by McNemar's test", async () => {
    const drift = await driftOf(await laterNight(first, "worse", lose("candidate", 20)));
    expect(drift.verdict).toBe("inconsistent");
    const [found] = drift.findings;
    expect(found).toMatchObject({
      key: "mmlu.candidateAccuracy",
      unit: "points",
      outcome: "moved",
      margin: 5,
    });
    expect(found?.move).toBeCloseTo(-10, 9);
    // scipy 1.17.1: scipy.stats.binomtest(0, 20).pvalue = 1.9073486328125e-06
    expect(found?.noise).toContain("200 questions then and now: 20 lost, 0 gained");
    expect(found?.noise).toContain("p 0.00000191");
    // The baseline's own answers are the same.
    expect(drift.findings.find(({ key }) => key === "mmlu.baselineAccuracy")).toMatchObject({
      outcome: "same",
      decides: false,
    });
  });

  test("pass, and are named, where a real loss is within the margin", async () => {
    const drift = await driftOf(await laterNight(first, "little", lose("candidate", 7)));
    expect(drift.verdict).toBe("consistent");
    expect(drift.headline).toMatch(/moved within it: MMLU, candidate$/);
    expect(drift.reasons[0]).toMatch(/−3\.5 points .*real, and within ±5/);
  });

  test("cannot tell where answers flipped both ways so often that a loss could hide", async () => {
    const folder = await laterNight(first, "noisy", (samples) =>
      samples.map((sample, i) =>
        sample.arm === "candidate" && i % 3 === 0 ? { ...sample, score: 1 - sample.score } : sample,
      ),
    );
    // As many gained as lost, so that the accuracy itself hardly moves.
    const samples = await samplesIn(folder);
    const now = samples.filter(({ arm, score }) => arm === "candidate" && score === 1).length;
    const then = (await samplesIn(first)).filter(
      ({ arm, score }) => arm === "candidate" && score === 1,
    ).length;
    const wrong = samples.filter(({ arm, score }) => arm === "candidate" && score === 0);
    for (const sample of wrong.slice(0, then - now)) sample.score = 1;
    await writeSamples(folder, samples);
    const drift = await driftOf(folder);
    expect(drift.verdict).toBe("inconclusive");
    expect(drift.reasons[0]).toMatch(/could hide a move beyond ±5 too/);
  });

  test("pair only what was asked with the same request, and say how many that were", async () => {
    const folder = await laterNight(first, "other-prompts", (samples) =>
      samples.map((sample, i) => (i % 2 === 0 ? { ...sample, requestSha256: "0".repeat(64) } : sample)),
    );
    const drift = await driftOf(folder);
    expect(drift.notes[0]).toMatch(
      /^mmlu: \d+ questions were answered in both runs; \d+ of this run were not/,
    );
  });

  test.each([
    [
      "the answers are gone",
      (folder: string) => rm(join(folder, "samples.jsonl")),
      /cannot read the answers/,
    ],
    [
      "they are no answers",
      (folder: string) => writeFile(join(folder, "samples.jsonl"), "{}\n"),
      /cannot read/,
    ],
    ["the folder is gone", (folder: string) => rm(folder, { recursive: true }), /is not there/],
  ])("fall back to the recorded accuracies where %s", async (_what, damage, words) => {
    const reference = await laterNight(first, "reference", (samples) => samples);
    const { record } = await recordRun(await readRun(reference), reference, history);
    await damage(reference);
    const folder = await laterNight(first, "unpaired", (samples) => samples);
    const drift = await driftOf(folder, record.runId);
    expect(drift.notes[0]).toMatch(words);
    // Unpaired, 200 questions cannot exclude a move of 5 points.
    expect(drift.verdict).toBe("inconclusive");
    await rm(reference, { recursive: true, force: true });
  });

  test("are not compared with runs of pi0, nor with themselves", async () => {
    await expect(driftOf(first, (await readRun(first)).id)).rejects.toMatchObject({ kind: "usage" });
    const folder = await temporaryFolder();
    const fixture = new URL("../../../fixtures/runs/pi0-h200.json", import.meta.url);
    await writeFile(join(folder, "run.json"), await readFile(fixture));
    await expect(driftOf(first, folder)).rejects.toMatchObject({ kind: "comparison" });
    await expect(driftOf(first, join(folder, "nowhere"))).rejects.toThrow(
      /is no run in .*, and no run's folder/,
    );
  });
});
