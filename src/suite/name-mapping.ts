import { z } from "zod";
import type { MappingRule, NameMapping } from "../compare/tensors/name-mapping.ts";
import { messageOf } from "../support/errors.ts";
import { readCheckedYaml } from "./checked-yaml.ts";

export const MAPPING_SCHEMA = "fvalidate.mapping/1";

const rule = z.strictObject({
  /** A regular expression for the candidate's whole name. */
  from: z.string().min(1).superRefine(requireExpression),
  /** The baseline's name, with `$1`, `$2`, … for the groups. */
  to: z.string().min(1),
});

const schema = z
  .strictObject({
    schema: z.literal(MAPPING_SCHEMA),
    rules: z.array(rule).default([]),
    /** Candidate names and the baseline names that they stand for. */
    pairs: z.record(z.string().min(1), z.string().min(1)).default({}),
  })
  .refine(
    ({ rules, pairs }) => rules.length + Object.keys(pairs).length > 0,
    "neither rules nor pairs: nothing is renamed",
  );

/**
 * Reads how a candidate's tensor names become the baseline's; YAML or JSON.
 * @throws FvalidateError of kind `suite`; problems in the file are listed as `file:line:column: what, what is allowed`.
 */
export async function loadNameMapping(path: string): Promise<NameMapping> {
  const { content } = await readCheckedYaml({ path, what: "name mapping" }, schema);
  return {
    pairs: Object.entries(content.pairs).map(([candidate, baseline]) => ({ candidate, baseline })),
    rules: content.rules.map(compiled),
  };
}

function compiled({ from, to }: z.infer<typeof rule>): MappingRule {
  return { from, to, expression: expressionOf(from) };
}

function expressionOf(from: string): RegExp {
  return new RegExp(`^(?:${from})$`, "su");
}

function requireExpression(from: string, context: z.RefinementCtx<string>): void {
  try {
    expressionOf(from);
  } catch (error) {
    context.addIssue({ code: "custom", message: `no regular expression: ${messageOf(error)}` });
  }
}
