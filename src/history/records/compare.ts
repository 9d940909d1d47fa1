import type { CompareRun, TensorResult } from "../../contracts/compare-run.ts";
import type { HistoryMetric } from "../../contracts/history.ts";
import { betterOf, metric } from "./metric.ts";

/** A dump of all layers has thousands of tensors; a line of the history must stay one that can be read. */
const MOST_TENSORS = 256;
const FIGURES = ["relativeL2", "wapePercent", "maxAbsolute"] as const;

/** How many tensors passed, and the figures of each, their keys beginning with the tensor's name. */
export function compareMetrics(run: CompareRun): HistoryMetric[] {
  const { tensors, missing } = run;
  const outcomes = (outcome: TensorResult["outcome"]) =>
    tensors.filter((tensor) => tensor.outcome === outcome).length;
  const count = (key: string, label: string, value: number, parts: Partial<HistoryMetric> = {}) =>
    metric({ key, label, unit: "tensors", value, ...parts });
  const totals = [
    count("tensors", "tensors compared", tensors.length),
    count("failedTensors", "tensors that failed", outcomes("fail"), {
      better: "lower",
      limit: { comparison: "=", value: 0 },
    }),
    count("inconclusiveTensors", "tensors not decided", outcomes("inconclusive"), { better: "lower" }),
    count(
      "missingTensors",
      "tensors on one side only",
      missing.fromBaseline.length + missing.fromCandidate.length,
      { better: "lower" },
    ),
  ];
  return tensors.length > MOST_TENSORS
    ? totals
    : [...totals, ...tensors.flatMap((tensor) => tensorMetrics(tensor, run))];
}

/** Why single tensors are not recorded; `null` where they are. */
export function compareUnrecorded({ tensors }: CompareRun): string | null {
  return tensors.length > MOST_TENSORS
    ? `the figures of ${tensors.length} single tensors: more than ${MOST_TENSORS} are not recorded one by one`
    : null;
}

export function compareConditions({ settings }: CompareRun): Record<string, string> {
  const { tolerance, gates, only, mapping } = settings;
  return {
    tolerance,
    ...(gates.length > 0 && { gates: gates.join(", ") }),
    ...(only !== null && { only }),
    ...(mapping !== null && { mapping }),
  };
}

function tensorMetrics(tensor: TensorResult, { descriptions }: CompareRun): HistoryMetric[] {
  const gated = tensor.gates.map((gate) =>
    metric({
      key: `${tensor.name}.${gate.name}`,
      label: `${tensor.name}: ${gate.label}`,
      unit: gate.unit,
      value: gate.value,
      ...(gate.value === null && { valueReason: gate.reason }),
      limit: { comparison: gate.comparison, value: gate.limit },
      floor: floorOf(tensor, gate.name),
      better: betterOf(gate.comparison),
    }),
  );
  const names = new Set(gated.map(({ key }) => key));
  const figures = FIGURES.map((key) => {
    const description = descriptions[key];
    const label = `${tensor.name}: ${description?.label ?? key}`;
    const head = {
      key: `${tensor.name}.${key}`,
      label,
      unit: description?.unit ?? "",
      better: "lower" as const,
    };
    return metric({ ...head, ...valueIn(tensor, key), floor: floorOf(tensor, key) });
  });
  return [...gated, ...figures.filter(({ key }) => !names.has(key))];
}

function valueIn(tensor: TensorResult, key: string): Pick<HistoryMetric, "value" | "valueReason"> {
  if (tensor.metrics === null) return { value: null, valueReason: tensor.metricsReason };
  const value = tensor.metrics[key];
  if (typeof value === "number") return { value };
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return { value };
  return { value: null, valueReason: String(tensor.metrics[`${key}Reason`] ?? "the run does not have it") };
}

function floorOf(tensor: TensorResult, key: string): HistoryMetric["floor"] {
  if (tensor.metrics === null || tensor.floor === undefined || tensor.floor.wapePercent === null) return null;
  const { wapePercent, relativeL2, maxAbsolute } = tensor.floor;
  const value = { wapePercent, relativeL2, maxAbsolute }[key];
  return typeof value === "number" ? { value, name: "perturbation floor" } : null;
}
