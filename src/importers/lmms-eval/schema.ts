import { z } from "zod";

const record = z.record(z.string(), z.unknown());

/** What is read of `<time>_results.json`. */
export const resultsSchema = z.looseObject({
  results: z.record(z.string(), record),
  configs: z.record(z.string(), record).optional(),
  versions: record.optional(),
  "n-shot": record.optional(),
  "n-samples": z.record(z.string(), z.looseObject({ effective: z.number().optional() })).optional(),
  higher_is_better: z.record(z.string(), record).optional(),
  config: record.nullish(),
  lmms_eval_version: z.string().nullish(),
  git_hash: z.string().nullish(),
  model_source: z.string().nullish(),
  model_name: z.string().nullish(),
  system_instruction_sha: z.string().nullish(),
  chat_template_sha: z.string().nullish(),
});
export type Results = z.infer<typeof resultsSchema>;

/** What is read of a line of `<time>_samples_<task>.jsonl`; the scores stand under the metrics' names. */
export const loggedSchema = z.looseObject({
  doc_id: z.union([z.number(), z.string()]),
  target: z.unknown().optional(),
  input: z.unknown().optional(),
  resps: z.unknown().optional(),
  filtered_resps: z.unknown().optional(),
  token_counts: z.array(z.unknown()).optional(),
});
export type Logged = z.infer<typeof loggedSchema>;
