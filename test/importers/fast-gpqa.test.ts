import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evalscope } from "../../src/importers/evalscope.ts";
import { fastGpqa } from "../../src/importers/fast-gpqa.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";

describeImporter({
  importer: fastGpqa,
  fixtures: "fast-gpqa",
  tasksWithSamples: { native: 0, "flagos.json": 0 },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-gpqa-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a score is a share of the questions, and its settings are told", async () => {
  const { tasks, notes, model } = await fastGpqa.read(join(OUTPUTS, "fast-gpqa", "native"));
  expect(model).toBe("SmolLM2-135M-Instruct");
  expect(tasks).toEqual([
    {
      name: "gpqa_diamond",
      metric: "accuracy",
      reported: 0.26,
      reportedQuestions: 50,
      aggregation: "micro",
      settings: { mode: "standard", max_tokens: "4096", temperature: "0", questions: "50" },
      samples: null,
    },
  ]);
  expect(notes.join("\n")).toContain("work_dir, which is not there");
});

test("single questions are read where evalscope's work folder is still there", async () => {
  const result = JSON.parse(await readFile(join(OUTPUTS, "fast-gpqa/native/fast_gpqa.json"), "utf8"));
  await writeFile(join(folder, "fast_gpqa.json"), JSON.stringify({ ...result, work_dir: "outputs/run" }));
  await cp(join(OUTPUTS, "evalscope/mmlu-a"), join(folder, "outputs/run"), { recursive: true });
  const { tasks } = await fastGpqa.read(folder);
  const plain = await evalscope.read(join(OUTPUTS, "evalscope/mmlu-a"));
  expect(tasks.map(({ samples }) => samples)).toEqual(plain.tasks.map(({ samples }) => samples));
  expect(tasks[0]?.settings).toMatchObject({ mode: "standard", "few-shot examples": "0" });
});
