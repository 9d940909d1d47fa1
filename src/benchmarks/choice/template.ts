import type { DataRow, Extraction, QuestionContext, Score } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { labelsFor } from "./labels.ts";
import { type ChoiceReaders, scoreChoice } from "./score.ts";

/** What scoring a question with choices needs. */
export type ChoiceGold = {
  readonly label: string;
  /** How many choices there are. */
  readonly choices: number;
  /** Its harness reads the reply. */
  readonly template: string;
};

/** One form of a benchmark's prompt, and how its harness reads the reply. */
export interface ChoiceTemplate<Row, Gold extends ChoiceGold> {
  /** One sentence about where it comes from. */
  readonly origin: string;
  prompt(row: Row, context: QuestionContext): string;
  readers(labels: readonly string[], gold: Gold): ChoiceReaders;
}

/** A benchmark's templates by name. */
export type ChoiceTemplates<Row = DataRow, Gold extends ChoiceGold = ChoiceGold> = Readonly<
  Record<string, ChoiceTemplate<Row, Gold>>
>;

/** Names and origins, as a benchmark lists them. */
export function originsOf<Row, Gold extends ChoiceGold>(
  templates: ChoiceTemplates<Row, Gold>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, { origin }]) => [name, origin]));
}

/** @throws FvalidateError of kind `usage` for a name that is not among them */
export function templateNamed<Row, Gold extends ChoiceGold>(
  templates: ChoiceTemplates<Row, Gold>,
  name: string,
): ChoiceTemplate<Row, Gold> {
  const template = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (template !== undefined) return template;
  throw new FvalidateError("usage", `there is no prompt template "${name}"`, {
    hint: `Allowed are ${Object.keys(templates).join(", ")}.`,
  });
}

/** Scores a reply as the template of its question reads it. */
export function scoreByTemplate<Row, Gold extends ChoiceGold>(
  templates: ChoiceTemplates<Row, Gold>,
  reply: string,
  gold: Gold,
  extraction: Extraction,
): Score {
  const readers = templateNamed(templates, gold.template).readers(labelsFor(gold.choices), gold);
  return scoreChoice(reply, gold.label, extraction, readers);
}
