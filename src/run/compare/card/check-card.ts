import type { Card } from "../../../cards/card.ts";
import { readCard } from "../../../cards/read-card.ts";
import type { AnyRun } from "../../../contracts/any-run.ts";
import { type CardCheckRun, cardCheckRunSchema } from "../../../contracts/card-check-run.ts";
import { RUN_SCHEMA } from "../../../contracts/run-parts.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { packageVersion } from "../../../support/package-root.ts";
import { toJsonForm } from "../../result/json-form.ts";
import { assumptionsOf, cardWarnings, decideCard } from "./decide.ts";
import type { CardFile } from "./read-card-file.ts";
import { type CheckedRun, checkRows } from "./rows.ts";

/** Below it, Holm-adjusted, a figure disagrees; as the policies of accuracy have it. */
const ALPHA = 0.05;

export interface CardCheckRequest {
  readonly run: AnyRun;
  /** The run's folder or file, as it was named. */
  readonly runPath: string;
  readonly card: CardFile;
  /** Of the result. */
  readonly id: string;
  readonly startedAt: Date;
  /** What to type behind `fvalidate` for the same result. */
  readonly command: readonly string[];
  /** Benchmarks of the run by the names that the card has for them, where those are not known. */
  readonly names?: Readonly<Record<string, string>>;
}

/**
 * Holds a finished run against a published model card.
 * @throws FvalidateError of kind `usage` for a run of a kind of which no card states anything, or a name given by hand
 * that the run has not; of kind `input` for a card without evaluation figures
 */
export function checkCard(request: CardCheckRequest): CardCheckRun {
  const { card: file, startedAt, names = {} } = request;
  const run = checkable(request.run);
  refuseUnknownNames(names, run);
  const card = readCard(file.text);
  if (card.rows.length === 0) throw withoutFigures(file.path);
  const rows = checkRows(card.rows, run, { alpha: ALPHA, names });
  const { suite, baseline, candidate } = run;
  const result: CardCheckRun = {
    schema: RUN_SCHEMA,
    id: request.id,
    kind: "card",
    createdAt: startedAt.toISOString(),
    durationMilliseconds: Date.now() - startedAt.getTime(),
    status: "complete",
    failure: null,
    tool: { version: packageVersion(), node: process.versions.node },
    command: request.command,
    suite,
    origin: `A finished run, ${run.id}, beside the figures that a model card states. No server was contacted.`,
    baseline,
    candidate,
    card: { path: file.path, sha256: file.sha256 },
    checked: {
      path: request.runPath,
      id: run.id,
      kind: run.kind,
      createdAt: run.createdAt,
      status: run.status,
      verdict: run.verdict,
      headline: run.headline,
    },
    settings: { alpha: ALPHA, names },
    rows,
    notOnCard: notOnCard(run, rows),
    assumptions: assumptionsOf(rows),
    notes: [...notesOf(card)],
    unread: card.unread,
    ...decideCard(rows),
    warnings: cardWarnings(run),
  };
  // Parsed, so that what is written is what every reader of the schema accepts, keys in the schema's order.
  return cardCheckRunSchema.parse(toJsonForm(result));
}

function checkable(run: AnyRun): CheckedRun {
  if (run.kind === "pi0" || run.kind === "bench") return run;
  throw new FvalidateError("usage", `No card states anything that a run of the kind "${run.kind}" holds.`, {
    hint: "A card is compared with a run of pi0 or of benchmarks.",
  });
}

function refuseUnknownNames(names: Readonly<Record<string, string>>, run: CheckedRun): void {
  const known = run.kind === "bench" ? run.benchmarks.map(({ name }) => name) : [];
  const unknown = Object.values(names).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new FvalidateError("usage", `The run has no benchmark "${unknown}".`, {
    hint: `It has: ${known.length === 0 ? "none" : known.join(", ")}.`,
  });
}

function withoutFigures(path: string): FvalidateError {
  return new FvalidateError("input", `${path} has no evaluation figures that can be read.`, {
    hint: "Read are tables of accuracies, differences or speeds with FlagOS in a heading, and a MAPE in a sentence.",
  });
}

function notesOf({ notes, rows }: Card): Card["notes"] {
  const untold = rows.flatMap(({ line, metric, figures }) =>
    figures.some(({ spread }) => spread !== null)
      ? [{ line, text: `${metric.raw}: the card does not say what its ± is, so it is not used` }]
      : [],
  );
  return [...notes, ...untold].sort((a, b) => a.line - b.line);
}

function notOnCard(run: CheckedRun, rows: CardCheckRun["rows"]): CardCheckRun["notOnCard"] {
  if (run.kind === "pi0") return [];
  const matched = new Set(rows.map(({ benchmark }) => benchmark?.name));
  return run.benchmarks
    .filter(({ name }) => !matched.has(name))
    .map(({ name, cardName }) => ({ name, cardName }));
}
