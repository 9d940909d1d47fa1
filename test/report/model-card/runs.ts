import { readFileSync } from "node:fs";
import { type ComparedRun, runResultSchema } from "../../../src/contracts/run-result.ts";
import {
  type CardOptions,
  type CardRun,
  DEFAULT_CARD_OPTIONS,
} from "../../../src/report/model-card/forms.ts";
import { modelCard } from "../../../src/report/model-card/render.ts";

const PI0 = new URL("../../../fixtures/runs/pi0-h200.json", import.meta.url);

/** The recorded run of pi0; with `percent`, as if its MAPE had been another one. */
export function pi0Run(percent?: number): ComparedRun {
  const run = runResultSchema.parse(JSON.parse(readFileSync(PI0, "utf8")));
  if (run.metrics === null) throw new Error("pi0-h200.json compared nothing");
  if (percent === undefined) return run;
  return {
    ...run,
    metrics: { ...run.metrics, mapePercent: percent },
    mapeConventions: { ...run.mapeConventions, naive: percent },
  };
}

export function cardOf(runs: readonly CardRun[], options: Partial<CardOptions> = {}): string {
  return modelCard(runs, { ...DEFAULT_CARD_OPTIONS, ...options });
}
