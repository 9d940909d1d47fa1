import { afterLast } from "../../support/python/text.ts";
import { lastBoxes } from "./boxed.ts";

/** Words that announce an answer; the text after the last one of them is where it stands. */
const PHRASES =
  /(?:final answer(?:\s+is)?|answer\s+is|answer|答案是|答案为|答案)\s*\**\s*(?:[:：]|is\b)?[\s*:：]*/gi;
/** Displayed mathematics, over several lines too, and inline mathematics. */
const DELIMITED = /\$\$([^$]+)\$\$|\$([^$\n]+)\$|\\\[([^[\]]*?)\\\]|\\\(([^\n]{0,600}?)\\\)/g;
const DISPLAY = /^\s*(?:\$\$|\\\[)/;
const NUMBER = /-?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?:\/\d+)?/g;
const WORD = /(?<![\\a-zA-Z])[a-zA-Z]{2,}/g;
/** Answers stand at the end; it keeps hostile replies cheap. */
const LONGEST_SEARCHED = 20_000;
const LONGEST_ANSWER = 300;
const MOST_WORDS = 3;

/**
 * Where a reply states its final answer: the last box (or boxes, joined by commas), else what follows the last words
 * that announce an answer, else the last mathematics, else a short reply itself, else its last number.
 * @returns `null` where no answer is found
 */
export function finalAnswer(reply: string): string | null {
  const boxes = lastBoxes(reply);
  if (boxes.length > 0) return boxes.join(", ");
  const end = reply.trim().slice(-LONGEST_SEARCHED);
  return announced(end) ?? lastMathematics(end) ?? shortReply(end) ?? end.match(NUMBER)?.at(-1) ?? null;
}

function announced(text: string): string | null {
  const last = [...text.matchAll(PHRASES)].at(-1);
  if (last === undefined) return null;
  const tail = text.slice(last.index + last[0].length);
  if (DISPLAY.test(tail)) return firstMathematics(tail);
  const line = tail.split("\n", 1)[0] ?? "";
  const sentence = afterLast(line.split(/\.\s/, 1)[0] ?? "", " is ");
  return firstMathematics(sentence) ?? shortReply(sentence.replace(/[.\s*]+$/, ""));
}

function firstMathematics(text: string): string | null {
  for (const match of text.matchAll(DELIMITED)) return contentOf(match);
  return null;
}

function lastMathematics(text: string): string | null {
  const last = [...text.matchAll(DELIMITED)].at(-1);
  return last === undefined ? null : contentOf(last);
}

function contentOf(match: RegExpMatchArray): string {
  return match.slice(1).find((group) => group !== undefined) ?? "";
}

/** A sentence of many words holds an answer, but is none. */
function shortReply(text: string): string | null {
  const words = text.length <= LONGEST_ANSWER ? (text.match(WORD) ?? []).length : MOST_WORDS + 1;
  return text !== "" && words <= MOST_WORDS && !text.includes("\n") ? text : null;
}
