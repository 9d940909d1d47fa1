import type { RunResult } from "../../../contracts/run-result.ts";
import { GATES, type Gate } from "../../../contracts/verdict.ts";
import { printFixed, printLimit, printSigned } from "../../numbers.ts";
import type { Highlight } from "../../page/page-head.ts";
import { gateTone, type Tone } from "../../page/tones.ts";

/** The figures that the verdict on a run of pi0 hangs on; none where nothing was compared. */
export function pi0Highlights(run: RunResult): Highlight[] {
  if (run.metrics === null) return [];
  const { golden, baseline, candidate, errorCoherence, floors, metrics, settings } = run;
  const mape = gateNamed(run, GATES.mape);
  const inFloors = gateNamed(run, GATES.floors);
  const coherence = gateNamed(run, GATES.coherence);
  const card = settings.cardMapePercent === null ? "" : ` · card ${settings.cardMapePercent} %`;
  const floor = floors.perturbation.wapePercent;
  return [
    {
      label: mape?.label ?? "MAPE",
      value: percent(run.mapeConventions[run.mapeConvention]),
      beside: `${limit(mape, " %")}${card}`,
      tone: toneOf(mape),
    },
    typeof inFloors?.value === "number"
      ? {
          label: "error, in rounding floors",
          value: printFixed(inFloors.value, 2),
          beside: limit(inFloors, ""),
          tone: toneOf(inFloors),
        }
      : {
          label: "WAPE",
          value: percent(metrics["wapePercent"]),
          beside: floor === null ? "rounding floor not known" : `rounding floor ${percent(floor)}`,
          tone: toneOf(inFloors),
        },
    {
      label: "error coherence",
      value: errorCoherence.p === null ? "n/a" : `p ${printSigned(errorCoherence.p, 2)}`,
      beside: `mean cosine ${printSigned(errorCoherence.meanCosine, 2)} · ${limit(coherence, "")}`,
      tone: toneOf(coherence),
    },
    ...(golden === null
      ? []
      : [
          {
            label: `distance to ${golden.label}`,
            value: percent(golden.candidate.wapePercent, 3),
            beside: `WAPE of ${candidate.label} · ${baseline.label} ${percent(golden.baseline.wapePercent, 3)}`,
          },
        ]),
  ];
}

function gateNamed({ gates }: RunResult, name: string): Gate | undefined {
  return gates.find((gate) => gate.name === name);
}

function toneOf(gate: Gate | undefined): Tone {
  return gate === undefined ? "none" : gateTone(gate);
}

function limit(gate: Gate | undefined, unit: string): string {
  return gate === undefined ? "not judged by this policy" : `limit ${printLimit(gate.limit)}${unit}`;
}

function percent(value: Parameters<typeof printFixed>[0], decimals = 4): string {
  return typeof value === "number" ? `${printFixed(value, decimals)} %` : printSigned(value);
}
