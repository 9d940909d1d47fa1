import { pythonLength, pythonStrip } from "../../support/python/text.ts";
import { keyPhrases } from "../extraction/key-phrases.ts";
import { chineseNumbersIn, roundedNumber } from "../extraction/python-numbers.ts";

const ENDS = [",", ".", "!", "?", ";", ":", "'"];
const PIECES = /。|\n/;
const FILL_WORDS = ["是", "为", "所以", "等于", "方案", "选择", "正确答案", "因此", "最后", "答案", "结果"];
const TRUTH_WORDS = ["是", "为", "所以", "判断", "陈述", "说法", "表达", "答案", "结果"];

/** Looked for first, so 不正确, which holds 正确, counts as a yes. */
const POSITIVE = ["正确", "对", "准确", "肯定", "对的"];
const NEGATIVE = ["不对", "错误", "不正确", "不准确", "不合适", "否定", "错的", "错"];
const AMBIGUOUS = ["对错", "是否正确", "否正确", "或者", "是否", "正确性", "对不"];

/**
 * CMMMU's `get_multi_choice_prediction`: the letters that are named most often, joined.
 * @param options the four texts as the data set writes them, "-" where there is none
 * @returns `null` where the official code draws a letter at random
 */
export function cmmmuChoice(
  reply: string,
  labels: readonly string[],
  options: readonly string[],
): string | null {
  const text = ` ${ENDS.reduce((rest, character) => pythonStrip(rest, character), reply)} `;
  const searches = [
    labels.map((label) => countOf(text, `(${label})`)),
    labels.map((label) => countOf(text, label)),
    pythonStrip(text) === "" ? [] : options.map((option) => countOf(text, option)),
  ];
  const counts = searches.find((search) => search.some((count) => count > 0));
  if (counts === undefined) return null;
  const most = Math.max(...counts);
  return labels.filter((_, index) => counts[index] === most).join("");
}

/** `text.count(part)`: occurrences that do not overlap; those of nothing lie between all characters. */
function countOf(text: string, part: string): number {
  return part === "" ? pythonLength(text) + 1 : text.split(part).length - 1;
}

/**
 * CMMMU's verdict on a statement.
 * @param english FlagEvalMM also knows yes and no
 * @returns `null` where as much speaks for it as against it: there the official code draws at random
 */
export function cmmmuTruth(reply: string, english: boolean): "对" | "错" | null {
  const text = bare(reply);
  const phrases = new Set(keyPhrases(text, text.split(PIECES), TRUTH_WORDS, false));
  const positive = english ? [...POSITIVE, "yes", "Yes"] : POSITIVE;
  const negative = english ? [...NEGATIVE, "no", "No"] : NEGATIVE;
  let balance = 0;
  for (const phrase of phrases) {
    if (holdsAny(phrase, AMBIGUOUS)) continue;
    if (holdsAny(phrase, positive)) balance += 1;
    else if (holdsAny(phrase, negative)) balance -= 1;
  }
  if (balance === 0) return null;
  return balance > 0 ? "对" : "错";
}

function holdsAny(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}

/** CMMMU's `get_fill_blank_prediction` and its comparison with the gold answer. */
export function cmmmuBlank(reply: string, gold: string): { prediction: string | null; right: boolean } {
  const text = bare(reply);
  const phrases = keyPhrases(text, text.split(PIECES), FILL_WORDS, true);
  const goldForm = normal(gold, gold);
  const candidates = [...phrases, ...phrases.flatMap(chineseNumbersIn)]
    .filter((phrase) => phrase !== "")
    .map((phrase) => ({ phrase, form: normal(phrase, gold) }))
    .filter(({ form }) => form !== null);
  const match = candidates.find(({ form }) => isRight(form, goldForm));
  return { prediction: (match ?? candidates[0])?.phrase ?? null, right: match !== undefined };
}

/** Whether all of a reply is the gold answer. */
export function exactBlank(reply: string, gold: string): { prediction: string | null; right: boolean } {
  const text = bare(reply);
  if (text === "") return { prediction: null, right: false };
  return { prediction: text, right: normal(text, text) === normal(gold, gold) };
}

function bare(reply: string): string {
  return pythonStrip(pythonStrip(reply, "。"));
}

/** A number to two decimals, or the text; `null` for one that is far longer than the gold answer. */
function normal(text: string, gold: string): string | number | null {
  const stripped = pythonStrip(text);
  const number = roundedNumber(stripped);
  if (number !== null) return number;
  const tooLong = pythonLength(stripped) > pythonLength(gold) + 20;
  return tooLong || lettersIn(stripped) > lettersIn(gold) + 2 ? null : stripped;
}

function lettersIn(text: string): number {
  return text.match(/[A-Za-z]/g)?.length ?? 0;
}

function isRight(form: string | number | null, gold: string | number | null): boolean {
  if (typeof form === "string") return typeof gold === "string" && form.includes(gold);
  return form === gold;
}
