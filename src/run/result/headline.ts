import type { Verdict } from "../../contracts/verdict.ts";
import type { JudgedPi0 } from "../options.ts";

/** The verdict in a sentence. A policy that looks at less claims less. */
export function headlineOf(
  verdict: Verdict,
  run: { options: Pick<JudgedPi0, "baseline" | "candidate" | "policy">; identical: boolean },
): string {
  const { baseline, candidate, policy } = run.options;
  if (verdict === "inconsistent") return `${candidate} does not compute what ${baseline} computes`;
  if (verdict === "inconclusive")
    return `not decided whether ${candidate} computes what ${baseline} computes`;
  if (run.identical) return `${candidate} computes what ${baseline} computes, bit for bit`;
  if (policy === "card") return `${candidate} is within the card's MAPE limit of ${baseline}`;
  if (policy === "ascend") return `${candidate} is within the Ascend recipes' limits of ${baseline}`;
  return `${candidate} computes what ${baseline} computes, up to rounding`;
}
