import { z } from "zod";

const subset = z.looseObject({
  name: z.string(),
  score: z.number(),
  num: z.number(),
  is_aggregate: z.boolean().optional(),
});

const metric = z.looseObject({
  /** In the first version of the format: `mean_acc`. */
  name: z.string().optional(),
  identity: z
    .looseObject({ name: z.string(), aggregation: z.string(), dimensions: z.record(z.string(), z.unknown()) })
    .optional(),
  num: z.number(),
  score: z.number(),
  macro_score: z.number(),
  categories: z.array(z.looseObject({ subsets: z.array(subset) })),
  semantics: z.looseObject({ direction: z.string().nullish() }).nullish(),
});
export type ReportMetric = z.infer<typeof metric>;

/** What is read of `reports/<model>/<dataset>.json`. */
export const reportSchema = z.looseObject({
  dataset_name: z.string(),
  model_name: z.string(),
  metrics: z.array(metric),
  execution_summary: z
    .looseObject({
      subsets: z.record(z.string(), z.looseObject({ requested: z.number(), errored: z.number() })),
    })
    .nullish(),
});
export type Report = z.infer<typeof reportSchema>;

const message = z.looseObject({ role: z.string(), content: z.unknown().optional() });

/** What is read of a line of `reviews/<model>/<dataset>_<subset>.jsonl`. */
export const reviewSchema = z.looseObject({
  index: z.number(),
  target: z.union([z.string(), z.array(z.string())]).nullish(),
  messages: z.array(message).nullish(),
  /** The question, in the first version of the format. */
  input: z.string().nullish(),
  sample_score: z.looseObject({
    score: z.looseObject({
      value: z.record(z.string(), z.unknown()),
      status: z.string().nullish(),
      extracted_prediction: z.unknown().optional(),
      prediction: z.unknown().optional(),
      explanation: z.unknown().optional(),
    }),
    sample_id: z.union([z.number(), z.string()]).nullish(),
    group_id: z.union([z.number(), z.string()]).nullish(),
    generation_index: z.number().nullish(),
  }),
});
export type Review = z.infer<typeof reviewSchema>;

/** What is read of a line of `predictions/<model>/<dataset>_<subset>.jsonl`. */
export const predictionSchema = z.looseObject({
  index: z.number(),
  model_output: z
    .looseObject({
      choices: z.array(z.looseObject({ stop_reason: z.string().nullish() })).nullish(),
      usage: z.looseObject({ output_tokens: z.number().nullish() }).nullish(),
      error: z.unknown().optional(),
    })
    .nullish(),
});
export type Prediction = z.infer<typeof predictionSchema>;
