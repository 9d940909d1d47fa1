import type { Extraction, Score } from "../../contracts/benchmark.ts";
import { replyText } from "../math/reply-text.ts";

const NOTHING: Score = { prediction: null, score: 0 };
const MARKED = /#### (-?[0-9.,]+)/;
const ANY_NUMBER = /-?[$0-9.,]{2,}|-?[0-9]+/g;
/** The last number mostly stands at the end; looking there first keeps long replies cheap. */
const END = 20_000;

/**
 * As lm-eval's gsm8k: `strict` is its strict match, the number after the first `#### `; `official` its flexible one,
 * the last number of the reply. Commas, dollar signs and one full stop at the end do not count; 18.0 is not 18.
 */
export function scoreGsm8k(reply: string, gold: string, extraction: Extraction): Score {
  const answer = replyText(reply);
  if (answer === null) return NOTHING;
  const found = extraction === "strict" ? marked(answer) : lastNumber(answer);
  if (found === null) return NOTHING;
  const prediction = compared(found);
  if (prediction === "") return NOTHING;
  return { prediction, score: prediction === compared(gold) ? 1 : 0 };
}

function marked(reply: string): string | null {
  const at = reply.indexOf("#### ");
  return at === -1 ? null : (MARKED.exec(reply.slice(at))?.[1] ?? null);
}

function lastNumber(reply: string): string | null {
  const end = reply.slice(-END);
  const last = [...end.matchAll(ANY_NUMBER)].at(-1);
  const whole = last === undefined || last.index === 0 ? reply.match(ANY_NUMBER)?.at(-1) : last[0];
  return whole ?? null;
}

function compared(text: string): string {
  return text.replace(/[,$]/g, "").replace(/\.$/, "");
}
