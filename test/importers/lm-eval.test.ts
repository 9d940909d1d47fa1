import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lmEval } from "../../src/importers/lm-eval.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";

describeImporter({ importer: lmEval, fixtures: "lm-eval" });

const place = (name: string) => join(OUTPUTS, "lm-eval", name);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-lm-eval-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A copy of one fixture's model folder, with one file changed. */
async function changed(name: string, file: RegExp, change: (text: string) => string): Promise<string> {
  await cp(place(name), folder, { recursive: true });
  const [model = ""] = await readdir(folder);
  const [found = ""] = (await readdir(join(folder, model))).filter((entry) => file.test(entry));
  const path = join(folder, model, found);
  await writeFile(path, change(await readFile(path, "utf8")));
  return path;
}

describe("tasks", () => {
  test("in a group with a figure of its own are its categories", async () => {
    const { tasks, version, model } = await lmEval.read(place("mmlu-local-a"));
    expect({ version, model }).toEqual({ version: "0.4.13", model: "SmolLM2-135M-Instruct" });
    expect(tasks.map(({ name, metric }) => [name, metric])).toEqual([
      ["mmlu_local", "exact_match (strict-match)"],
      ["mmlu_local", "exact_match (flexible-extract)"],
    ]);
    expect(new Set(tasks[0]?.samples?.map(({ category }) => category)).size).toBe(4);
    expect(tasks[0]).toMatchObject({ reported: 0.125, reportedQuestions: 40, aggregation: "micro" });
  });

  test("whose group does not weigh them by size are averaged as categories", async () => {
    const { tasks } = await lmEval.read(place("dummy-a"));
    const choices = tasks.find(({ name }) => name === "choices");
    expect(choices).toMatchObject({ metric: "acc", aggregation: "macro of categories" });
  });

  test("that are no shares are left out, and said to be", async () => {
    const { notes } = await lmEval.read(place("dummy-a"));
    expect(notes).toEqual([
      "skipped: bypass is 999, no share from 0 to 1: left out",
      expect.stringMatching(/^text: word_perplexity is 1\.\d+, no share/) as unknown,
      "things: brier_score is better when lower: left out",
    ]);
  });
});

describe("samples", () => {
  test("scored by likelihoods predict the likeliest choice, by length where the metric says so", async () => {
    const { tasks } = await lmEval.read(place("dummy-a"));
    const things = tasks.find(({ name, metric }) => name === "things" && metric === "acc_norm");
    const choices = ["apple", "granite", "a hammer"];
    const [first] = things?.samples ?? [];
    expect(choices).toContain(first?.prediction);
    // The harness's own score says whether its choice was the right one.
    for (const { prediction, gold, score, id } of things?.samples ?? []) {
      const right = RIGHT[Number(id)];
      expect(prediction === right, `${id}: ${prediction}, ${gold}`).toBe(score === 1);
    }
  });

  test("of several repeats have no single reply", async () => {
    const { tasks } = await lmEval.read(place("dummy-a"));
    const sums = tasks.find(({ metric }) => metric === "exact_match (first)");
    expect(sums?.settings["repeats"]).toBe("3");
    expect(sums?.samples?.[0]).toMatchObject({ reply: null, prediction: null, unparsed: true });
  });

  test("have the same content in both arms, and another one under another prompt", async () => {
    const contents = async (path: string) => {
      const { tasks } = await lmEval.read(path);
      return tasks[0]?.samples?.map(({ id, contentSha256 }) => [id, contentSha256]);
    };
    const one = await contents(place("mmlu-local-a"));
    expect(await contents(place("mmlu-local-b"))).toEqual(one);
    const path = await changed("mmlu-local-a", /^samples_.*machine/, (text) =>
      text.replaceAll("Answer with the letter only.", "Answer."),
    );
    expect(await contents(join(path, "../.."))).not.toEqual(one);
  });

  test("without a number have no score, and the others keep theirs", async () => {
    const path = await changed("mmlu-local-a", /^samples_.*machine/, (text) =>
      text.replace(/"exact_match": [01]\.0\}/, '"exact_match": NaN}'),
    );
    const { tasks, notes } = await lmEval.read(path);
    const [strict] = tasks;
    expect(notes).toEqual([]);
    const failed = strict?.samples?.filter(({ score }) => score === null);
    expect(failed).toMatchObject([{ error: "no score from 0 to 1: NaN" }]);
    expect(strict?.samples).toHaveLength(10);
  });

  test("that are missing are counted, and those that are there are kept", async () => {
    const path = await changed("dummy-a", /^samples_things/, (text) => text.split("\n").slice(1).join("\n"));
    const { tasks, notes } = await lmEval.read(join(path, ".."));
    const things = tasks.find(({ name, metric }) => name === "things" && metric === "acc_norm");
    expect(things?.samples).toHaveLength(4);
    expect(things?.reported === null || things?.samples?.length === 5).toBe(true);
    expect(notes.join("\n")).toMatch(/things: acc_norm is .* over 5 answers, of which 4 are there/);
  });

  test("of early versions, without their filter, are taken where there is only one", async () => {
    const withoutFilter = (text: string) => text.replace(/"filter": "[\w-]+", /g, "");
    await changed("dummy-a", /^samples_few/, withoutFilter);
    const { tasks } = await lmEval.read(folder);
    expect(tasks.find(({ name }) => name === "few")?.samples).toHaveLength(3);
    await rm(folder, { recursive: true });
    await changed("dummy-a", /^samples_sums/, withoutFilter);
    const { tasks: several, notes } = await lmEval.read(folder);
    expect(several.find(({ name }) => name === "sums")?.samples).toBe(null);
    expect(notes).toContain(
      "sums: exact_match (first): its samples cannot be told from those of other filters",
    );
  });

  test("that were never logged leave the totals", async () => {
    const path = await changed("dummy-a", /^results_/, (text) => text);
    for (const name of await readdir(join(path, "..")))
      if (name.startsWith("samples_")) await rm(join(path, "..", name));
    const { tasks, notes } = await lmEval.read(path);
    expect(tasks.find(({ name }) => name === "few")).toMatchObject({ reportedQuestions: 3, samples: null });
    expect(notes).toContain("few: there are no samples (--log_samples), only totals");
  });
});

const RIGHT = ["apple", "dark blue", "a bird", "fire", "8"];

describe("several runs in one folder", () => {
  test("give the newest of each task", async () => {
    const path = await changed("dummy-a", /^results_/, (text) => text);
    const [model = ""] = await readdir(place("dummy-b"));
    await cp(join(place("dummy-b"), model), join(path, ".."), { recursive: true });
    const both = await lmEval.read(folder);
    const newest = await lmEval.read(place("dummy-b"));
    expect(both.tasks).toEqual(newest.tasks);
    expect(both.notes.join("\n")).toMatch(
      /results_2026-11-21T16-09-\S+: there are newer results of .*things/,
    );
  });

  test("of several models are not mixed", async () => {
    await cp(place("dummy-a"), folder, { recursive: true });
    await cp(place("mmlu-local-a"), folder, { recursive: true });
    await expect(lmEval.read(folder)).rejects.toThrow(/in several folders/);
  });
});

describe("a damaged file", () => {
  test("is named with its line", async () => {
    const path = await changed("mmlu-local-a", /^samples_.*machine/, (text) => text.slice(0, -200));
    await expect(lmEval.read(folder)).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(`${path}:20 is not JSON`) as unknown,
      hint: expect.stringContaining("ends within this line") as unknown,
    });
  });

  test("of other types is named with the key", async () => {
    const path = await changed("mmlu-local-a", /^samples_.*machine/, (text) =>
      text.replace('"resps": [["', '"resps": {"a": ["').replace('"]], "filtered', '"]}, "filtered'),
    );
    await expect(lmEval.read(folder)).rejects.toThrow(`${path}:1: resps: `);
  });
});
