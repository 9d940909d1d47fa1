import type { Evidence } from "../contracts/run-parts.ts";
import { shellLine } from "../support/shell-quote.ts";
import { escapeData } from "./data-text.ts";

/** A block of code, in a fence longer than any that the text itself holds. */
export function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** The end of what a server printed that did not come up; nothing where there is none. */
export function failureLog(failure: { readonly log?: string | undefined } | null): string {
  return failure?.log === undefined ? "" : `### What it printed last\n\n${fenced(failure.log, "text")}`;
}

/** The names of the operators that the candidate's own log holds, folded away. */
export function operatorDetails({ operators = {} }: Evidence): string {
  const names = Object.keys(operators);
  if (names.length === 0) return "";
  return (
    `<details><summary>Operators in the candidate's log (${names.length})</summary>\n\n` +
    `${names.map(codeOf).join(", ")}\n\n</details>`
  );
}

function codeOf(name: string): string {
  return /[`\r\n]/.test(name) ? escapeData(name) : `\`${name}\``;
}

/** Whose answers stand behind a merged run; nothing for a run that asked by itself. */
export function mergedWords(mergedFrom: readonly string[] | undefined): string {
  if (mergedFrom === undefined) return "";
  return ` Merged from ${mergedFrom.length} runs of shards: ${mergedFrom.map(codeOf).join(", ")}.`;
}

/** What to type for the same run. */
export function commandBlock(command: readonly string[]): string {
  return fenced(shellLine(["fvalidate", ...command]), "sh");
}
