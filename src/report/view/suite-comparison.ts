import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import { withUnit } from "../numbers.ts";
import { pageDocument } from "../page/document.ts";
import { html, type Markup, shortened, type Value } from "../page/markup.ts";
import { sentence } from "../page/page-head.ts";
import { type TableRow, table } from "../page/table.ts";
import { printInstant } from "../page/times.ts";
import { tag, VERDICT_TONES, verdictBadge } from "../page/tones.ts";
import { comparisonAddress, runAddress } from "./addresses.ts";
import { NONE, printAmount, printDifference } from "./amounts.ts";
import { viewBar } from "./bar.ts";
import { COMPARISON_STYLE } from "./style.ts";

/** A suite's run and the name of its folder. */
export interface NamedSuite {
  readonly name: string;
  readonly run: SuiteRun;
}

const LONGEST = 300;

/** Two runs of suites: the verdict and the figures of each part, and where the parts stand side by side in full. */
export function suiteComparisonPage(a: NamedSuite, b: NamedSuite): string {
  const names = [...new Set([...a.run.parts, ...b.run.parts].map(({ name }) => name))];
  const pairs = names.map((name) => ({ name, a: partOf(a, name), b: partOf(b, name) }));
  return pageDocument({
    title: "Two runs side by side (fvalidate)",
    topTitle: "Verdicts",
    style: COMPARISON_STYLE,
    bar: viewBar([html`<a href="${comparisonAddress(b.name, a.name)}">Swap A and B</a>`]),
    head: html`<header class="head" id="verdict">
<h1>Two runs side by side</h1>
<div class="sides">${side("A", a)}${side("B", b)}</div>
</header>
`,
    sections: [
      { id: "parts", title: "Parts", body: partTable(pairs, a.name, b.name) },
      { id: "figures", title: "Figures", body: figureTable(pairs) },
    ],
    foot: html`<footer class="foot"><p>Differences are run B − run A.</p></footer>`,
  });
}

interface Pair {
  readonly name: string;
  readonly a: PartRun | undefined;
  readonly b: PartRun | undefined;
}

function partOf({ run }: NamedSuite, name: string): PartRun | undefined {
  return run.parts.find((part) => part.name === name);
}

function side(letter: "A" | "B", { name, run }: NamedSuite): Markup {
  return html`<div class="side">
<h2>Run ${letter}: <a href="${runAddress(name)}">${shortened(name, LONGEST)}</a></h2>
<p>${verdictBadge(run.verdict)} ${run.status === "complete" ? null : tag(run.status, "bad")}</p>
<p>${sentence(run.headline)}</p>
<p class="quiet">suite · ${sentence(run.suite.title)} · ${printInstant(run.createdAt)}</p>
</div>
`;
}

function partTable(pairs: readonly Pair[], ofA: string, ofB: string): Markup {
  return table({
    caption: "Each part in both runs",
    columns: [
      { title: "part" },
      { title: "run A" },
      { title: "in words, A" },
      { title: "run B" },
      { title: "in words, B" },
      { title: "both parts" },
    ],
    rows: pairs.map(
      ({ name, a, b }): TableRow => ({
        cells: [
          shortened(name, LONGEST),
          outcome(a),
          sentence(a?.headline ?? ""),
          outcome(b),
          sentence(b?.headline ?? ""),
          sideBySide(ofA, a, ofB, b),
        ],
        ...(a?.verdict === b?.verdict ? {} : { mark: "open" }),
      }),
    ),
    isSortable: true,
  });
}

function outcome(part: PartRun | undefined): Value {
  if (part === undefined) return html`<span class="quiet">not there</span>`;
  return part.verdict === null ? tag(part.status, "none") : tag(part.verdict, VERDICT_TONES[part.verdict]);
}

function sideBySide(ofA: string, a: PartRun | undefined, ofB: string, b: PartRun | undefined): Value {
  if (a === undefined || b === undefined || a.folder === null || b.folder === null) return "";
  return html`<a href="${comparisonAddress(`${ofA}/${a.folder}`, `${ofB}/${b.folder}`)}">side by side</a>`;
}

function figureTable(pairs: readonly Pair[]): Markup {
  return table({
    caption: "Every figure of the parts that both runs have",
    columns: [
      { title: "part" },
      { title: "figure" },
      { title: "run A", isNumber: true },
      { title: "run B", isNumber: true },
      { title: "B − A", isNumber: true },
    ],
    rows: pairs.flatMap(figureRows),
    isSortable: true,
  });
}

function figureRows({ name, a, b }: Pair): TableRow[] {
  const others = new Map((b?.figures ?? []).map((figure) => [figure.label, figure]));
  return (a?.figures ?? []).flatMap(({ label, unit, value }) => {
    const other = others.get(label);
    if (other === undefined) return [];
    const difference = value === null || other.value === null ? null : other.value - value;
    const cell = (amount: number | null) => (amount === null ? NONE : withUnit(printAmount(amount), unit));
    return [
      {
        cells: [
          shortened(name, LONGEST),
          shortened(label, LONGEST),
          cell(value),
          cell(other.value),
          printDifference(difference, unit),
        ],
      },
    ];
  });
}
