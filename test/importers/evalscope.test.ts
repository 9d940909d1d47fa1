import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HarnessTask } from "../../src/contracts/harness-output.ts";
import { evalscope } from "../../src/importers/evalscope.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";

/** evalscope rounds each subset's mean to four decimals, then the mean of these by size. */
function asReported({ samples }: HarnessTask): number {
  const scored = (samples ?? []).filter(({ score }) => score !== null);
  const subsets = [...new Set(scored.map(({ category }) => category))].map((subset) => {
    const scores = scored.filter(({ category }) => category === subset).map(({ score }) => score ?? 0);
    return { n: scores.length, mean: round(scores.reduce((sum, score) => sum + score, 0) / scores.length) };
  });
  return round(subsets.reduce((sum, { n, mean }) => sum + n * mean, 0) / scored.length);
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;

describeImporter({ importer: evalscope, fixtures: "evalscope", asReported });

const read = async (name: string) => (await evalscope.read(join(OUTPUTS, "evalscope", name))).tasks[0];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-evalscope-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("answers are told by their subsets, with what was cut off", async () => {
  const task = await read("mmlu-a");
  expect(task?.samples).toHaveLength(40);
  expect(new Set(task?.samples?.map(({ category }) => category)).size).toBe(4);
  // Counted in the raw files with Python: "stop_reason": "max_tokens", and an empty "extracted_prediction".
  expect(task?.samples?.filter(({ truncated }) => truncated === true)).toHaveLength(8);
  expect(task?.samples?.filter(({ unparsed }) => unparsed)).toHaveLength(19);
});

test("a request that failed is a sample without a score", async () => {
  const task = await read("failed");
  const failed = task?.samples?.filter(({ score }) => score === null);
  expect(failed).toMatchObject([{ id: "words/3", error: expect.stringContaining("failed") as unknown }]);
  expect(task?.samples).toHaveLength(10);
});

test("answers to one question are its repeats", async () => {
  const task = await read("repeats");
  const repeats = task?.samples?.filter(({ id }) => id === "letters/0").map(({ repeat }) => repeat);
  expect(repeats).toEqual([0, 1, 2]);
});

test("of several work folders the newest is read, and a report by itself too", async () => {
  const old = join(folder, "20250101_000000");
  await cp(join(OUTPUTS, "evalscope/version-1"), folder, { recursive: true });
  await cp(join(folder, "20261121_162335"), old, { recursive: true });
  const { notes } = await evalscope.read(folder);
  expect(notes).toEqual(["there is more than one general_mcq.json: 20261121_162335's is taken"]);
  const alone = await evalscope.read(join(old, "reports/m/general_mcq.json"));
  expect(alone.tasks[0]?.samples).toHaveLength(10);
  await rename(join(old, "reports/m/general_mcq.json"), join(folder, "general_mcq.json"));
  const [totals] = (await evalscope.read(join(folder, "general_mcq.json"))).tasks;
  expect(totals).toMatchObject({ reported: 0.1, reportedQuestions: 10, samples: null });
});
