import type { TextReporter } from "./reporter.ts";

/** The result itself, from which every other format is rendered. */
export const jsonReporter: TextReporter = {
  name: "json",
  fileName: "run.json",
  description: "the whole result",
  render: (result) => `${JSON.stringify(result, null, 2)}\n`,
};
