import type { Figures } from "../../contracts/figures.ts";
import { NeumaierSum } from "../neumaier.ts";
import { MAPE_CONVENTIONS, type MapeConvention } from "./mape-conventions.ts";
import { figure, type Metric, type MetricAccumulator, type PairContext } from "./metric.ts";

/** MAPE in one convention, under a key of the caller's choice. */
export function mapeMetric(convention: MapeConvention, key: string): Metric {
  return {
    figures: [{ key, label: `MAPE (${convention.name})`, unit: "%", description: convention.description }],
    start: (context) => startMape(convention, key, context),
  };
}

/** MAPE as the model cards print it. */
export const naiveMape: Metric = mapeMetric(MAPE_CONVENTIONS.naive, "mapePercent");

function startMape(convention: MapeConvention, key: string, context: PairContext): MetricAccumulator {
  const { dimensionScale } = context;
  const dimensions = dimensionScale.length;
  const sum = new NeumaierSum();
  let counted = 0;
  return {
    add(block) {
      let blockSum = 0;
      for (let i = 0; i < block.length; i += 1) {
        const scale = dimensionScale[(block.positions[i] ?? 0) % dimensions] ?? 0;
        const denominator = convention.denominator(Math.abs(block.baseline[i] ?? 0), scale);
        if (denominator === null) continue;
        blockSum += Math.abs(block.error[i] ?? 0) / denominator;
        counted += 1;
      }
      sum.add(blockSum);
    },
    finish: () => mapeFigure(key, sum.value, counted),
  };
}

/** @param sum of |d| / denominator over so many counted elements */
export function mapeFigure(key: string, sum: number, counted: number): Figures {
  return figure(key, (sum / counted) * 100, whyUndefined(counted));
}

function whyUndefined(counted: number): string {
  return counted === 0 ? "every reference is zero" : "0/0: a reference and its error are both zero";
}
