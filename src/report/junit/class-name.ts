import { cut, visible } from "../data-text.ts";

const LONGEST_PART = 100;

/** What a run is called by. */
export interface NamedRun {
  readonly kind: string;
  readonly suite: { readonly name: string };
  readonly baseline: { readonly stack: string };
  readonly candidate: { readonly stack: string };
}

/**
 * `kind.suite.baseline.candidate`, by which CI servers group: Jenkins makes a package of all but the last part, GitLab
 * shows the whole as the suite. A suite that is called as its kind is left out. Dots and what paths and addresses
 * treat apart within a name become underscores.
 */
export function classNameOf({ kind, suite, baseline, candidate }: NamedRun): string {
  const parts = [kind, ...(suite.name === kind ? [] : [suite.name]), baseline.stack, candidate.stack];
  return parts.map(classNamePart).join(".");
}

function classNamePart(name: string): string {
  const part = cut(visible(name), LONGEST_PART).replace(/[.\s/\\:*?"<>|#%&;]+/g, "_");
  return part === "" ? "_" : part;
}
