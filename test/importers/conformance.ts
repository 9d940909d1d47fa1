import { cp, mkdtemp, readdir, readFile, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  HarnessOutput,
  HarnessSample,
  HarnessTask,
  Importer,
} from "../../src/contracts/harness-output.ts";
import { IMPORTERS, importerFor } from "../../src/importers/index.ts";
import { FvalidateError } from "../../src/support/errors.ts";

export const OUTPUTS = fileURLToPath(new URL("../../fixtures/outputs/", import.meta.url));

export interface ImporterCases {
  readonly importer: Importer;
  /** The importer's folder in `fixtures/outputs`; each of its folders and files but ORIGIN.md is a case. */
  readonly fixtures: string;
  /** Within a case, where what is named to the tool is not the case's own folder or file. */
  readonly pathOf?: (place: string) => string;
  /**
   * How many of a case's tasks have samples; 0 for one that holds totals only. A case that is not named must have samples
   * for all of its tasks.
   */
  readonly tasksWithSamples?: Readonly<Record<string, number>>;
  /** What the harness counts for a sample that failed; left out of its mean unless said. */
  readonly failedCountAs?: number;
  /** What the harness would print for a task's samples, where it does not print their plain mean. */
  readonly asReported?: (task: HarnessTask) => number;
}

/** What every importer must keep; one `describe` for each of its fixtures. */
export function describeImporter(cases: ImporterCases): void {
  const { importer, fixtures, pathOf = (place) => place } = cases;
  describe(`${importer.name} is an importer`, async () => {
    const folder = join(OUTPUTS, fixtures);
    const names = (await readdir(folder)).filter((name) => name !== "ORIGIN.md").sort();

    it("is registered once, with a line that says which files it reads", () => {
      expect(IMPORTERS.filter(({ name }) => name === importer.name)).toEqual([importer]);
      expect(importer.description).toMatch(/\w/);
      expect(importer.description).not.toContain("\n");
    });
    it("has fixtures whose origin is written down", async () => {
      expect(names.length).toBeGreaterThan(0);
      expect((await readFile(join(folder, "ORIGIN.md"), "utf8")).length).toBeGreaterThan(100);
    });
    it("does not recognise what others wrote, nor an empty folder, nor nothing", async () => {
      for (const other of await casesOf(fixtures)) {
        expect(await importer.recognises(other), other).toBe(false);
      }
      const empty = await mkdtemp(join(tmpdir(), "fvalidate-importer-"));
      expect(await importer.recognises(empty)).toBe(false);
      await rm(empty, { recursive: true });
      expect(await importer.recognises(join(empty, "nothing"))).toBe(false);
    });
    describe.each(names)("%s", (name) => {
      describeCase(cases, pathOf(join(folder, name)), name);
    });
    describeDamage(
      cases,
      pathOf,
      names.map((name) => join(folder, name)),
    );
  });
}

function describeCase(cases: ImporterCases, path: string, name: string): void {
  let output: HarnessOutput;
  beforeAll(async () => {
    output = await cases.importer.read(path);
  });

  it("is recognised by this importer alone", async () => {
    expect((await importerFor(path)).name).toBe(cases.importer.name);
  });
  it("names its harness and has tasks of different names or metrics", () => {
    expect(output.harness).toBe(cases.importer.name);
    expect(output.tasks.length).toBeGreaterThan(0);
    const keys = output.tasks.map((task) => `${task.name}\n${task.metric}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
  it("has samples where it should", () => {
    const withSamples = output.tasks.filter(({ samples }) => samples !== null).length;
    expect(withSamples).toBe(cases.tasksWithSamples?.[name] ?? output.tasks.length);
  });
  it("has samples that can be told apart and are scored, or say why not", () => {
    for (const task of output.tasks) checkSamples(task);
  });
  it("comes to the harness's own figures", () => {
    for (const task of output.tasks) {
      if (task.reported === null) continue;
      expect(task.reported).toBeGreaterThanOrEqual(0);
      expect(task.reported).toBeLessThanOrEqual(1);
      if (task.samples === null) continue;
      const mean = cases.asReported?.(task) ?? meanOf(task, cases.failedCountAs);
      expect(Math.abs(mean - task.reported), `${task.name}: ${mean}, ${task.reported}`).toBeLessThan(1e-12);
    }
  });
  it("is the same when it is read again", async () => {
    expect(await cases.importer.read(path)).toEqual(output);
  });
}

function checkSamples({ name, samples }: HarnessTask): void {
  if (samples === null) return;
  expect(samples.length, name).toBeGreaterThan(0);
  const keys = samples.map(({ id, repeat }) => `${id}#${repeat}`);
  expect(new Set(keys).size, name).toBe(keys.length);
  for (const sample of samples) checkSample(sample);
}

function checkSample(sample: HarnessSample): void {
  expect(Number.isInteger(sample.repeat) && sample.repeat >= 0).toBe(true);
  if (sample.contentSha256 !== null) expect(sample.contentSha256).toMatch(/^[0-9a-f]{64}$/);
  if (sample.score === null) {
    expect(sample.error).toMatch(/\w/);
    return;
  }
  expect(sample.error).toBe(null);
  expect(sample.score).toBeGreaterThanOrEqual(0);
  expect(sample.score).toBeLessThanOrEqual(1);
  if (sample.unparsed) expect(sample.prediction).toBe(null);
}

/** The mean of the scores as the task says that its harness takes it. */
export function meanOf({ samples, aggregation }: HarnessTask, failedCountAs?: number): number {
  const groups = new Map<string, number[]>();
  for (const { score, category } of samples ?? []) {
    const value = score ?? failedCountAs;
    if (value === undefined) continue;
    const group = aggregation === "micro" ? "" : (category ?? "");
    groups.set(group, [...(groups.get(group) ?? []), value]);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return mean([...groups.values()].map(mean));
}

/** Every case but those of one importer. */
async function casesOf(exceptFixtures: string): Promise<string[]> {
  const harnesses = (await readdir(OUTPUTS)).filter((name) => name !== exceptFixtures);
  const cases = await Promise.all(
    harnesses.map(async (harness) => {
      const names = await readdir(join(OUTPUTS, harness));
      return names.filter((name) => name !== "ORIGIN.md").map((name) => join(OUTPUTS, harness, name));
    }),
  );
  return cases.flat();
}

/** Files of a case that are cut off, one at a time: an error that names a file, or figures that say what is missing. */
function describeDamage(
  { importer }: ImporterCases,
  pathOf: (place: string) => string,
  places: readonly string[],
): void {
  const copies: string[] = [];
  afterAll(() => Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true }))));

  it.each(places.map((place) => [basename(place), place] as const))(
    "is not brought down by %s with a file cut off",
    async (_, place) => {
      for (const file of await filesOf(place)) {
        for (const share of [0, 0.7]) {
          const copy = await mkdtemp(join(tmpdir(), "fvalidate-importer-"));
          copies.push(copy);
          const target = join(copy, basename(place));
          await cp(place, target, { recursive: true });
          const damaged = file === "" ? target : join(target, file);
          await truncate(damaged, Math.floor((await stat(damaged)).size * share));
          const failure = await importer.read(pathOf(target)).then(
            () => null,
            (error: unknown) => error,
          );
          if (failure === null) continue;
          expect(failure, `${file} at ${share}`).toBeInstanceOf(FvalidateError);
          expect(failure).toMatchObject({ kind: "input" });
          expect((failure as FvalidateError).message).toContain(copy);
        }
      }
    },
  );
}

/** Relative to the case; one empty name for a case that is a file. */
async function filesOf(place: string): Promise<string[]> {
  if ((await stat(place)).isFile()) return [""];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1));
}
