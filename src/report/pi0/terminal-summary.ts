import type { ComparedRun, RunResult } from "../../contracts/run-result.ts";
import { GATES, type Gate } from "../../contracts/verdict.ts";
import { printFixed, printNumber, withUnit } from "../numbers.ts";
import type { Paint } from "../paint.ts";

type Row = readonly [label: string, value: string, limit: string];

/** The summary that a person reads in ten seconds, without the first line (the run's origin). */
export function terminalSummary(result: RunResult, reportPath: string, paint: Paint): string {
  const word = paint.verdict(result.verdict.toUpperCase(), result.verdict);
  const lines = [
    ...result.warnings.map((warning) => `  ${paint.warning("WARNING")}  ${warning}`),
    ...(result.warnings.length > 0 ? [""] : []),
    `  ${word}    ${result.headline}`,
    ...(result.verdict === "consistent" ? [] : result.reasons.map((reason) => `    - ${reason}`)),
    "",
    ...table(rowsOf(result)),
    "",
    `  ${sizeLine(result)}`,
    `  ${reportPath}`,
  ];
  return lines.join("\n");
}

function rowsOf(result: RunResult): Row[] {
  if (result.metrics === null) return [["nothing compared", result.metricsReason, ""]];
  const common = [mapeRow(result), errorRow(result), coherenceRow(result), goldenRow(result)];
  return [...common, ...endEffectorRows(result), ...cosineRows(result)].filter((row) => row !== null);
}

function mapeRow(result: RunResult): Row {
  const gate = gateNamed(result, GATES.mape);
  if (gate === undefined) return ["MAPE", mapeFigure(result), NOT_JUDGED];
  const isCardForm = result.metrics !== null && result.mapeConvention === "naive";
  const card = isCardForm ? result.settings.cardMapePercent : null;
  const published = card === null ? "" : `      card ${card} %`;
  return [gate?.label ?? "MAPE", `${printFixed(gate?.value, 4)} %`, `limit ${gate?.limit} %${published}`];
}

const NOT_JUDGED = "not judged by this policy";

function mapeFigure(result: RunResult): string {
  return result.metrics === null
    ? "n/a"
    : `${printFixed(result.mapeConventions[result.mapeConvention], 4)} %`;
}

/** A line each for the distance and the angle between the end effectors, where the suite names kinematics. */
function endEffectorRows(result: RunResult): Row[] {
  if (result.metrics === null || result.endEffector === undefined) return [];
  const { endEffector } = result;
  if (endEffector.positionErrorMaxMetres === null) return [["end effector", "n/a", endEffector.reason]];
  const { positionErrorMaxMetres, orientationErrorMaxRadians } = endEffector;
  return [
    [
      "position error",
      `${printNumber(positionErrorMaxMetres, 4)} m at most`,
      limitOf(result, GATES.position),
    ],
    [
      "orientation error",
      `${printNumber(orientationErrorMaxRadians, 4)} rad at most`,
      limitOf(result, GATES.orientation),
    ],
  ];
}

/** Only where a policy judges them. */
function cosineRows(result: RunResult): Row[] {
  return [GATES.cosine, GATES.stepCosine].flatMap((name) => {
    const gate = gateNamed(result, name);
    return gate === undefined
      ? []
      : [[gate.label, printNumber(gate.value, 6), limitOf(result, name)] satisfies Row];
  });
}

function limitOf(result: RunResult, name: string): string {
  const gate = gateNamed(result, name);
  return gate === undefined ? NOT_JUDGED : `limit ${withUnit(String(gate.limit), gate.unit)}`;
}

function errorRow(result: RunResult): Row | null {
  if (result.metrics === null) return null;
  const gate = gateNamed(result, GATES.floors);
  const wape = `WAPE ${printNumber(result.metrics["wapePercent"], 4)} %`;
  if (gate === undefined || gate.value === null)
    return ["error", wape, gate === undefined ? floorOf(result) : "no rounding floor"];
  return [gate.label, `${printFixed(gate.value, 2)} × rounding floor`, `limit ${gate.limit}`];
}

/** Shown by policies that do not judge the error by it. */
function floorOf({ floors }: ComparedRun): string {
  const { wapePercent } = floors.perturbation;
  return wapePercent === null ? NOT_JUDGED : `rounding floor ${printNumber(wapePercent, 4)} %, ${NOT_JUDGED}`;
}

function coherenceRow(result: RunResult): Row | null {
  if (result.metrics === null) return null;
  const { meanCosine, p } = result.errorCoherence;
  if (meanCosine === null) return ["error coherence", "n/a", result.errorCoherence.meanCosineReason ?? ""];
  return [
    "error coherence",
    `${minus(printFixed(meanCosine, 3))}, p ${printP(p)}`,
    coherenceMeaning(gateNamed(result, GATES.coherence)),
  ];
}

function coherenceMeaning(gate: Gate | undefined): string {
  if (gate === undefined) return NOT_JUDGED;
  if (gate.outcome === "pass") return "not systematic";
  return gate.outcome === "fail" ? `systematic (limit p ${gate.limit})` : "too few observations to judge";
}

function goldenRow(result: RunResult): Row | null {
  if (result.metrics === null || result.golden === null) return null;
  const { golden, candidate, baseline } = result;
  const distance = (arm: typeof golden.baseline) => `${printFixed(arm.wapePercent, 3)} %`;
  return [
    `distance to ${golden.label}`,
    `${candidate.stack} ${distance(golden.candidate)}  ${baseline.stack} ${distance(golden.baseline)}`,
    "",
  ];
}

function sizeLine(result: RunResult): string {
  if (result.metrics === null) return `${result.capsule.observations} observations were to be asked`;
  const { observations, steps, dimensions } = result.shape;
  const plural = observations === 1 ? "" : "s";
  return `${observations} observation${plural} × ${steps} steps × ${dimensions} dimensions · ${repeatsLine(result)}`;
}

function repeatsLine(result: RunResult): string {
  if (result.metrics === null) return "";
  const floors = [result.floors.baselineRepeat, result.floors.candidateRepeat];
  const known = floors.filter((floor) => floor.wapePercent !== null);
  if (known.length === 0) return "not repeated";
  const identical = known.every((floor) => floor.bitIdentical);
  const which = known.length === 2 ? "repeats" : "baseline repeats";
  if (identical) return `${which} bit-identical`;
  return `repeats differ by WAPE ${known.map((floor) => `${printNumber(floor.wapePercent, 3)} %`).join(" and ")}`;
}

function gateNamed({ gates }: RunResult, name: string): Gate | undefined {
  return gates.find((gate) => gate.name === name);
}

function printP(p: number | string | null): string {
  if (typeof p !== "number") return printNumber(p);
  return p < 0.001 ? p.toExponential(1) : p.toPrecision(2);
}

/** A minus sign, which a hyphen in front of a figure is not. */
function minus(text: string): string {
  return text.replace(/^-/, "−");
}

function table(rows: readonly Row[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([label, value, limit]) => {
    const line = `  ${label.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}      ${limit}`;
    return line.trimEnd();
  });
}
