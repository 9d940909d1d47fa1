import type { AnyResult } from "../contracts/any-run.ts";
import type { TextReporter } from "./reporter.ts";

/** The result itself, from which every other format is rendered. */
export const jsonReporter = {
  name: "json",
  fileName: "run.json",
  description: "the whole result",
  render: (result: AnyResult) => `${JSON.stringify(result, null, 2)}\n`,
} satisfies TextReporter;
