import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AnswerJournal, openJournal } from "../../../../src/run/bench/journal/journal.ts";
import { type RequestPlace, recordOf } from "../../../../src/run/bench/journal/record.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const STACK = "a".repeat(64);

function place(id: string, repeat = 0): RequestPlace {
  return { benchmark: "mmlu", id, repeat, request: "f".repeat(64) };
}

function answer(at: RequestPlace, text: string, stack = STACK) {
  const reply = { text, reasoning: null, finishReason: "stop", promptTokens: 1, completionTokens: 2 };
  return recordOf(stack, at, { state: "answered", reply: { ...reply, latencyMilliseconds: 3, attempts: 1 } });
}

async function textAt(journal: AnswerJournal, at: RequestPlace): Promise<string | null> {
  const record = await journal.read(at);
  return record?.state === "answered" ? record.text : null;
}

async function journalWith(ids: readonly string[]): Promise<string> {
  const path = join(await temporaryFolder(), "baseline.jsonl");
  await using journal = await openJournal(path, STACK);
  await Promise.all(ids.map((id) => journal.add(answer(place(id), `answer ${id}`))));
  return path;
}

describe("a journal", () => {
  test("gives back what was put in, lines added at the same time included", async () => {
    const ids = [...Array(200).keys()].map(String);
    const path = await journalWith(ids);
    await using journal = await openJournal(path, STACK);
    expect(journal.resumed).toBe(200);
    for (const id of ids) expect(await textAt(journal, place(id))).toBe(`answer ${id}`);
    expect(await journal.read(place("200"))).toBeNull();
    expect(journal.stateOf(place("1", 1))).toBeNull();
  });

  test("survives being cut at every byte: whole lines stay, a torn one is asked again", async () => {
    const path = await journalWith(["é", "2", "3"]);
    const whole = await readFile(path);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([index]) => index + 1);
    for (let size = 0; size <= whole.length; size += 7) {
      await writeFile(path, whole);
      await truncate(path, size);
      await using journal = await openJournal(path, STACK);
      expect(journal.resumed).toBe(ends.filter((end) => end <= size).length);
      await journal.add(answer(place("late"), "behind a whole line"));
      expect(await textAt(journal, place("late"))).toBe("behind a whole line");
    }
  });

  test("never gives one stack's answers as another's", async () => {
    const path = await journalWith(["1"]);
    await using journal = await openJournal(path, "b".repeat(64));
    expect([journal.resumed, journal.foreign]).toEqual([0, 1]);
    expect(journal.stateOf(place("1"))).toBeNull();
  });

  test("never gives the answer to another prompt, though it stands under the same id", async () => {
    const path = await journalWith(["1"]);
    await using journal = await openJournal(path, STACK);
    const other = { ...place("1"), request: "0".repeat(64) };
    expect([journal.stateOf(other), await journal.read(other)]).toEqual([null, null]);
    expect(journal.stateOf(place("1"))).toBe("answered");
  });

  test("takes the last of several lines for one request, which a retried error leaves", async () => {
    const path = await journalWith([]);
    const failure = { kind: "status", message: "500", status: 500, attempts: 3 } as const;
    await using journal = await openJournal(path, STACK);
    await journal.add(recordOf(STACK, place("1"), { state: "errored", failure }));
    expect(journal.stateOf(place("1"))).toBe("errored");
    await journal.add(answer(place("1"), "after all"));
    await using again = await openJournal(path, STACK);
    expect(await textAt(again, place("1"))).toBe("after all");
    expect(again.resumed).toBe(1);
  });

  test("names the line that is none of its own", async () => {
    const path = await journalWith(["1"]);
    await appendFile(path, '{"state":"answered"}\n');
    await expect(openJournal(path, STACK)).rejects.toThrow(/baseline\.jsonl:2/);
  });
});
