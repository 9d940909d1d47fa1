import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectAi } from "../../src/importers/inspect-ai.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";

describeImporter({ importer: inspectAi, fixtures: "inspect-ai" });

const place = (name: string) => join(OUTPUTS, "inspect-ai", name);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-inspect-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Scores of one figure by sample and epoch. */
async function scoresOf(name: string, metric: string) {
  const { tasks } = await inspectAi.read(place(name));
  const task = tasks.find((one) => one.metric === metric);
  return Object.fromEntries((task?.samples ?? []).map((one) => [`${one.id}#${one.repeat}`, one.score]));
}

describe.each(["zstd", "deflate"])("the log packed by %s", (packing) => {
  test("has epochs as repeats, and letters as what the harness makes of them", async () => {
    // As make.py tells the model: right, wrong (CO2 for H2O has an O: partial), none of it.
    expect(await scoresOf(`${packing}-b`, "graded")).toEqual({
      ...{ "q0#0": 1, "q1#0": 0, "q2#0": 1, "q3#0": 1, "q4#0": 0.5, "q5#0": 0 },
      ...{ "q0#1": 1, "q1#1": 0, "q2#1": 1, "q3#1": 1, "q4#1": 0.5, "q5#1": 0 },
    });
  });

  test("has the parts of a score that are shares", async () => {
    const { tasks, notes } = await inspectAi.read(place(`${packing}-a`));
    expect(tasks.map(({ metric }) => metric).sort()).toEqual(
      ["choice", "graded", "match", "parts.exact", "similarity"].sort(),
    );
    expect(notes).toEqual([
      "short_answers: parts.length is 10.666666666666666, no share from 0 to 1: left out",
    ]);
  });

  test("tells replies, cut ones, and answers that were not found", async () => {
    const { tasks } = await inspectAi.read(place(`${packing}-a`));
    const graded = tasks.find(({ metric }) => metric === "graded")?.samples ?? [];
    expect(graded.find(({ id }) => id === "q1")).toMatchObject({
      reply: "ANSWER: Paris",
      prediction: "Paris",
    });
    expect(graded.filter(({ truncated }) => truncated === true).map(({ id }) => id)).toEqual(["q3", "q3"]);
    expect(graded.find(({ id }) => id === "q5")).toMatchObject({ unparsed: true, prediction: null });
  });
});

test("both versions hash the same question alike", async () => {
  const contents = async (name: string) => {
    const { tasks } = await inspectAi.read(place(name));
    const task = tasks.find(({ metric }) => metric === "match");
    return (task?.samples ?? []).map(({ id, contentSha256 }) => `${id} ${contentSha256}`).sort();
  };
  expect(await contents("zstd-a")).toEqual(await contents("deflate-b"));
});

test("a sample that failed has no score but its error", async () => {
  const { tasks } = await inspectAi.read(place("failing-b.eval"));
  const failed = tasks[0]?.samples?.filter(({ score }) => score === null);
  expect(failed).toMatchObject([{ id: "q2", error: "RuntimeError('the server went away')", reply: null }]);
  expect(tasks[0]).toMatchObject({ reported: 0.4, reportedQuestions: 5 });
});

test("of two logs of one task the later one is read", async () => {
  await cp(place("failing-a.eval"), join(folder, "one.eval"));
  await cp(place("failing-b.eval"), join(folder, "two.eval"));
  expect(await readdir(folder)).toHaveLength(2);
  const both = await inspectAi.read(folder);
  expect(both.tasks).toEqual((await inspectAi.read(place("failing-b.eval"))).tasks);
  expect(both.notes[0]).toBe("there is a newer log of short_answers than one.eval");
});
