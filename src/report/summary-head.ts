import type { AnyRun } from "../contracts/any-run.ts";
import { cut, visible } from "./data-text.ts";
import type { Paint } from "./paint.ts";

const LONGEST_SENTENCE = 300;

/** What a summary of files and benchmarks begins with: warnings, the verdict, and what stands against it. */
export function summaryHead(run: AnyRun, paint: Paint): string[] {
  const word = paint.verdict(run.verdict.toUpperCase(), run.verdict);
  return [
    ...run.warnings.map((warning) => `  ${paint.warning("WARNING")}  ${sentence(warning)}`),
    ...(run.warnings.length > 0 ? [""] : []),
    `  ${word}    ${sentence(run.headline)}`,
    ...(run.verdict === "consistent" ? [] : run.reasons.map((reason) => `    - ${sentence(reason)}`)),
  ];
}

/** A sentence that may hold names from files: nothing that steers the terminal, and no more than it can show. */
export function sentence(text: string): string {
  return cut(visible(text), LONGEST_SENTENCE);
}
