import type { DataRow, QuestionContext } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";

/**
 * The first examples of a subject, as many as are asked for, in the order of their file.
 * @param subjectOf tells the subject of an example's row
 * @throws FvalidateError of kind `input` where there are fewer
 */
export function shotsOf(
  subject: string,
  { shots, numFewshot }: QuestionContext,
  subjectOf: (row: DataRow) => string,
): DataRow[] {
  const found: DataRow[] = [];
  for (const row of shots) {
    if (found.length === numFewshot) break;
    if (subjectOf(row) === subject) found.push(row);
  }
  if (found.length === numFewshot) return found;
  throw new FvalidateError(
    "input",
    `${numFewshot} examples are asked for, but there are ${found.length} about "${subject}"`,
    { hint: "Give the rows that examples are taken from, or ask with --num-fewshot 0." },
  );
}
