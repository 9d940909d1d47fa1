import { z } from "zod";

const record = z.record(z.string(), z.unknown());
const records = z.record(z.string(), record);

/** What is read of `results_<time>.json`. */
export const resultsSchema = z.looseObject({
  results: records,
  configs: records,
  group_subtasks: z.record(z.string(), z.array(z.string())).optional(),
  versions: record.optional(),
  "n-shot": record.optional(),
  "n-samples": z.record(z.string(), z.looseObject({ effective: z.number().optional() })).optional(),
  higher_is_better: records.optional(),
  config: record.nullish(),
  lm_eval_version: z.string().nullish(),
  transformers_version: z.string().nullish(),
  git_hash: z.string().nullish(),
  model_source: z.string().nullish(),
  model_name: z.string().nullish(),
  system_instruction_sha: z.string().nullish(),
  chat_template_sha: z.string().nullish(),
  fewshot_as_multiturn: z.boolean().nullish(),
});
export type Results = z.infer<typeof resultsSchema>;

/** What is read of a line of `samples_<task>_<time>.jsonl`; the scores stand under the metrics' names. */
export const sampleSchema = z.looseObject({
  doc_id: z.union([z.number(), z.string()]),
  doc: z.unknown().optional(),
  target: z.unknown().optional(),
  arguments: z.unknown().optional(),
  resps: z.array(z.unknown()),
  filtered_resps: z.array(z.unknown()),
  filter: z.string().optional(),
  doc_hash: z.string().optional(),
  prompt_hash: z.string().optional(),
  target_hash: z.string().optional(),
});
export type LoggedSample = z.infer<typeof sampleSchema>;
