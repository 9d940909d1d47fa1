import type { CardCheckRun } from "../../../contracts/card-check-run.ts";
import { readRun } from "../../../contracts/read-run.ts";
import { makeRunFolder, type RunFolder } from "../../run-folder.ts";
import { checkCard } from "./check-card.ts";
import { readCardFile } from "./read-card-file.ts";

/** What `fvalidate compare RUN --card FILE` was asked for. */
export interface CardComparison {
  /** A run's folder or its `run.json`. */
  readonly runPath: string;
  readonly cardPath: string;
  /** Where the result's folder is made. */
  readonly outputPath: string;
  readonly command: readonly string[];
  /** Benchmarks of the run by the names that the card has for them. */
  readonly names?: Readonly<Record<string, string>>;
}

/**
 * Reads a run and a card, compares them and makes the folder for the result, which is left to be written.
 * @throws FvalidateError of kind `input` or `usage` for what cannot be read or compared, before anything is made
 */
export async function compareWithCard(
  asked: CardComparison,
): Promise<{ result: CardCheckRun; folder: RunFolder["path"] }> {
  const startedAt = new Date();
  const run = await readRun(asked.runPath);
  const card = await readCardFile(asked.cardPath);
  const { runPath, command, names = {} } = asked;
  const result = checkCard({ run, runPath, card, id: "", startedAt, command, names });
  const name = `${run.baseline.stack}-${run.candidate.stack}`;
  const { id, path } = await makeRunFolder(asked.outputPath, { kind: "card", name, startedAt });
  return { result: { ...result, id }, folder: path };
}
