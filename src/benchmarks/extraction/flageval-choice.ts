import { afterLast, PYTHON_SPACE, pythonLength, pythonStrip } from "../../support/python/text.ts";

/** Asked for in this order: the first one that the reply holds decides, not the last one in the reply. */
const MARKERS = [
  "boxed",
  "Answer:",
  "Answer is",
  "answer is",
  "option is",
  "Correct option",
  "correct option",
  "Answer",
  "answer",
  "故选",
  "选择",
  "正确选项为",
  "答案选",
  "答案为",
  "答案是",
  "因此",
  "答案",
];

const DROPPED = new RegExp(
  `[-\`\\\\【】*$、,，。.；;:：？?！!${PYTHON_SPACE}\\u4e00-\\u9fff0-9①②③④⑤⑥⑦[\\]<>a-z='"(){}]+`,
  "g",
);

/** FlagEvalMM sets such replies aside as the service's refusals; here they count as replies without an answer. */
const REJECTED = ["Error code", "Can not answer because of", "Input data may contain inappropriate content"];

/** Whether FlagEvalMM would leave the reply out of its accuracy. */
export function isRejected(reply: string): boolean {
  return REJECTED.some((start) => reply.startsWith(start));
}

/**
 * The letter that FlagEvalMM takes from a reply to a multiple-choice question, as its `process_multiple_choice` does.
 *
 * It deletes every I, N, S, T and slash first (meant were the marks `[INST]` and `[/INST]`), so it never finds an I
 * in a reply of more than one character.
 * @returns `null` where no letter is left
 */
export function flagevalChoice(reply: string): string | null {
  if (isRejected(reply)) return null;
  if (pythonLength(reply.slice(0, 3)) === 1 && reply.length <= 2) return singleCharacter(reply);
  const text = pythonStrip(
    reply
      .replaceAll("The", "")
      .replaceAll("If", "")
      .replace(/[INST/]/g, ""),
  );
  if (/^[A-Z]\./.test(text)) return text.charAt(0);
  const marker = MARKERS.find((word) => text.includes(word));
  const tail = marker === undefined ? text : afterLast(text, marker);
  return /[A-Z]/.exec(tail.replace(DROPPED, ""))?.[0] ?? null;
}

function singleCharacter(reply: string): string | null {
  const character = pythonStrip(reply).toUpperCase();
  return character === "" ? null : ([...character][0] ?? null);
}
