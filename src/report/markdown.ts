import { benchMarkdown } from "./bench/markdown.ts";
import { cardCheckMarkdown } from "./card-check/markdown.ts";
import { pi0Markdown } from "./pi0/markdown.ts";
import type { TextReporter } from "./reporter.ts";
import { tensorsMarkdown } from "./tensors/markdown.ts";

/** The report that a person reads, and pastes from. */
export const markdownReporter: TextReporter = {
  name: "md",
  fileName: "report.md",
  description: "the report to read, beginning with what the model card holds",
  render: (result) => {
    switch (result.kind) {
      case "pi0":
        return pi0Markdown(result);
      case "bench":
        return benchMarkdown(result);
      case "compare":
        return tensorsMarkdown(result);
      case "card":
        return cardCheckMarkdown(result);
    }
  },
};
