import type { HarnessSample } from "../../../contracts/harness-output.ts";
import { FvalidateError } from "../../../support/errors.ts";
import type { Pairing } from "./pair-samples.ts";
import { differencesOf, settingsOf, type TaskPair } from "./pair-tasks.ts";

/** So many questions may have changed between the sides (a corrected row); they are left out and told. */
const CHANGED_SHARE = 0.01;

/**
 * Whether both sides were asked the same questions.
 *
 * @throws FvalidateError of kind `comparison` with the first difference
 */
export function requireSameQuestions(task: TaskPair, { pairs, changed, ...only }: Pairing): void {
  if (task.baseline.aggregation !== task.candidate.aggregation)
    throw notComparable(
      task,
      `the baseline's figure is a mean of another kind (${task.baseline.aggregation}) than the candidate's (${task.candidate.aggregation})`,
    );
  const [first] = changed;
  if (first !== undefined && changed.length > CHANGED_SHARE * (pairs.length + changed.length)) {
    const { baseline, candidate } = first;
    throw notComparable(
      task,
      `${changed.length} of ${pairs.length + changed.length} questions are not the same on both sides, the first one ` +
        `${baseline.id}: ${contentOf(baseline)} and ${contentOf(candidate)}`,
    );
  }
  if (pairs.length > 0 || changed.length > 0) return;
  const ids = (samples: readonly HarnessSample[]) =>
    samples
      .slice(0, LISTED)
      .map(({ id }) => id)
      .join(", ");
  throw notComparable(
    task,
    `no question is in both outputs; the baseline's begins with ${ids(only.baselineOnly)}, the candidate's with ` +
      ids(only.candidateOnly),
  );
}

const LISTED = 3;

function contentOf({ contentSha256 }: HarnessSample): string {
  return `content ${contentSha256?.slice(0, 12) ?? "unknown"}`;
}

function notComparable(task: TaskPair, reason: string): FvalidateError {
  const differences = differencesOf(settingsOf(task));
  return new FvalidateError("comparison", `${task.name} cannot be compared: ${reason}.`, {
    hint:
      differences.length === 0
        ? "What was asked is hashed with its prompt: another template or other examples make another question."
        : `Settings differ too: ${differences.join("; ")}.`,
  });
}
