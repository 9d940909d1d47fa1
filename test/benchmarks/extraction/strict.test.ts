import { describe, expect, test } from "vitest";
import { exactBlank } from "../../../src/benchmarks/cmmmu/parse.ts";
import { exactOpen } from "../../../src/benchmarks/extraction/mmmu-open.ts";
import { type AnswerForm, strictChoice } from "../../../src/benchmarks/extraction/strict-choice.ts";

const LABELS = ["A", "B", "C", "D"];

describe("strictChoice takes the form that was asked for and nothing else", () => {
  const replies: [form: AnswerForm, reply: string, letter: string | null][] = [
    ["letter", " B\n", "B"],
    ["letter", "B.", null],
    ["letter", "(B)", null],
    ["letter", "b", null],
    ["letter", "E", null],
    ["letter", "AB", null],
    ["letter", "Answer: B", null],
    ["(letter)", "(B)", "B"],
    ["(letter)", "B", "B"],
    ["(letter)", "(B) two", null],
    ["Answer: letter", "First this.\nAnswer: B", "B"],
    ["Answer: letter", `${"long ".repeat(1000)}\nAnswer: B\n\n`, "B"],
    ["Answer: letter", "The Answer: B", null],
    ["Answer: letter", "Answer: B\nThat is all.", null],
    ["Answer: letter", "Answer: (B)", null],
    ["Answer: letter", "ANSWER: B", null],
    ["Answer: letter", "B", null],
    ["ANSWER: letter", "ANSWER: B", "B"],
    ["ANSWER: letter", "ANSWER: [B]", null],
    ["答案：letter", "答案：B", "B"],
    ["答案：letter", "B", "B"],
    ["答案：letter", "分析。\n答案：B", null],
    ["last 答案：letter", "分析。\n答案：B", "B"],
    ["last 答案：letter", "B", null],
  ];
  test.each(replies)("%s: %j gives %s", (form, reply, letter) => {
    expect(strictChoice(reply, LABELS, form)).toBe(letter);
  });

  test("letters in a row, where several may be right", () => {
    expect(strictChoice("AC", LABELS, "letter", true)).toBe("AC");
    expect(strictChoice("A,C", LABELS, "letter", true)).toBeNull();
    expect(strictChoice("AE", LABELS, "letter", true)).toBeNull();
  });
});

describe("exact open answers", () => {
  const replies: [reply: string, golds: string[], right: boolean][] = [
    ["Embryonic.", ["embryonic"], true],
    ["embryonic stage", ["embryonic"], false],
    ["12.496", ["12.5"], true],
    ["1,000", ["1000"], true],
    ["12.5 m", ["12.5"], false],
    ["MgS", ["$MgS$", "MgS"], true],
    ["a", ["A"], true],
  ];
  test.each(replies)("%j against %j: %s", (reply, golds, right) => {
    expect(exactOpen(reply, golds)).toMatchObject({ right });
  });

  test("in Chinese, a full stop around it aside", () => {
    expect(exactBlank("甲。", "甲")).toEqual({ prediction: "甲", right: true });
    expect(exactBlank("选择甲", "甲")).toMatchObject({ right: false });
    expect(exactBlank("12.50", "12.5")).toMatchObject({ right: true });
    expect(exactBlank("", "甲")).toEqual({ prediction: null, right: false });
  });
});
