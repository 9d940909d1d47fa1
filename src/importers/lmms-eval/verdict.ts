import { textOf } from "../files/cells.ts";
import { isRecord } from "../files/json.ts";

/** Under which keys tasks say plainly whether an answer is right. */
const VERDICTS = ["score", "is_correct", "correct", "true_false", "hit", "acc", "accuracy"];
const PREDICTIONS = [
  "parsed_pred",
  "pred_parsed",
  "pred_answer",
  "extraction",
  "extracted_answer",
  "prediction",
  "pred",
];
const CATEGORIES = ["sub_task", "subdomain", "category", "question_type", "task", "subject"];

/** What a task logs of one question under a metric's name: a number, or an object with a key that says it. */
export interface Verdict {
  /** `undefined` where it is not said. */
  readonly score: unknown;
  readonly prediction: string | null;
  readonly category: string | null;
}

/**
 * @param scoreKey where the task's configuration names the key that holds the score
 */
export function verdictOf(value: unknown, scoreKey: unknown): Verdict {
  if (!isRecord(value)) return { score: value, prediction: null, category: null };
  const keys = typeof scoreKey === "string" ? [scoreKey, ...VERDICTS] : VERDICTS;
  const key = keys.find((name) => isNumberLike(value[name]));
  return {
    score: key === undefined ? undefined : value[key],
    prediction: firstOf(value, PREDICTIONS),
    category: firstOf(value, CATEGORIES),
  };
}

function isNumberLike(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function firstOf(value: Readonly<Record<string, unknown>>, keys: readonly string[]): string | null {
  const found = keys.map((key) => value[key]).find((one) => one !== undefined && one !== null);
  return textOf(Array.isArray(found) && found.length === 1 ? found[0] : found);
}
