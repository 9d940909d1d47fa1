import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ChatOutcome } from "../../../../src/contracts/chat.ts";
import { askAll } from "../../../../src/run/bench/arms/ask.ts";
import { openJournal } from "../../../../src/run/bench/journal/journal.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const REQUEST = "f".repeat(64);
const usage = { promptTokens: 1, completionTokens: 1, latencyMilliseconds: 1, attempts: 1 };

function outcomeOf(text: string): ChatOutcome {
  if (text !== "failed") {
    return { state: "answered", reply: { text, reasoning: null, finishReason: "stop", ...usage } };
  }
  return { state: "errored", failure: { kind: "status", message: "500", status: 500, attempts: 1 } };
}

/** Asks the questions 0 to 9 over one journal, as often as it is called. */
async function prepared() {
  const folder = await temporaryFolder();
  const head = { benchmark: "mmlu", category: null, cluster: null, requestSha256: REQUEST, requestBytes: 1 };
  const lines = [...Array(10).keys()].map((i) =>
    JSON.stringify({ ...head, id: String(i), request: String(i), gold: 1 }),
  );
  const questions = lines.map((line) => `${line}\n`).join("");
  await writeFile(join(folder, "questions.jsonl"), questions);
  const end = Buffer.byteLength(questions);
  const task = { name: "mmlu", questions: 10, found: 10, description: "", start: 0, end };
  const ask = async (answer: (id: string) => Promise<string> | string, retryErrors = false) => {
    await using journal = await openJournal(join(folder, "candidate.jsonl"), "stack");
    const asked: string[] = [];
    const told = { asked: 0, resumed: 0, errored: 0 };
    const ended = await askAll({
      ...{ capsule: folder, journals: { candidate: journal }, fingerprint: "stack", concurrency: 3 },
      passes: [{ task, repeat: 0, journal: "candidate" }],
      shard: null,
      retryErrors,
      signal: new AbortController().signal,
      bodyOf: async ({ request }) => new TextEncoder().encode(request),
      async ask(body) {
        const id = new TextDecoder().decode(body);
        asked.push(id);
        return outcomeOf(await answer(id));
      },
      onAnswer: (how) => {
        told[how] += 1;
      },
    }).catch((error: unknown) => error);
    return { asked, told, ended };
  };
  return { folder, ask };
}

describe("asking a stack", () => {
  test("asks what failed again only when it is told to, and what was answered never", async () => {
    const { ask } = await prepared();
    const first = await ask((id) => (Number(id) < 3 ? "failed" : "fine"));
    expect([first.asked.length, first.told]).toEqual([10, { asked: 7, resumed: 0, errored: 3 }]);
    expect((await ask(() => "fine")).asked).toEqual([]);
    const retried = await ask(() => "fine", true);
    expect([retried.asked.sort(), retried.told.resumed]).toEqual([["0", "1", "2"], 7]);
    expect((await ask(() => "fine", true)).asked).toEqual([]);
  });

  test("ends with what ends it for good, the answers until then kept", async () => {
    const { ask } = await prepared();
    const gone = new Error("gone");
    const stopped = await ask((id) => (id === "5" ? Promise.reject(gone) : "fine"));
    expect(stopped.ended).toBe(gone);
    expect(stopped.asked.length).toBeLessThan(9);
    const rest = await ask(() => "fine");
    expect(rest.asked.length + stopped.told.asked).toBe(10);
    expect(rest.asked).toContain("5");
  });

  test("refuses questions that are not those that were frozen", async () => {
    const { ask, folder } = await prepared();
    await writeFile(join(folder, "questions.jsonl"), "");
    await appendFile(join(folder, "questions.jsonl"), "\n");
    expect((await ask(() => "fine")).ended).toMatchObject({
      message: expect.stringContaining("as it was frozen"),
    });
    await writeFile(join(folder, "questions.jsonl"), "");
    expect((await ask(() => "fine")).ended).toMatchObject({
      message: expect.stringContaining("as it was frozen"),
    });
  });
});
