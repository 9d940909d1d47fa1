import type { AnyRun } from "../../contracts/any-run.ts";
import type { BenchmarkResult, PolicyAnswer } from "../../contracts/bench-result.ts";
import { isCompared } from "../bench/figures.ts";
import type { PageSection } from "../page/document.ts";
import { html, type Markup, shortened, type Value } from "../page/markup.ts";
import { type TableRow, table } from "../page/table.ts";
import { tag, VERDICT_TONES } from "../page/tones.ts";
import { NONE, printDifference } from "./amounts.ts";

interface Pair {
  readonly name: string;
  readonly a: BenchmarkResult | undefined;
  readonly b: BenchmarkResult | undefined;
}

/** Each benchmark of two runs: difference of the arms, interval, flips and verdict in both, and what policies say. */
export function benchmarkSections(a: AnyRun, b: AnyRun): PageSection[] {
  if (a.kind !== "bench" || b.kind !== "bench") return [];
  const pairs = pairsOf(a.benchmarks, b.benchmarks);
  if (pairs.length === 0) return [];
  const ofBoth = pairs.filter(({ a: one, b: other }) => one !== undefined && other !== undefined);
  const body = html`${ofBoth.length === 0 ? html`<p>The runs have no benchmark in common.</p>` : summaryTable(ofBoth)}
${onlyIn("A", pairs, ({ b: other }) => other === undefined)}${onlyIn("B", pairs, ({ a: one }) => one === undefined)}
${policyTable(ofBoth)}`;
  return [{ id: "benchmarks", title: "Benchmarks", body }];
}

function onlyIn(letter: "A" | "B", pairs: readonly Pair[], isOnly: (pair: Pair) => boolean): Markup | null {
  const names = pairs.filter(isOnly).map(({ name, a, b }) => (a ?? b)?.cardName ?? name);
  return names.length === 0
    ? null
    : html`<p>In run ${letter} only: ${shortened(names.join(", "), 2000)}.</p>`;
}

function pairsOf(ofA: readonly BenchmarkResult[], ofB: readonly BenchmarkResult[]): Pair[] {
  const names = [...new Set([...ofA, ...ofB].map(({ name }) => name))];
  const find = (all: readonly BenchmarkResult[], name: string) => all.find((one) => one.name === name);
  return names.map((name) => ({ name, a: find(ofA, name), b: find(ofB, name) }));
}

function summaryTable(pairs: readonly Pair[]): Markup {
  return table({
    caption: "Candidate − baseline of each benchmark, in percentage points, with its 95 % interval",
    columns: [
      { title: "benchmark" },
      { title: "n, A", isNumber: true },
      { title: "n, B", isNumber: true },
      { title: "run A", unit: "points", isNumber: true },
      { title: "run B", unit: "points", isNumber: true },
      { title: "B − A", unit: "points", isNumber: true },
      { title: "lost and gained, A" },
      { title: "lost and gained, B" },
      { title: "verdict, A" },
      { title: "verdict, B" },
    ],
    rows: pairs.map(summaryRow),
    isSortable: true,
  });
}

function summaryRow({ name, a, b }: Pair): TableRow {
  const [deltaA, deltaB] = [deltaOf(a), deltaOf(b)];
  const difference = deltaA === null || deltaB === null ? null : deltaB.points - deltaA.points;
  return {
    cells: [
      shortened(b?.cardName ?? a?.cardName ?? name, 200),
      a?.n ?? NONE,
      b?.n ?? NONE,
      { shown: deltaText(deltaA), sort: deltaA?.points ?? "" },
      { shown: deltaText(deltaB), sort: deltaB?.points ?? "" },
      printDifference(difference),
      flipText(a),
      flipText(b),
      verdictTag(a),
      verdictTag(b),
    ],
    ...(a?.verdict === b?.verdict ? {} : { mark: "open" }),
  };
}

interface Delta {
  readonly points: number;
  readonly interval: readonly [number, number] | null;
}

function deltaOf(benchmark: BenchmarkResult | undefined): Delta | null {
  if (benchmark === undefined) return null;
  if (isCompared(benchmark)) return { points: benchmark.deltaPoints, interval: benchmark.ci95Points };
  const { totals } = benchmark;
  return totals === undefined ? null : { points: totals.deltaPoints, interval: totals.ci95Points };
}

function deltaText(delta: Delta | null): string {
  if (delta === null) return NONE;
  const { points, interval } = delta;
  const ends = interval === null ? "" : ` (${interval.map(points2).join(" to ")})`;
  return `${points2(points)}${ends}`;
}

function points2(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  return value > 0 ? `+${text}` : `−${text}`;
}

function flipText(benchmark: BenchmarkResult | undefined): string {
  if (benchmark === undefined || !isCompared(benchmark)) return NONE;
  return `${benchmark.flips.lost} and ${benchmark.flips.gained}`;
}

function verdictTag(found: { readonly verdict: BenchmarkResult["verdict"] } | undefined): Value {
  return found === undefined
    ? html`<span class="quiet">not there</span>`
    : tag(found.verdict, VERDICT_TONES[found.verdict]);
}

function policyTable(pairs: readonly Pair[]): Markup | null {
  const rows = pairs.flatMap(policyRows);
  if (rows.length === 0) return null;
  return table({
    caption: "What each policy says of each benchmark in both runs",
    columns: [
      { title: "benchmark" },
      { title: "policy" },
      { title: "run A" },
      { title: "why, A" },
      { title: "run B" },
      { title: "why, B" },
    ],
    rows,
    isSortable: true,
  });
}

function policyRows({ name, a, b }: Pair): TableRow[] {
  const [ofA, ofB] = [policiesOf(a), policiesOf(b)];
  const policies = [...new Set([...ofA, ...ofB].map((policy) => policy.name))];
  return policies.map((policy) => {
    const [one, other] = [ofA, ofB].map((all) => all.find((found) => found.name === policy));
    return {
      cells: [
        shortened(b?.cardName ?? a?.cardName ?? name, 200),
        policy,
        verdictTag(one),
        shortened(one?.reason ?? "", 400),
        verdictTag(other),
        shortened(other?.reason ?? "", 400),
      ],
      ...(one?.verdict === other?.verdict ? {} : { mark: "open" }),
    };
  });
}

function policiesOf(benchmark: BenchmarkResult | undefined): readonly PolicyAnswer[] {
  return benchmark === undefined || !isCompared(benchmark) ? [] : benchmark.policies;
}
