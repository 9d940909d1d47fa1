import { NO_FIGURE } from "../bench/figures.ts";
import { escapeData } from "../data-text.ts";
import type { CardRun } from "./forms.ts";
import { cardTable } from "./table.ts";
import type { CardWords } from "./words.ts";

/** What the stacks told of themselves, a table for every environment that there was. */
export function environmentSections(runs: readonly CardRun[], words: CardWords): string[] {
  const tables = new Map<string, CardRun[]>();
  for (const run of runs) {
    const table = cardTable([words.item, words.version], rowsOf(run, words));
    tables.set(table, [...(tables.get(table) ?? []), run]);
  }
  return [
    `### ${words.environment}`,
    ...[...tables].flatMap(([table, of]) =>
      tables.size === 1 ? [table] : [`${of.map(({ suite }) => escapeData(suite.title)).join(", ")}:`, table],
    ),
  ];
}

/** Two columns, as the cards have them: a column for each stack would look like a table of accuracies. */
function rowsOf(run: CardRun, words: CardWords): string[][] {
  const { baseline, candidate, tool } = run;
  const keys = [...new Set([...Object.keys(baseline.environment), ...Object.keys(candidate.environment)])];
  const both = (first: string | undefined, second: string | undefined) =>
    first === second
      ? (first ?? NO_FIGURE)
      : [
          ...(first === undefined ? [] : [`${baseline.label}: ${first}`]),
          ...(second === undefined ? [] : [`${candidate.label}: ${second}`]),
        ].join("; ");
  return [
    ...keys.map((key) => [key, both(baseline.environment[key], candidate.environment[key])]),
    ...[baseline, candidate].map(({ label, evidence }) => [
      `${words.evidence}, ${label}`,
      `${evidence.status}: ${evidence.summary}`,
    ]),
    ["fvalidate", `${tool.version}, Node ${tool.node}`],
  ];
}
