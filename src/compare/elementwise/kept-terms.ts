import type { Block } from "./exact-block.ts";
import type { KeptTerms } from "./order-statistics.ts";
import { COUNT, type Tally } from "./tally.ts";

const ratios = new Float64Array(4096);

/** What the kernel would have counted by bin, of a block of finite numbers: kept one by one, for exact quantiles. */
export function addKeptTerms(
  { baseline, candidate, ulps }: Pick<Block, "baseline" | "candidate" | "ulps">,
  order: KeptTerms,
  { counts }: Tally,
): void {
  let [terms, withinOne, withinFive] = [0, 0, 0];
  for (let i = 0; i < baseline.length; i += 1) {
    const magnitude = Math.abs(baseline[i] ?? 0);
    const error = Math.abs((candidate[i] ?? 0) - (baseline[i] ?? 0));
    const ratio = error === 0 ? 0 : error / magnitude;
    if (ratio < 0.001) withinOne += 1;
    if (ratio < 0.005) withinFive += 1;
    if (magnitude === 0) continue;
    ratios[terms] = ratio;
    terms += 1;
  }
  counts[COUNT.withinOne] = withinOne;
  counts[COUNT.withinFive] = withinFive;
  order.addRatios(ratios, terms);
  if (ulps === null) return;
  ulps(ratios);
  order.addUlps(ratios, baseline.length);
}
