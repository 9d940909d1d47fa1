import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { takePredictions } from "../../../../src/run/bench/arms/predictions.ts";
import { openJournal } from "../../../../src/run/bench/journal/journal.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const REQUEST = "f".repeat(64);

function frozen(id: string) {
  return JSON.stringify({
    ...{ benchmark: "aime24", id, category: null, cluster: null, requestSha256: REQUEST, requestBytes: 2 },
    ...{ request: "{}", gold: "1" },
  });
}

/** What the journal holds of the questions 1 and 2 after a file of these lines was taken. */
async function taken(lines: readonly string[], repeats = 1) {
  const folder = await temporaryFolder();
  const questions = `${frozen("1")}\n${frozen("2")}\n`;
  await writeFile(join(folder, "questions.jsonl"), questions);
  await using journal = await openJournal(join(folder, "candidate.jsonl"), "stack");
  async function* read() {
    for (const text of lines) yield { text };
  }
  const unused = await takePredictions({
    source: { name: "answers.jsonl", lines: read() },
    capsule: folder,
    tasks: [
      {
        name: "aime24",
        questions: 2,
        found: 2,
        description: "",
        start: 0,
        end: Buffer.byteLength(questions),
      },
    ],
    repeats,
    shard: null,
    fingerprint: "stack",
    journal,
    onAnswer: () => {},
  });
  const at = (id: string, repeat = 0) => journal.read({ benchmark: "aime24", id, repeat, request: REQUEST });
  return { unused, first: await at("1"), second: await at("2"), later: await at("1", 1) };
}

const both = ['{"id": 1, "reply": "one"}', '{"id": "2", "reply": "two"}'];

describe("a file of answers", () => {
  test("may have carriage returns, blank lines, a byte order mark, and answers to other questions", async () => {
    const lines = [`\uFEFF${both[0]}\r`, "\r", `${both[1]}\r`, '{"id": "3", "reply": ""}'];
    const { unused, first, second } = await taken(lines);
    expect([unused, first, second]).toEqual([
      1,
      expect.objectContaining({ state: "answered", text: "one" }),
      expect.objectContaining({ state: "answered", text: "two" }),
    ]);
  });

  test("may be a journal, whose errors were asked again", async () => {
    const line = { benchmark: "aime24", id: "1", repeat: 0, request: REQUEST };
    const errored = JSON.stringify({ ...line, state: "errored", message: "500" });
    const answered = JSON.stringify({
      ...line,
      state: "answered",
      text: "after all",
      finishReason: "length",
    });
    expect((await taken([errored, answered])).first).toMatchObject({
      text: "after all",
      finishReason: "length",
    });
    expect((await taken([errored])).first).toMatchObject({ state: "errored", message: "500" });
  });

  test("leaves what it does not answer as errors, each repeat by itself", async () => {
    const { first, second, later } = await taken([both[0] ?? ""], 2);
    expect([first, second, later].map((record) => record?.state)).toEqual(["answered", "errored", "errored"]);
  });

  test.each([
    ["a second answer", [...both, both[0] ?? ""], /answers\.jsonl:3 .*second answer/],
    ["half a line", ['{"id": "1", "rep'], /answers\.jsonl:1 .*no JSON/],
    ["no reply", ['{"id": "1"}'], /answers\.jsonl:1 .*neither/],
    ["no reply but null", ['{"id": "1", "reply": null}'], /answers\.jsonl:1 .*reply/s],
    ["half a repeat", ['{"id": "1", "reply": "", "repeat": 0.5}'], /answers\.jsonl:1 .*repeat/s],
    ["a list", ["[]"], /answers\.jsonl:1 /],
    ["another request's answer", ['{"id": "1", "reply": "", "request": "00"}'], /another request/],
  ])("is refused with %s", async (_, lines, message) => {
    await expect(taken(lines)).rejects.toThrow(message);
  });
});
