import { z } from "zod";
import type { Json } from "../../../contracts/benchmark.ts";

/** One line of `capsule/questions.jsonl`. */
const frozenQuestionSchema = z.object({
  benchmark: z.string(),
  id: z.string(),
  category: z.string().nullable(),
  cluster: z.string().nullable(),
  /** Of the request's bytes from behind the model's name on, pictures put in. */
  requestSha256: z.string(),
  requestBytes: z.number(),
  /** The request from behind the model's name on; pictures stand as references to `capsule/images`. */
  request: z.string(),
  gold: z.unknown(),
});

export interface FrozenQuestion {
  readonly benchmark: string;
  readonly id: string;
  readonly category: string | null;
  readonly cluster: string | null;
  readonly requestSha256: string;
  readonly requestBytes: number;
  readonly request: string;
  readonly gold: Json;
}

/** @throws SyntaxError or a ZodError for a line that is none */
export function parseFrozenQuestion(line: string): FrozenQuestion {
  return frozenQuestionSchema.parse(JSON.parse(line)) as FrozenQuestion;
}
