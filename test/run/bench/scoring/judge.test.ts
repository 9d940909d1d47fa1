import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Judging } from "../../../../src/contracts/benchmark.ts";
import type { ChatOutcome } from "../../../../src/contracts/chat.ts";
import { type Judge, openJudge } from "../../../../src/run/bench/scoring/judge.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const judging: Judging = {
  attempts: 2,
  messages: (_, reply) => [{ role: "user", parts: [{ kind: "text", text: reply }] }],
  sampling: () => ({ temperature: 0, maxTokens: 10 }),
  parse: (verdict) => (/^[\d.]+$/.test(verdict) ? Number(verdict) : null),
};

const usage = { promptTokens: 1, completionTokens: 1, latencyMilliseconds: 1, attempts: 1 };

/** A grader that says what it is told to, and counts. */
function grader(model: string, text: string) {
  const line = {
    model,
    asked: 0,
    text,
    async ask(): Promise<ChatOutcome> {
      line.asked += 1;
      return {
        state: "answered",
        reply: { text: line.text, reasoning: null, finishReason: "stop", ...usage },
      };
    },
  };
  return line;
}

function grade(judge: Judge, gold: string, reply: string): Promise<void> {
  const { signal } = new AbortController();
  return judge.grade({ benchmark: "mm_vet_v2", judging, question: { gold }, reply, signal });
}

describe("a judge", () => {
  test("grades the same reply to the same question once, also when both arms come at once", async () => {
    const line = grader("a", "0.5");
    await using judge = await openJudge(await temporaryFolder(), line);
    await Promise.all([grade(judge, "1", "one"), grade(judge, "1", "one")]);
    await grade(judge, "1", "one");
    expect(line.asked).toBe(1);
    // Another question's reply of the same words is another reply.
    await grade(judge, "2", "one");
    expect(line.asked).toBe(2);
    expect(judge.verdictOf("mm_vet_v2")({ gold: "1" }, "one")).toBe(0.5);
    expect(judge.verdictOf("mm_vet_v2")({ gold: "3" }, "one")).toBeNull();
    expect(judge.verdictOf("another")({ gold: "1" }, "one")).toBeNull();
  });

  test("keeps its verdicts, a torn line left out, and takes none of another grader's", async () => {
    const folder = await temporaryFolder();
    {
      await using judge = await openJudge(folder, grader("a", "1"));
      await grade(judge, "1", "one");
    }
    await appendFile(join(folder, "verdicts.jsonl"), '{"key": "torn');
    const [same, other] = [grader("a", "0"), grader("b", "0")];
    {
      await using again = await openJudge(folder, same);
      await grade(again, "1", "one");
      expect([same.asked, again.verdictOf("mm_vet_v2")({ gold: "1" }, "one")]).toEqual([0, 1]);
    }
    await using another = await openJudge(folder, other);
    await grade(another, "1", "one");
    expect([other.asked, another.verdictOf("mm_vet_v2")({ gold: "1" }, "one")]).toEqual([1, 0]);
  });

  test("asks again what it cannot read, and gives no verdict rather than a wrong one", async () => {
    const folder = await temporaryFolder();
    const line = grader("a", "well…");
    {
      await using judge = await openJudge(folder, line);
      await grade(judge, "1", "one");
      expect([line.asked, judge.verdictOf("mm_vet_v2")({ gold: "1" }, "one")]).toEqual([2, null]);
    }
    line.text = "0.25";
    await using judge = await openJudge(folder, line);
    await grade(judge, "1", "one");
    expect(judge.verdictOf("mm_vet_v2")({ gold: "1" }, "one")).toBe(0.25);
  });
});
