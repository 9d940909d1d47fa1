import type { CardRow } from "../../../cards/card.ts";
import { isKnown } from "../../../cards/notes/arithmetic.ts";
import type { RunResult } from "../../../contracts/run-result.ts";
import { type OpenCheck, untold } from "./open-check.ts";

const NO_INPUTS =
  "a MAPE depends on the observations and the noise, above all on outputs near 0, and the card gives none of them";

/**
 * The card's MAPE beside the run's. It agrees where such a figure occurs: within the run's interval, or between the MAPEs
 * of its single observations, since the card's is of one call as far as it says. It never disagrees, because the
 * inputs are not the same.
 */
export function mapeChecks(row: CardRow, run: RunResult): OpenCheck[] {
  const figure = row.figures.find(({ role }) => role === "mape");
  if (figure === undefined || !isKnown(figure)) return [];
  const measured = measuredMape(run);
  const head = {
    what: "MAPE" as const,
    unit: "percent" as const,
    card: {
      value: figure.value,
      range: figure.range,
      interval: null,
      n: null,
      nReason: "the card gives no number of observations",
    },
    run: {
      value: measured?.value ?? null,
      interval: measured?.interval ?? null,
      n: measured?.singles.length ?? null,
    },
  };
  if (measured === null) return [untold(head, "the run has no MAPE in percent")];
  const apart = measured.value - figure.value;
  const where = placeOf(figure.range, measured);
  if (where === null)
    return [
      {
        ...untold(head, `outside of what the run's observations have (${extent(measured)}): ${NO_INPUTS}`),
        apart,
      },
    ];
  return [{ ...untold(head, ""), apart, untold: null, agreement: where }];
}

interface Measured {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** The MAPE of each observation by itself. */
  readonly singles: readonly number[];
}

function measuredMape(run: RunResult): Measured | null {
  if (run.metrics === null) return null;
  const value = run.metrics["mapePercent"];
  if (typeof value !== "number") return null;
  const [low, high] = run.intervals.mapePercent ?? [];
  const interval = typeof low === "number" && typeof high === "number" ? ([low, high] as const) : null;
  const singles = run.observations.map(({ mapePercent }) => mapePercent);
  return { value, interval, singles: singles.filter((single) => typeof single === "number") };
}

function placeOf(range: readonly [number, number], { interval, singles, value }: Measured): string | null {
  const within = (low: number, high: number) => range[0] <= high && low <= range[1];
  if (within(value, value)) return "the same figure";
  if (interval !== null && within(...interval)) return "within the 95 % interval of the run's MAPE";
  const known = { interval, singles, value };
  if (singles.length > 1 && within(Math.min(...singles), Math.max(...singles)))
    return `between the MAPEs of the run's single observations (${extent(known)})`;
  return null;
}

function extent({ singles, value }: Measured): string {
  const [low, high] = [Math.min(value, ...singles), Math.max(value, ...singles)];
  return `${Number(low.toPrecision(4))} % to ${Number(high.toPrecision(4))} %`;
}
