import type { ChangePoint, MetricTrend, RunMark, SeriesTrend } from "../../contracts/history-trend.ts";
import { displayWidth } from "../columns.ts";
import { visible } from "../data-text.ts";
import type { Paint } from "../paint.ts";
import { gapMark, sparkline } from "./sparkline.ts";
import { changedLines, figure, fitted, limitWords, minuteOf, signedFigure } from "./words.ts";

const LABEL_COLUMNS = 38;
/** The latest values that a line of 80 columns takes beside its label. */
const SPARKLINE_VALUES = 38;

export interface TrendTextOptions {
  readonly ascii: boolean;
  readonly paint: Paint;
}

/** Each series with its figures, at most 80 columns wide but for the ids of runs, which are there to be copied. */
export function trendText(series: readonly SeriesTrend[], options: TrendTextOptions): string {
  return [...series.map((one) => seriesLines(one, options).join("\n")), ...legend(series, options)].join(
    "\n\n",
  );
}

function seriesLines(series: SeriesTrend, options: TrendTextOptions): string[] {
  const { kind, suite, baseline, candidate, runs, shown, last, blessed, metrics } = series;
  const size = runs === shown ? countRuns(runs) : `the last ${shown} of ${countRuns(runs)}`;
  return [
    `${kind} · suite ${fitted(suite, 20)} · ${fitted(baseline, 14)} → ${fitted(candidate, 14)} · ${size}`,
    `  last     ${runWords(last, options.paint)}`,
    ...(blessed === null ? [] : [`  blessed  ${runWords(blessed, options.paint)}${noteWords(blessed.note)}`]),
    ...metrics.flatMap((metric) => ["", ...metricLines(metric, options)]),
    ...(metrics.length === 0 ? ["", "  no figure of that name; --all shows every figure"] : []),
  ];
}

function countRuns(runs: number): string {
  return `${runs} ${runs === 1 ? "run" : "runs"}`;
}

function runWords({ runId, createdAt, verdict, status }: RunMark, paint: Paint): string {
  const word = status === "complete" ? paint.verdict(verdict, verdict) : status;
  return `${minuteOf(createdAt)}  ${word}  ${visible(runId)}`;
}

function noteWords(note: string | null): string {
  return note === null ? "" : `\n           “${fitted(note, 66)}”`;
}

function metricLines(metric: MetricTrend, { ascii }: TrendTextOptions): string[] {
  const { label, unit, values, changePoints } = metric;
  const name = labelOf(label, unit);
  const blanks = " ".repeat(Math.max(0, LABEL_COLUMNS - displayWidth(name)));
  const line = sparkline(
    values.slice(-SPARKLINE_VALUES).map(({ value }) => value),
    { ascii },
  );
  return [
    `  ${name}${blanks}  ${line}`,
    `    ${figuresOf(metric).join("   ")}`,
    ...changePoints.flatMap((change) => changeLines(change, metric)),
  ];
}

/** The unit must be seen, however long the name. */
function labelOf(label: string, unit: string): string {
  if (unit === "") return fitted(label, LABEL_COLUMNS);
  const shortUnit = fitted(unit, 20);
  return `${fitted(label, LABEL_COLUMNS - displayWidth(shortUnit) - 2)}, ${shortUnit}`;
}

function figuresOf({ values, last, median, spread, limit }: MetricTrend): string[] {
  const known = values.flatMap(({ value }) => (value === null ? [] : [value]));
  const lastValue = values.at(-1);
  if (known.length === 0) return [`no value: ${fitted(lastValue?.reason ?? "never measured", 64)}`];
  const low = Math.min(...known);
  const high = Math.max(...known);
  return [
    `last ${figure(last)}`,
    ...(known.length > 1 ? [`median ${figure(median)} ± ${figure(spread)}`] : []),
    ...(low === high ? (known.length > 1 ? ["always the same"] : []) : [`${figure(low)} to ${figure(high)}`]),
    ...(limit === null ? [] : [`limit ${limitWords(limit)}`]),
  ];
}

function changeLines(change: ChangePoint, { floor, better }: MetricTrend): string[] {
  const { at, before, after, medianBefore, medianAfter, shift, shiftFloors, p, changed } = change;
  const direction =
    better === "neither" || shift === 0 ? "" : betterWord((better === "higher") === shift > 0);
  return [
    `    CHANGED ${at.slice(0, 10)}${direction}: ${figure(medianBefore)} → ${figure(medianAfter)} ` +
      `(${signedFigure(shift)}), p ${figure(p)}`,
    ...(shiftFloors === null || floor === null
      ? []
      : [`      ${figure(Math.abs(shiftFloors))} × ${floor.name}`]),
    `      between ${visible(before)}`,
    `          and ${visible(after)}`,
    ...(changed.length === 0 ? ["      nothing known of the environment changed there"] : []),
    ...changedLines(changed).map((line) => `      ${line}`),
  ];
}

function betterWord(isBetter: boolean): string {
  return isBetter ? " for the better" : " for the worse";
}

function legend(series: readonly SeriesTrend[], options: TrendTextOptions): string[] {
  const metrics = series.flatMap((one) => one.metrics);
  const hasGap = metrics.some(({ values }) => values.some(({ value }) => value === null));
  const hasChange = metrics.some(({ changePoints }) => changePoints.length > 0);
  const lines = [
    "Oldest run on the left; each line has a scale of its own. ± is the median absolute deviation.",
    ...(metrics.some(({ values }) => values.length > SPARKLINE_VALUES)
      ? [`Lines show the last ${SPARKLINE_VALUES} runs; figures and changes are of all that are looked at.`]
      : []),
    ...(hasGap ? [`${gapMark(options)} is a run without the figure: stopped, failed, or not measured.`] : []),
    ...(hasChange
      ? [
          "CHANGED: at most 1 in 100 orders of the same values show so clear a step; chance does in 1 of 100 figures.",
        ]
      : []),
  ];
  return [lines.flatMap((line) => wrapped(line, 80)).join("\n")];
}

function wrapped(text: string, columns: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
