import { appendFile, mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HISTORY_SCHEMA, type HistoryEntry } from "../../src/contracts/history.ts";
import { formatLine } from "../../src/history/parse-line.ts";
import { appendToHistory, folderName, historyFile, readHistory } from "../../src/history/store.ts";
import { anyCharacter } from "../support/any-character.ts";
import { temporaryFolder } from "../support/cli.ts";
import { nightly } from "./sample-records.ts";

const blessing = (runId: string, note: string | null = null): HistoryEntry => ({
  schema: HISTORY_SCHEMA,
  type: "bless",
  runId,
  at: "2026-11-20T08:00:00.000Z",
  note,
});
const unblessing = (runId: string): HistoryEntry => ({
  schema: HISTORY_SCHEMA,
  type: "unbless",
  runId,
  at: "2026-11-20T09:00:00.000Z",
});

async function emptyHistory(): Promise<string> {
  return join(await temporaryFolder(), "history.jsonl");
}

const idsIn = async (file: string) => (await readHistory(file)).runs.map(({ runId }) => runId);

describe("a history", () => {
  test.each([
    ["that is not there", null],
    ["that is empty", ""],
    ["of blank lines", "\n\r\n  \n"],
  ])("%s has no runs, and takes some", async (_what, content) => {
    const file = await emptyHistory();
    if (content !== null) await writeFile(file, content);
    expect(await readHistory(file)).toEqual({ runs: [], blessings: [], notes: [] });
    await appendToHistory(file, [nightly(1, 0.2)]);
    expect(await idsIn(file)).toEqual(["pi0-night-1"]);
  });

  test("is in a folder, or where its name says", async () => {
    const folder = await temporaryFolder();
    expect(await historyFile(folder)).toBe(join(folder, "history.jsonl"));
    expect(await historyFile(join(folder, "nights"))).toBe(join(folder, "nights", "history.jsonl"));
    expect(await historyFile(join(folder, "v1.2/"))).toBe(join(folder, "v1.2", "history.jsonl"));
    expect(await historyFile(join(folder, "nights.jsonl"))).toBe(join(folder, "nights.jsonl"));
    await mkdir(join(folder, "v1.2"));
    expect(await historyFile(join(folder, "v1.2"))).toBe(join(folder, "v1.2", "history.jsonl"));
    expect(folderName("a/reports/history.jsonl", "a/reports/pi0-1")).toBe("pi0-1");
    expect(folderName("a/nights/history.jsonl", "a/reports/pi0-1")).toBe("../reports/pi0-1");
  });

  test("holds runs in the order of their times, whatever the order of the lines", async () => {
    const file = await emptyHistory();
    await appendToHistory(file, [nightly(3, 1), nightly(1, 1), nightly(2, 1)]);
    expect(await idsIn(file)).toEqual([1, 2, 3].map((night) => `pi0-night-${night}`));
  });

  test("keeps runs of two suites apart that began in the same second", async () => {
    const file = await emptyHistory();
    const other = { ...nightly(1, 0.9), suite: "pi0-ascend" };
    await appendToHistory(file, [nightly(1, 0.2), other]);
    const { runs, notes } = await readHistory(file);
    expect(runs.map(({ suite, runId }) => [suite, runId])).toEqual([
      [nightly(1, 0.2).suite, "pi0-night-1"],
      ["pi0-ascend", "pi0-night-1"],
    ]);
    expect(notes).toEqual([]);
  });

  test("counts a run once, and takes its latest content", async () => {
    const file = await emptyHistory();
    await appendToHistory(file, [nightly(1, 0.2), nightly(1, 0.2)]);
    expect(await readHistory(file)).toMatchObject({ runs: [{ runId: "pi0-night-1" }], notes: [] });
    await appendToHistory(file, [nightly(1, 0.3)]);
    const { runs, notes } = await readHistory(file);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.metrics[0]?.value).toBe(0.3);
    expect(notes).toEqual([
      "pi0-night-1 was recorded more than once with differing content: the latest counts.",
    ]);
  });

  test("holds blessings until they are taken back, the latest last", async () => {
    const file = await emptyHistory();
    const runs = [1, 2].map((night) => nightly(night, 0.2));
    await appendToHistory(file, [
      ...runs,
      blessing("pi0-night-2"),
      blessing("pi0-night-1", "release \u2028 1"),
    ]);
    expect((await readHistory(file)).blessings.map(({ runId, note }) => [runId, note])).toEqual([
      ["pi0-night-2", null],
      ["pi0-night-1", "release \u2028 1"],
    ]);
    await appendToHistory(file, [blessing("pi0-night-2"), unblessing("pi0-night-1")]);
    expect((await readHistory(file)).blessings.map(({ runId }) => runId)).toEqual(["pi0-night-2"]);
  });
});

describe("a line that cannot be used", () => {
  test("because it was cut is named, kept, and costs nothing that comes behind it", async () => {
    const file = await emptyHistory();
    const cut = formatLine(nightly(2, 0.2)).slice(0, 300);
    await appendToHistory(file, [nightly(1, 0.2)]);
    await appendFile(file, cut);
    expect((await readHistory(file)).notes[0]).toMatch(
      /history\.jsonl:2 is being written, or was cut: .*stays/,
    );
    await appendToHistory(file, [nightly(3, 0.2)]);
    expect(await idsIn(file)).toEqual(["pi0-night-1", "pi0-night-3"]);
    expect((await readHistory(file)).notes[0]).toMatch(/history\.jsonl:2 was left out: it is not whole/);
    expect(await readFile(file, "utf8")).toContain(`\n${cut}\n`);
  });

  test("in the middle of a character is one of them", async () => {
    const file = await emptyHistory();
    const line = Buffer.from(formatLine(nightly(1, 0.2, { suite: "验" })));
    await writeFile(file, line.subarray(0, line.indexOf(Buffer.from("验")) + 1));
    await appendToHistory(file, [nightly(2, 0.2, { suite: "验证" })]);
    expect((await readHistory(file)).runs.map(({ suite }) => suite)).toEqual(["验证"]);
  });

  test("is told from the whole one that was glued to it", async () => {
    const file = await emptyHistory();
    await writeFile(file, `${formatLine(nightly(1, 0.2)).slice(0, 99)}${formatLine(nightly(2, 0.2))}\n`);
    const { runs, notes } = await readHistory(file);
    expect(runs.map(({ runId }) => runId)).toEqual(["pi0-night-2"]);
    expect(notes[0]).toMatch(/:1 begins with a part of a line that was cut/);
  });

  test("because it is of another version is counted and kept", async () => {
    const file = await emptyHistory();
    const others = [
      '{"schema":"fvalidate.history/2","type":"run","runId":"future"}',
      '{"schema":"fvalidate.history/2","type":"something"}',
      '{"schema":"fvalidate.history/0"}',
      '{"schema":"somebody.else/7","a":1}',
    ];
    await writeFile(file, `${others.join("\r\n")}\r\n`);
    await appendToHistory(file, [nightly(1, 0.2)]);
    const { runs, notes } = await readHistory(file);
    expect(runs).toHaveLength(1);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toMatch(
      /^2 lines of .* have the schema "fvalidate.history\/2", which this version does not/,
    );
    expect(notes[1]).toMatch(/^1 line of .* has the schema "fvalidate.history\/0"/);
    expect(await readFile(file, "utf8")).toContain(others.join("\r\n"));
  });

  test.each([
    ["no JSON", "hello"],
    ["no object", "[1,2]"],
    ["null", "null"],
    ["without a schema", '{"a":1}'],
    ["a run without its metrics", `{"schema":"${HISTORY_SCHEMA}","type":"run","runId":"x"}`],
    ["of a type that is not known", `{"schema":"${HISTORY_SCHEMA}","type":"praise","runId":"x"}`],
    ["a megabyte of nothing", "x".repeat(1_000_000)],
  ])("is named with its number: %s", async (_what, line) => {
    const file = await emptyHistory();
    await writeFile(file, `\uFEFF${formatLine(nightly(1, 0.2))}\n${line}\n${formatLine(nightly(2, 0.2))}\n`);
    const { runs, notes } = await readHistory(file);
    expect(runs).toHaveLength(2);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("history.jsonl:2 was left out");
    expect(notes[0]?.length).toBeLessThan(500);
  });
});

describe("a history that cannot be written", () => {
  test("because the disk is full says so and leaves what is there", async () => {
    const folder = await temporaryFolder();
    await symlink("/dev/full", join(folder, "history.jsonl"));
    await expect(appendToHistory(join(folder, "history.jsonl"), [nightly(1, 0.2)])).rejects.toMatchObject({
      kind: "output",
      message: expect.stringMatching(/Cannot write .*history\.jsonl: ENOSPC/),
    });
  });

  test("because its folder is a file says so", async () => {
    const file = await emptyHistory();
    await writeFile(file, "");
    const beneath = join(file, "history.jsonl");
    await expect(appendToHistory(beneath, [nightly(1, 0.2)])).rejects.toMatchObject({ kind: "output" });
    await expect(readHistory(beneath)).rejects.toMatchObject({ kind: "input" });
  });

  test("or is a folder says so", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "history.jsonl"));
    await expect(readHistory(join(folder, "history.jsonl"))).rejects.toMatchObject({ kind: "input" });
  });

  test("never takes what it could not read again", async () => {
    const file = await emptyHistory();
    await expect(appendToHistory(file, [nightly(1, Number.NaN)])).rejects.toThrow();
    expect(await readHistory(file)).toMatchObject({ runs: [], notes: [] });
  });
});

/** What may happen to a history's file, in any order. */
type Event =
  | { readonly kind: "append"; readonly writers: readonly number[] }
  | { readonly kind: "cut"; readonly share: number }
  | { readonly kind: "foreign"; readonly text: string; readonly isEnded: boolean };

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant("append" as const),
    writers: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant("cut" as const), share: fc.double({ min: 0.01, max: 0.99, noNaN: true }) }),
  fc.record({
    kind: fc.constant("foreign" as const),
    text: fc.oneof(fc.string({ unit: anyCharacter }), fc.constant('{"schema":"fvalidate.history/9"}')),
    isEnded: fc.boolean(),
  }),
);

test("never loses a whole line, whatever was cut, put between or written at once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
      const file = await emptyHistory();
      let nights = 0;
      for (const one of events) {
        if (one.kind === "append") {
          // All writers of one event write at the same time.
          await Promise.all(
            one.writers.map((size) => {
              nights += 1;
              return appendToHistory(file, [nightly(nights, 0.2, { suite: "x".repeat(10 ** size) })]);
            }),
          );
        } else if (one.kind === "cut") {
          // A writer that was killed in the middle of its line.
          const line = Buffer.from(formatLine(nightly(9999, 0.2)));
          await appendFile(file, line.subarray(0, Math.ceil(one.share * (line.length - 1))));
        } else await appendFile(file, `\n${one.text}${one.isEnded ? "\n" : ""}`);
      }
      const runs = (await readHistory(file)).runs.map(({ runId }) => runId);
      expect(runs).toEqual(Array.from({ length: nights }, (_, night) => `pi0-night-${night + 1}`));
    }),
    { numRuns: 60 },
  );
});

test("a history that was cut anywhere keeps all the lines before the cut", async () => {
  const lines = [1, 2, 3].map((night) => formatLine(nightly(night, 0.2)));
  const content = Buffer.from(`${lines.join("\n")}\n`);
  await fc.assert(
    fc.asyncProperty(fc.nat(content.length), async (length) => {
      const file = await emptyHistory();
      await writeFile(file, content);
      await truncate(file, length);
      await appendToHistory(file, [nightly(9, 0.2)]);
      const whole = lines.filter(
        (_, i) => Buffer.byteLength(lines.slice(0, i + 1).join("\n")) <= length,
      ).length;
      expect(await idsIn(file)).toEqual([
        ...lines.slice(0, whole).map((_, i) => `pi0-night-${i + 1}`),
        "pi0-night-9",
      ]);
    }),
    { numRuns: 60 },
  );
});
