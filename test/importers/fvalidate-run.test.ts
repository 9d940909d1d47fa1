import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fvalidateRun } from "../../src/importers/fvalidate-run.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";

describeImporter({ importer: fvalidateRun, fixtures: "fvalidate" });

const RUN = join(OUTPUTS, "fvalidate/mmlu-20");

it.each(["baseline", "candidate"] as const)("reads the %s where the path names it", async (arm) => {
  const run = JSON.parse(await readFile(join(RUN, "run.json"), "utf8"));
  const output = await fvalidateRun.read(`${RUN}#${arm}`);
  expect(output.environment["stack"]).toBe(run[arm].label);
  expect(output.tasks[0]?.reported).toBe(run.benchmarks[0][arm].accuracy);
  const journal = (await readFile(join(RUN, `journal/${arm}.jsonl`), "utf8")).trim().split("\n");
  const replies = new Map(journal.map((line) => JSON.parse(line)).map(({ id, text }) => [id, text]));
  for (const { id, reply } of output.tasks[0]?.samples ?? []) expect(reply).toBe(replies.get(id));
});

it("reads the candidate where no arm is named, and the same from run.json", async () => {
  const candidate = await fvalidateRun.read(`${RUN}#candidate`);
  expect(await fvalidateRun.read(RUN)).toEqual(candidate);
  expect(await fvalidateRun.read(join(RUN, "run.json"))).toEqual(candidate);
  expect(candidate.tasks).not.toEqual((await fvalidateRun.read(`${RUN}#baseline`)).tasks);
});

it("has the requests' hashes as content, the same for both arms", async () => {
  const hashes = async (arm: string) => {
    const { tasks } = await fvalidateRun.read(`${RUN}#${arm}`);
    return tasks[0]?.samples?.map(({ id, contentSha256 }) => [id, contentSha256]);
  };
  expect(await hashes("baseline")).toEqual(await hashes("candidate"));
});

it("has totals only where the samples were not kept", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-run-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(RUN, folder, { recursive: true });
  await rm(join(folder, "samples.jsonl"));
  const { tasks, notes } = await fvalidateRun.read(folder);
  expect(tasks[0]).toMatchObject({ name: "mmlu", samples: null });
  expect(notes).toEqual(["samples.jsonl is not there: only totals are compared"]);
});
