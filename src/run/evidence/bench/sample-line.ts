import { z } from "zod";

/** What a page needs of a line of `samples.jsonl`; a run's own samples have a request, another harness's a pairing. */
const sampleLineSchema = z.object({
  arm: z.string(),
  benchmark: z.string(),
  id: z.string(),
  repeat: z.number(),
  state: z.enum(["error", "scored", "truncated", "unparsed"]),
  score: z.number().nullish(),
  prediction: z.string().nullish(),
  unparsed: z.boolean().optional(),
  /** UTF-16 units of the reply. */
  characters: z.number().nullish(),
  gold: z.unknown(),
  requestSha256: z.string().optional(),
  paired: z.string().optional(),
  reply: z.string().nullish(),
});
export type SampleLine = z.infer<typeof sampleLineSchema>;

/** @returns `null` for what is no such line */
export function parseSampleLine(text: string): SampleLine | null {
  try {
    return sampleLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Characters of a right answer that are shown; a list of accepted ones can be long. */
const LONGEST_TARGET = 400;

/** The right answer in words, as far as what a benchmark scores by names it. */
export function targetOf(gold: unknown): string | null {
  if (gold === null || gold === undefined) return null;
  const text = wordsOf(typeof gold === "object" ? namedIn(gold as NamedAnswer) : gold);
  return text.length > LONGEST_TARGET ? `${text.slice(0, LONGEST_TARGET)}…` : text;
}

interface NamedAnswer {
  readonly label?: unknown;
  readonly answer?: unknown;
  readonly answers?: unknown;
}

function namedIn(gold: NamedAnswer): unknown {
  return gold.label ?? gold.answer ?? gold.answers ?? gold;
}

function wordsOf(answer: unknown): string {
  if (Array.isArray(answer)) return answer.map(wordsOf).join(" | ");
  return typeof answer === "object" ? JSON.stringify(answer) : String(answer);
}
