import type { ComparedRun, RunResult } from "../../contracts/run-result.ts";
import type { Gate } from "../../contracts/verdict.ts";
import { printComparison, printFixed, printLimit, printNumber, withUnit } from "../numbers.ts";
import type { KeyFigures } from "./figures.ts";

/** The gates, and what stands behind them. */
export function pi0Figures(run: RunResult): KeyFigures {
  const notes = run.metrics === null ? [run.metricsReason] : measuredNotes(run);
  return {
    header: ["gate", "value", "limit", "outcome"],
    rows: run.gates.map(gateRow),
    words: [0, 3],
    notes,
  };
}

export function gateRow({ label, value, unit, comparison, limit, outcome }: Gate): string[] {
  return [
    label,
    withUnit(printNumber(value, 4), unit),
    `${printComparison(comparison)} ${printLimit(limit)}`,
    outcome,
  ];
}

function measuredNotes(run: ComparedRun): string[] {
  const { metrics, shape, golden, baseline, candidate, latency } = run;
  const ratio = latency.candidateOverBaseline;
  return [
    [
      `MAPE ${printNumber(metrics["mapePercent"], 4)} %`,
      `WAPE ${printNumber(metrics["wapePercent"], 4)} %`,
      `relative L2 ${printNumber(metrics["relativeL2"], 4)}`,
      `cosine ${printNumber(metrics["cosine"], 6)}`,
      `greatest difference ${printNumber(metrics["maxAbsolute"], 4)}`,
    ].join(", "),
    `${shape.observations} observations × ${shape.steps} steps × ${shape.dimensions} dimensions`,
    ...(golden === null
      ? []
      : [
          `WAPE to ${golden.label}: ${candidate.stack} ${printFixed(golden.candidate.wapePercent, 3)} %, ` +
            `${baseline.stack} ${printFixed(golden.baseline.wapePercent, 3)} %`,
        ]),
    ...(ratio === null
      ? []
      : [`a call takes ${printNumber(ratio.ratio, 3)} times as long as the baseline's`]),
  ];
}
