import { commentMarkdown } from "./ci/comment.ts";
import type { TextReporter } from "./reporter.ts";

/** The short form of the report, which a bot posts to a pull request and updates there. */
export const commentReporter: TextReporter = {
  name: "comment",
  fileName: "comment.md",
  description: "a pull request's comment: verdict, the first figures, warnings",
  render: (run, _evidence, context) => commentMarkdown(run, context),
};
