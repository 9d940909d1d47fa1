import type { MapeConventionName } from "../../../compare/metrics/mape-conventions.ts";
import type { GateExpression } from "../../../compare/tensors/gate-expression.ts";
import type { NameMapping } from "../../../compare/tensors/name-mapping.ts";
import type { ToleranceChoice } from "../../../compare/tensors/tolerances.ts";
import type { StoredDType } from "../../../tensors/stored/stored-dtype.ts";

/** How pairs of tensors are measured and judged, with every default applied. */
export interface JudgingOptions {
  readonly tolerance: ToleranceChoice;
  readonly gates: readonly GateExpression[];
  /** Whether each element has to be within its tolerance. */
  readonly closeness: boolean;
  readonly mapeConvention: MapeConventionName;
  readonly observationAxis: number | null;
  readonly maxMapePercent: number;
  readonly maxFloors: number;
  readonly minCoherenceP: number;
  readonly seed: number;
}

/** A comparison of tensors in files, with every default applied. */
export interface CompareTensorsOptions extends JudgingOptions {
  /** Files or folders. */
  readonly baseline: string;
  readonly candidate: string;
  /** The same tensors in higher precision; `null` for none. */
  readonly golden: string | null;
  /** The baseline's tensors with an input moved; `null` for none. */
  readonly floor: string | null;
  /** What elements are that their file cannot name. */
  readonly dtype: StoredDType | null;
  readonly only: string | null;
  readonly mapping: { readonly path: string; readonly names: NameMapping } | null;
  readonly allowMissing: boolean;
  /** The gates as they were typed. */
  readonly gateTexts: readonly string[];
  /** `null` for as many as there are cores. */
  readonly workers: number | null;
  readonly outputPath: string;
  /** The run's own command line, for the report. */
  readonly command: readonly string[];
}
