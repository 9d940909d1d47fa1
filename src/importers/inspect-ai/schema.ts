import { z } from "zod";

const record = z.record(z.string(), z.unknown());

const score = z.looseObject({
  name: z.string(),
  scorer: z.string().optional(),
  reducer: z.string().nullish(),
  scored_samples: z.number().nullish(),
  metrics: z.record(z.string(), z.looseObject({ name: z.string(), value: z.unknown().optional() })),
});
export type LoggedFigure = z.infer<typeof score>;

/** What is read of a log's header: a `.json` log but for its samples, or `header.json` of an `.eval` log. */
export const headerSchema = z.looseObject({
  status: z.string().nullish(),
  eval: z.looseObject({
    task: z.string(),
    task_version: z.unknown().optional(),
    task_args: record.nullish(),
    created: z.string(),
    model: z.string(),
    model_generate_config: record.nullish(),
    config: z.looseObject({ epochs: z.number().nullish() }).nullish(),
    packages: z.record(z.string(), z.string()).nullish(),
  }),
  plan: z
    .looseObject({
      steps: z.array(z.looseObject({ solver: z.string(), params: z.unknown().optional() })).nullish(),
      config: record.nullish(),
    })
    .nullish(),
  results: z.looseObject({ scores: z.array(score).nullish() }).nullish(),
  error: z.looseObject({ message: z.string() }).nullish(),
});
export type LogHeader = z.infer<typeof headerSchema>;

const message = z.looseObject({ role: z.string(), content: z.unknown().optional() });

/** What is read of a sample. */
export const sampleSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.number(),
  input: z.union([z.string(), z.array(message)]),
  choices: z.array(z.string()).nullish(),
  target: z.union([z.string(), z.array(z.string())]),
  output: z
    .looseObject({
      choices: z
        .array(
          z.looseObject({
            message: z.looseObject({ content: z.unknown().optional() }).nullish(),
            stop_reason: z.string().nullish(),
          }),
        )
        .nullish(),
      completion: z.string().nullish(),
      usage: z.looseObject({ output_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  scores: z
    .record(z.string(), z.looseObject({ value: z.unknown().optional(), answer: z.unknown().optional() }))
    .nullish(),
  error: z.looseObject({ message: z.string() }).nullish(),
  limit: z.looseObject({ type: z.string() }).nullish(),
  attachments: z.record(z.string(), z.string()).nullish(),
});
export type LoggedSample = z.infer<typeof sampleSchema>;
