import type { RunSummary } from "../../contracts/run-summary.ts";

/** A folder of the reports folder, as the list shows it. */
export type ListedRun = {
  /** The folder's name, which addresses it. */
  readonly name: string;
  /** When it was made, in ISO form: by the run's own word, else by the time of its files. */
  readonly at: string;
} & (
  | { readonly summary: RunSummary; readonly problem: null }
  /** Why it cannot be shown. */
  | { readonly summary: null; readonly problem: string }
);
