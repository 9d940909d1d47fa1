import type { Decision } from "../../../compare/decide.ts";
import { ELEMENTWISE_FIGURES } from "../../../compare/elementwise/figures.ts";
import { MAPE_CONVENTIONS } from "../../../compare/metrics/mape-conventions.ts";
import type { DumpedTensor } from "../../../compare/tensors/calls.ts";
import { decideTensors } from "../../../compare/tensors/decide-tensors.ts";
import { firstDivergence } from "../../../compare/tensors/first-divergence.ts";
import { goldenSummary } from "../../../compare/tensors/golden.ts";
import { errorGrowth } from "../../../compare/tensors/growth.ts";
import { TENSOR_CONVENTIONS } from "../../../compare/tensors/tensor-conventions.ts";
import { worstFirst } from "../../../compare/tensors/worst-first.ts";
import { type CompareRun, compareRunSchema, type TensorResult } from "../../../contracts/compare-run.ts";
import { type Arm, RUN_SCHEMA } from "../../../contracts/run-parts.ts";
import type { FvalidateError } from "../../../support/errors.ts";
import { packageVersion } from "../../../support/package-root.ts";
import { toJsonForm } from "../../result/json-form.ts";
import { headlineOf } from "./headline.ts";
import type { CompareTensorsOptions } from "./options.ts";
import { settingsOf } from "./settings.ts";
import type { Side, Sides } from "./sides.ts";
import { warningsOf } from "./warnings.ts";

/** Everything that a finished comparison's result is made of. */
export interface CompareParts {
  readonly options: CompareTensorsOptions;
  readonly id: string;
  readonly startedAt: Date;
  readonly labels: { readonly baseline: string; readonly candidate: string };
  readonly sides: Sides;
  /** In the baseline's order. */
  readonly tensors: readonly TensorResult[];
  readonly failure: FvalidateError | null;
}

/** The whole result of a comparison, in the form in which `run.json` holds it. */
export function buildCompareRun(parts: CompareParts): CompareRun {
  const { options, sides, labels, startedAt, failure, id } = parts;
  const tensors = worstFirst(parts.tensors);
  const decision = decideParts(parts, tensors);
  const run: CompareRun = {
    schema: RUN_SCHEMA,
    id,
    kind: "compare",
    createdAt: startedAt.toISOString(),
    durationMilliseconds: Date.now() - startedAt.getTime(),
    status: failure === null ? "complete" : failure.kind === "interrupted" ? "interrupted" : "failed",
    failure: failure && { kind: failure.kind, message: failure.message, hint: failure.hint ?? null },
    tool: { version: packageVersion(), node: process.versions.node },
    command: [...options.command],
    suite: { name: "compare", title: "tensors in files" },
    origin: describeOrigin(sides, labels),
    baseline: armOf(sides.baseline, labels.baseline),
    candidate: armOf(sides.candidate, labels.candidate),
    settings: settingsOf(options),
    descriptions: describeFigures(),
    tensors,
    pairs: sides.match.pairs.length,
    missing: sides.match.missing,
    ...firstDivergence(dumpedTensors(parts)),
    ...goldenPart(options, tensors),
    growth: errorGrowth(parts.tensors),
    ...decision,
    headline: headlineOf(decision.verdict, { options, labels, tensors }),
    warnings: warningsOf({ options, sides, tensors }),
  };
  // Parsed, so that what is written is what every reader of the schema accepts, keys in the schema's order.
  return compareRunSchema.parse(toJsonForm(run));
}

/** The first line of every report: what was compared, and that nothing ran. */
export function describeOrigin(
  { baseline, candidate }: Pick<Sides, "baseline" | "candidate">,
  labels: CompareParts["labels"],
): string {
  return `Compared files: ${describeSide(baseline, labels.baseline)} and ${describeSide(candidate, labels.candidate)}; nothing was run.`;
}

function describeSide({ format, tensors }: Side, label: string): string {
  return `${label} (${format}, ${tensors.length} ${tensors.length === 1 ? "tensor" : "tensors"})`;
}

function decideParts({ options, sides, failure }: CompareParts, tensors: readonly TensorResult[]): Decision {
  const all = sides.match.pairs.length;
  return decideTensors({
    tensors,
    missing: sides.match.missing,
    allowMissing: options.allowMissing,
    incomplete:
      failure === null
        ? null
        : `${failure.message.replace(/\.?$/, ".")} ${tensors.length} of ${all} tensors were compared.`,
  });
}

/** With the baseline's tensors that the candidate lacks, or that were not reached: a call without them is not judged. */
function dumpedTensors({ sides, tensors, options }: CompareParts): DumpedTensor[] {
  const outcomes = new Map(tensors.map((tensor) => [tensor.name, tensor.outcome]));
  const wanted =
    options.only === null ? sides.baseline.tensors : sides.match.pairs.map(({ baseline }) => baseline);
  return wanted.flatMap(({ name, dump }) =>
    dump === undefined ? [] : [{ name, dump, outcome: outcomes.get(name) ?? "missing" }],
  );
}

function goldenPart({ golden }: CompareTensorsOptions, tensors: readonly TensorResult[]) {
  if (golden === null) return {};
  const known = tensors.flatMap((tensor) =>
    tensor.metrics !== null && tensor.golden !== undefined && "ratio" in tensor.golden ? [tensor.golden] : [],
  );
  return { goldenSummary: goldenSummary(known) };
}

function armOf({ path, format, tensors, notes }: Side, label: string): Arm {
  return {
    stack: label,
    label,
    source: "file",
    environment: { path, format, tensors: String(tensors.length) },
    evidence: { status: "not applicable", summary: "a file tells nothing of what ran", notes: [...notes] },
  };
}

function describeFigures(): CompareRun["descriptions"] {
  const conventions = TENSOR_CONVENTIONS.map((name) => ({
    key: name,
    label: name,
    unit: "%",
    description: MAPE_CONVENTIONS[name].description,
  }));
  return Object.fromEntries(
    [...ELEMENTWISE_FIGURES, ...conventions].map(({ key, ...description }) => [key, description]),
  );
}
