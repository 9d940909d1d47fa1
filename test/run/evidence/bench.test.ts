import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type BenchRun, benchRunSchema } from "../../../src/contracts/bench-run.ts";
import { benchEvidence } from "../../../src/run/evidence/bench.ts";
import { runCli, runFolderIn, temporaryFolder } from "../../support/cli.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FIXTURES = join(ROOT, "fixtures/bench/smollm2");

interface Folder {
  readonly path: string;
  readonly run: BenchRun;
}

let recorded: Folder;
beforeAll(async () => {
  recorded = await made([
    "bench",
    ...["--suite", "bench-recorded", "--baseline", "float32", "--candidate", "rope-theta-10000"],
  ]);
});

async function made(args: readonly string[]): Promise<Folder> {
  const folder = await temporaryFolder();
  const { stdout, stderr } = await runCli(folder, [...args, "--allow-inconclusive"]);
  if (stdout === "") throw new Error(stderr);
  const path = join(folder, runFolderIn(stdout));
  return { path, run: benchRunSchema.parse(JSON.parse(await readFile(join(path, "run.json"), "utf8"))) };
}

/** The same run in a folder that may be damaged. */
async function copied({ path }: Folder): Promise<string> {
  const folder = await temporaryFolder();
  await cp(path, folder, { recursive: true });
  return folder;
}

/** The replies as the fixture's own files have them. */
async function fixtureReplies(name: string): Promise<Map<string, string>> {
  const lines = (await readFile(join(FIXTURES, `${name}.jsonl`), "utf8")).trim().split("\n");
  return new Map(lines.map((line) => JSON.parse(line)).map(({ id, text }) => [id, text]));
}

describe("a run that asked", () => {
  it("has every flip of the run, in its order, with the replies of the recorded files", async () => {
    const { flips, gaps } = await benchEvidence(recorded.run, recorded.path);
    expect(gaps).toEqual([]);
    const [benchmark] = recorded.run.benchmarks;
    if (benchmark === undefined || !("flips" in benchmark)) throw new Error("not compared");
    const { lost, gained } = benchmark.flips;
    expect(flips?.filter(({ direction }) => direction === "lost").length).toBe(lost);
    expect(flips?.filter(({ direction }) => direction === "gained").length).toBe(gained);
    const [baseline, candidate] = [await fixtureReplies("float32"), await fixtureReplies("rope-theta-10000")];
    expect(lost + gained).toBeGreaterThan(40);
    for (const flip of flips ?? []) {
      expect(flip.baseline.passage).toEqual({
        text: baseline.get(flip.id),
        omittedBefore: 0,
        omittedAfter: 0,
      });
      expect(flip.candidate.passage?.text).toBe(candidate.get(flip.id));
      expect([flip.baseline.score, flip.candidate.score]).toEqual(
        flip.direction === "lost" ? [1, 0] : [0, 1],
      );
    }
    const listed = flips?.map(({ question, target, baseline: first, candidate: second, ...flip }) => ({
      ...flip,
      baselinePrediction: first.prediction,
      candidatePrediction: second.prediction,
    }));
    const excerpts = { baselineExcerpt: expect.any(String), candidateExcerpt: expect.any(String) };
    expect(benchmark.flipList.map((flip) => ({ ...flip, benchmark: "mmlu" }))).toEqual(
      listed?.map((flip) => ({ ...flip, ...excerpts })),
    );
  });

  it("has what was asked and the right answer, as the data set has them", async () => {
    const rows = (await readFile(join(FIXTURES, "mmlu.jsonl"), "utf8")).trim().split("\n");
    const questions = rows.map((row) => JSON.parse(row));
    const { flips } = await benchEvidence(recorded.run, recorded.path);
    for (const { id, question, target } of flips ?? []) {
      const row = questions[Number(id.split("-")[1])];
      expect(question).toContain(row.question);
      expect(target).toBe("ABCD"[row.answer]);
    }
  });

  it("has the flips that whole lines tell where samples.jsonl is torn, and says that one is not", async () => {
    const folder = await copied(recorded);
    const path = join(folder, "samples.jsonl");
    const text = await readFile(path, "utf8");
    const middle = text.indexOf("\n", text.length / 2);
    await truncate(path, middle + 40);
    const { flips, gaps } = await benchEvidence(recorded.run, folder);
    const all = await benchEvidence(recorded.run, recorded.path);
    expect(flips?.length).toBeGreaterThan(5);
    expect(flips).toEqual(all.flips?.slice(0, flips?.length));
    expect(gaps).toEqual(["samples.jsonl: 1 line could not be read, and any flips in them are not shown."]);
  });

  it("has no flips without samples.jsonl, and says so", async () => {
    const folder = await copied(recorded);
    await rm(join(folder, "samples.jsonl"));
    expect(await benchEvidence(recorded.run, folder)).toEqual({
      flips: null,
      gaps: ["samples.jsonl is not in the run's folder: only the flips that run.json lists are shown."],
    });
  });

  it("has the flips without what the other files would tell where they are missing", async () => {
    const folder = await copied(recorded);
    await rm(join(folder, "journal"), { recursive: true });
    await rm(join(folder, "capsule"), { recursive: true });
    const { flips, gaps } = await benchEvidence(recorded.run, folder);
    expect(flips?.length).toBeGreaterThan(40);
    for (const { question, baseline } of flips ?? [])
      expect([question, baseline.passage]).toEqual([null, null]);
    expect(gaps).toEqual([
      "capsule/questions.jsonl is not in the run's folder: what was asked is not shown.",
      "journal/baseline.jsonl is not in the run's folder: the replies are shown as far as run.json quotes them.",
      "journal/candidate.jsonl is not in the run's folder: the replies are shown as far as run.json quotes them.",
    ]);
  });

  it("never shows a reply that is not the one that was scored", async () => {
    const folder = await copied(recorded);
    const path = join(folder, "journal/candidate.jsonl");
    const lines = (await readFile(path, "utf8")).trim().split("\n");
    const changed = lines.map((line) => JSON.stringify({ ...JSON.parse(line), text: "of another run" }));
    await writeFile(path, `${changed.join("\n")}\n{"torn`);
    const { flips, gaps } = await benchEvidence(recorded.run, folder);
    expect(flips?.every(({ candidate }) => candidate.passage === null)).toBe(true);
    expect(gaps).toEqual([`journal: it does not hold the replies of ${flips?.length} of the flips shown.`]);
  });

  it("takes the last line for a request, and another stack's only where this one has none", async () => {
    const folder = await copied(recorded);
    const path = join(folder, "journal/baseline.jsonl");
    const lines = (await readFile(path, "utf8")).trim().split("\n");
    const altered = lines.flatMap((line) => {
      const record = JSON.parse(line);
      const same = "#".repeat(record.text.length);
      return [{ ...record, text: same }, record, { ...record, stack: "another", text: same }];
    });
    await writeFile(path, altered.map((record) => `${JSON.stringify(record)}\n`).join(""));
    const { flips } = await benchEvidence(recorded.run, folder);
    expect(flips).toEqual((await benchEvidence(recorded.run, recorded.path)).flips);
  });

  it("shows a line of 1 MB around the place where the replies part", async () => {
    const folder = await copied(recorded);
    const flip = (await benchEvidence(recorded.run, recorded.path)).flips?.[0];
    const long = "é".repeat(500_000);
    await lengthen(folder, flip?.id ?? "", (arm) => `${long}${arm}${long}`);
    const { flips } = await benchEvidence(recorded.run, folder);
    const shown = flips?.find(({ id }) => id === flip?.id);
    expect(shown?.firstDifference).toBe(500_000);
    expect(shown?.candidate.passage).toEqual({
      text: `${"é".repeat(800)}candidate${"é".repeat(2191)}`,
      omittedBefore: 499_200,
      omittedAfter: 497_809,
    });
  });

  async function lengthen(folder: string, id: string, textOf: (arm: string) => string): Promise<void> {
    const rewrite = async (name: string, change: (line: Record<string, unknown>) => object) => {
      const lines = (await readFile(join(folder, name), "utf8")).trim().split("\n");
      await writeFile(
        join(folder, name),
        lines.map((line) => `${JSON.stringify(change(JSON.parse(line)))}\n`).join(""),
      );
    };
    for (const arm of ["baseline", "candidate"])
      await rewrite(`journal/${arm}.jsonl`, (line) =>
        line["id"] === id ? { ...line, text: textOf(arm) } : line,
      );
    await rewrite("samples.jsonl", (line) =>
      line["id"] === id ? { ...line, characters: textOf(String(line["arm"])).length } : line,
    );
  }
});

describe("outputs of another harness", () => {
  it("have the replies that their own files hold", async () => {
    const side = (name: string) => join(ROOT, "fixtures/outputs/evalscope", name);
    const compared = await made(["compare", side("mmlu-a"), side("mmlu-b")]);
    const { flips, gaps } = await benchEvidence(compared.run, compared.path);
    expect(gaps).toEqual([]);
    const counts = compared.run.benchmarks.flatMap((benchmark) =>
      "flips" in benchmark ? [benchmark.flips.lost + benchmark.flips.gained] : [],
    );
    expect(flips?.length).toBe(counts.reduce((sum, count) => sum + count, 0));
    expect(flips?.length).toBeGreaterThan(0);
    const samples = (await readFile(join(compared.path, "samples.jsonl"), "utf8")).trim().split("\n");
    for (const flip of flips ?? []) {
      const line = samples
        .map((sample) => JSON.parse(sample))
        .find(({ arm, id }) => arm === "candidate" && id === flip.id);
      expect(flip.candidate.passage?.text).toBe(line.reply);
      expect(flip.candidate.prediction).toBe(line.prediction);
    }
  });

  it("of which nothing flipped are not read at all", async () => {
    const { run } = recorded;
    const without = {
      ...run,
      benchmarks: run.benchmarks.map((benchmark) => ({ ...benchmark, flipCauses: {} })),
    };
    expect(await benchEvidence(without, "nowhere")).toEqual({ flips: [], gaps: [] });
  });
});
