import { pythonFloat } from "../../support/python/number.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { floatText, integerText, type MathVistaGold } from "./normalise.ts";
import { wordNumber } from "./word-number.ts";

/** Without a dollar sign these mean that something is wrong. */
const WRONG = ["\\times", "不对", "不正确", "×"];
/** Replaced in this order. */
const REPLACED = [
  ["√", "正确"],
  ["：", ":"],
  ["$", ""],
  ["（", "("],
  ["）", ")"],
  ["，", ","],
  ["。", "."],
  ["变小", "减小"],
  ["变大", "增大"],
  ["路程", "距离"],
  ["\\pi", "π"],
  ["＞", ">"],
  ["＜", "<"],
  ["；", ";"],
  ..."①②③④⑤⑥⑦⑧⑨".split("").map((circled, index) => [circled, String(index + 1)] as const),
  ["⑩", "10"],
] as const;
/** Answers that are nothing else. */
const WHOLE: Readonly<Record<string, string>> = {
  错: "错误",
  对: "正确",
  "(F)": "F",
  "(T)": "T",
  "(正确)": "正确",
  "(错误)": "错误",
  "“T”": "T",
  "“F”": "F",
};
/** Asked for in this order: the first one that the text holds decides. */
const MARKERS = [
  "Answer:",
  "Answer is",
  "answer is",
  "Answer",
  "answer",
  "答案为",
  "答案是",
  "解是",
  "解为",
  "答案",
  "结果",
  "为",
  "因此",
  " = ",
];
const WITH_UNIT =
  /^(\p{Nd}+)(?:cm|m|km|mm|s|h|kg|g|l|ml|mol|厘米|米|千米|°|毫米|月|秒|小时|克|千克|升|毫升|摩尔)$/u;
const FIRST_NUMBER = /\p{Nd}+(?:,\p{Nd}+)*(?:\.\p{Nd}+)?/u;

/** The answer that FlagEvalMM takes from a reply to a question without choices. */
export function flagevalOpenAnswer(reply: string, gold: MathVistaGold): string | null {
  const text = normalisedText(reply);
  if (gold.answerType === "integer") return integerOf(text) ?? firstNumber(text);
  if (gold.answerType === "float") return floatText(text, gold.precision) ?? firstNumber(text);
  return text;
}

function integerOf(text: string): string | null {
  return pythonFloat(text) === null ? wordNumber(text) : integerText(text);
}

/** Its sign is lost, its commas stay. */
function firstNumber(text: string): string | null {
  return FIRST_NUMBER.exec(text)?.[0] ?? null;
}

/** FlagEvalMM's `normalize_string`. */
export function normalisedText(reply: string): string {
  const judged = reply.includes("$")
    ? reply
    : WRONG.reduce((text, word) => text.replaceAll(word, "错误"), reply);
  const plain = REPLACED.reduce((text, [from, to]) => text.replaceAll(from, to), withoutTextCommands(judged));
  const whole = Object.hasOwn(WHOLE, plain) ? (WHOLE[plain] ?? plain) : plain;
  const marker = MARKERS.find((word) => whole.includes(word));
  const tail = pythonStrip(
    marker === undefined ? whole : whole.slice(whole.lastIndexOf(marker) + marker.length),
  );
  const bare = tail.replace(/^:/, "").replace(/[.,:;]$/, "");
  return pythonStrip(WITH_UNIT.exec(bare)?.[1] ?? bare);
}

/** `\text{cm}` becomes `cm`, within a line. */
function withoutTextCommands(text: string): string {
  let rest = "";
  let from = 0;
  for (const match of text.matchAll(/\\text\s*\{/g)) {
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    const end = text.indexOf("}", start);
    if (end === -1) break;
    const inner = text.slice(start, end);
    if (inner.includes("\n")) continue;
    rest += text.slice(from, match.index) + inner;
    from = end + 1;
  }
  return rest + text.slice(from);
}
