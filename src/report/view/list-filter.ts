import { RESULT_KINDS } from "../../contracts/any-run.ts";
import { VERDICTS } from "../../contracts/verdict.ts";
import type { ListedRun } from "./listed-run.ts";

/** Which runs are listed; empty texts let every run through. */
export interface ListFilter {
  /** Words that all stand somewhere in a run's line. */
  readonly search: string;
  readonly verdict: string;
  readonly kind: string;
  readonly status: string;
  /** How many of the newest are skipped. */
  readonly from: number;
}

/** What can be chosen. */
export const CHOICES = {
  verdict: VERDICTS,
  kind: RESULT_KINDS,
  status: ["complete", "interrupted", "failed", "cannot be shown"],
} as const;

/** Reads the choices of an address; what is none of them chooses nothing. */
export function readListFilter(query: URLSearchParams): ListFilter {
  const chosen = (name: keyof typeof CHOICES): string => {
    const value = query.get(name) ?? "";
    return CHOICES[name].some((known) => known === value) ? value : "";
  };
  const from = Number(query.get("from") ?? "0");
  return {
    search: (query.get("search") ?? "").slice(0, 200),
    verdict: chosen("verdict"),
    kind: chosen("kind"),
    status: chosen("status"),
    from: Number.isSafeInteger(from) && from > 0 ? from : 0,
  };
}

/** The address of the same choices, from another place in the list. */
export function filterAddress(filter: ListFilter, from: number): string {
  const { search, verdict, kind, status } = filter;
  const query = new URLSearchParams({ search, verdict, kind, status, from: from > 0 ? String(from) : "" });
  for (const name of [...query.keys()]) if (query.get(name) === "") query.delete(name);
  return query.size === 0 ? "/" : `/?${query}`;
}

export function statusOf({ summary }: ListedRun): string {
  return summary === null ? "cannot be shown" : summary.status;
}

/** Whether a run is one that is looked for. */
export function matches(run: ListedRun, { search, verdict, kind, status }: ListFilter): boolean {
  const { summary } = run;
  if (verdict !== "" && summary?.verdict !== verdict) return false;
  if (kind !== "" && summary?.kind !== kind) return false;
  if (status !== "" && statusOf(run) !== status) return false;
  const text = searchText(run).toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function searchText({ name, at, summary, problem }: ListedRun): string {
  if (summary === null) return `${name} ${at} ${problem}`;
  const { suite, baseline, candidate, headline, verdict, kind } = summary;
  const arms = `${baseline?.label ?? ""} ${candidate?.label ?? ""}`;
  return `${name} ${at} ${suite.name} ${suite.title} ${arms} ${headline} ${verdict} ${kind}`;
}
