import { isRecord } from "../files/json.ts";
import { isRoundedFigure } from "../files/rounded-figure.ts";

/** MMMU's figure is rounded to five decimals. */
const ROUNDED_TO = 1e-5;

/**
 * Scores of tasks that log the answer that was found and the right one, but no verdict (MMMU).
 *
 * A multiple-choice answer is right where it is the right letter. Whether an open answer is right is not said; but where
 * the multiple-choice answers alone come to the reported number of right answers, all open ones are wrong, and where all
 * open ones are needed to come to it, all are right.
 *
 * @returns `null` where that does not decide all of them
 */
export function scoresOfChoices(logged: readonly unknown[], reported: number): number[] | null {
  const choices = logged.map(choiceOf);
  if (choices.includes("unlike")) return null;
  for (const open of [0, 1]) {
    const scores = choices.map((choice) => (choice === "open" ? open : Number(choice === "right")));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    if (isRoundedFigure(mean, reported, ROUNDED_TO)) return scores;
  }
  return null;
}

function choiceOf(value: unknown): "right" | "wrong" | "open" | "unlike" {
  if (!isRecord(value)) return "unlike";
  const { answer, parsed_pred: found, question_type: type } = value;
  if (answer === undefined || found === undefined || typeof type !== "string") return "unlike";
  if (type !== "multiple-choice") return "open";
  const golds = Array.isArray(answer) ? answer : [answer];
  const predictions = Array.isArray(found) ? found : [found];
  return predictions.some((prediction) => golds.includes(prediction)) ? "right" : "wrong";
}
