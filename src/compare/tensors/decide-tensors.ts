import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import type { Decision } from "../decide.ts";
import { listed } from "./match-names.ts";

/** What a run's verdict rests on. */
export interface RunFacts {
  /** The worst first. */
  readonly tensors: readonly TensorResult[];
  readonly missing: CompareRun["missing"];
  readonly allowMissing: boolean;
  /** A sentence, where the run was stopped before all was compared. */
  readonly incomplete: string | null;
}

/** How many tensors the reasons name; the report lists more. */
const NAMED = 5;

/**
 * One tensor that fails, or one name on one side only, fails the run; an interruption does not undo that. Then whatever
 * is not decided leaves the run undecided.
 */
export function decideTensors(facts: RunFacts): Decision {
  const { tensors, incomplete } = facts;
  const missing = facts.allowMissing ? [] : missingReasons(facts.missing);
  const failed = tensors.filter(({ outcome }) => outcome === "fail");
  if (failed.length > 0 || missing.length > 0) {
    return { verdict: "inconsistent", reasons: [...reasonsOf(failed, tensors.length), ...missing] };
  }
  if (incomplete !== null) return { verdict: "inconclusive", reasons: [incomplete] };
  const open = tensors.filter(({ outcome }) => outcome === "inconclusive");
  if (open.length > 0) return { verdict: "inconclusive", reasons: reasonsOf(open, tensors.length) };
  return { verdict: "consistent", reasons: passReasons(tensors) };
}

function missingReasons({ fromCandidate, fromBaseline }: CompareRun["missing"]): string[] {
  const reason = (names: readonly string[], side: string) =>
    names.length === 0
      ? []
      : [
          `${names.length} ${names.length === 1 ? "name is" : "names are"} not in the ${side}: ${listed(names)} ` +
            "(--allow-missing lets that pass)",
        ];
  return [...reason(fromCandidate, "candidate"), ...reason(fromBaseline, "baseline")];
}

/** A tensor's own reasons, behind its name where there are others. */
function reasonsOf(tensors: readonly TensorResult[], all: number): string[] {
  if (all === 1) return tensors.flatMap(({ reasons }) => reasons);
  const named = tensors.slice(0, NAMED).map(({ name, reasons }) => `${name}: ${reasons.join("; ")}`);
  const more = tensors.length - NAMED;
  return more > 0 ? [...named, `and ${more} more`] : named;
}

/** Of several tensors the one that came nearest to a limit speaks for all. */
function passReasons(tensors: readonly TensorResult[]): string[] {
  const [worst] = tensors;
  if (worst === undefined) return [];
  if (tensors.length === 1) return [...worst.reasons];
  return [
    `all ${tensors.length} tensors pass`,
    `the largest relative L2 is that of ${worst.name}: ${worst.reasons.join("; ")}`,
  ];
}
