import { z } from "zod";
import { limitSchema } from "../bench-schema.ts";
import type { PlainYaml } from "../checked-yaml.ts";
import { SUITE_SCHEMA } from "../schema.ts";

const COMPOSITE = "suite";

/** Folders, flags and reports call a part by its name. */
const PART_NAME = /^[\w.-]+$/;
export const isPartName = (name: string): boolean => PART_NAME.test(name);

const partForm = z.strictObject({
  /** A shipped suite's name, or a path relative to this file. */
  suite: z.string().min(1),
  /** The suite's own where it is not said. */
  name: z.string().regex(PART_NAME, "letters, digits, `.`, `_` and `-`").optional(),
  baseline: z.string().optional(),
  candidate: z.string().optional(),
  /** Which of the part's policies decides. */
  policy: z.string().optional(),
  /** Of a part of kind `bench`: the benchmarks that are asked of those that its suite lists, or others. */
  tasks: z.array(z.string().min(1)).min(1).optional(),
  limit: limitSchema.optional(),
});
export type PartEntry = z.infer<typeof partForm>;

/** A suite by its name, or with settings of its own. */
const partSchema = z.preprocess((entry) => (typeof entry === "string" ? { suite: entry } : entry), partForm);

/** A suite that runs other suites and gives one verdict. */
export const compositeSchema = z.strictObject({
  schema: z.literal(SUITE_SCHEMA),
  kind: z.literal(COMPOSITE),
  title: z.string().min(1),
  /** The arms of the parts that name none. */
  baseline: z.string().optional(),
  candidate: z.string().optional(),
  /** In the order in which they are run. */
  parts: z.array(partSchema).min(1),
});
export type CompositeContent = z.infer<typeof compositeSchema>;

/** Whether a file says of itself that it is a suite of suites, right or wrong in what else it holds. */
export function isComposite({ plain }: PlainYaml): boolean {
  return typeof plain === "object" && plain !== null && "kind" in plain && plain.kind === COMPOSITE;
}
