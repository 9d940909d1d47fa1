import type { AnyRun } from "../../contracts/any-run.ts";
import type { CompareRun } from "../../contracts/compare-run.ts";
import type { ReportContext } from "../context.ts";
import type { JudgedCase } from "./case.ts";
import { type CaseWriter, caseWriter } from "./case-writer.ts";
import { judgedCases } from "./cases.ts";
import { classNameOf, type NamedRun } from "./class-name.ts";
import { suiteProperties } from "./properties.ts";
import { serializeXml, wrapXml, type XmlElement } from "./xml.ts";

/** A run of a document that holds several. */
export interface JunitRun {
  readonly run: AnyRun;
  readonly context?: ReportContext;
  /** In place of its suite's name, which several may have. */
  readonly name?: string;
}

/** In its place a run that there is none of, with what is to be said of it. */
export interface JunitGap {
  readonly gap: NamedRun & Pick<AnyRun, "createdAt" | "durationMilliseconds">;
  readonly cases: readonly JudgedCase[];
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface WrittenSuite {
  readonly counts: Counts;
  readonly seconds: number;
  readonly text: string;
}

/**
 * Runs as one document in JUnit's XML: a `testsuite` each, in the order given. At most some 30 MB, which is what GitLab
 * reads: where it would be more, the later cases have short names and no figures.
 */
export function junitDocument(runs: readonly (JunitRun | JunitGap)[], wholeBytes?: number): string {
  const writer = caseWriter(wholeBytes);
  const suites = runs.map((one, index) => writeSuite(one, index, writer));
  const { tests, failures, errors } = sum(suites.map(({ counts }) => counts));
  const seconds = suites.reduce((total, suite) => total + suite.seconds, 0);
  const root = wrapXml({
    name: "testsuites",
    // Neither schema knows a count of those skipped here.
    attributes: { name: "fvalidate", tests, failures, errors, time: seconds.toFixed(3) },
    parts: suites.map(({ text }) => text),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}

/** What a `testsuite` is made of. */
interface SuiteContent {
  readonly run: JunitGap["gap"];
  readonly cases: readonly JudgedCase[];
  readonly properties: readonly XmlElement[];
  readonly text: string;
}

function contentOf(one: JunitRun | JunitGap): SuiteContent {
  if ("gap" in one) {
    const text = one.cases.map(({ message }) => message).join("\n");
    return { run: one.gap, cases: one.cases, properties: [], text };
  }
  const { run, context, name = run.suite.name } = one;
  return {
    run: { ...run, suite: { name } },
    cases: judgedCases(run, context),
    properties: suiteProperties(run),
    text: suiteText(run),
  };
}

function writeSuite(one: JunitRun | JunitGap, index: number, writer: CaseWriter): WrittenSuite {
  const { run, cases, properties, text: told } = contentOf(one);
  const counts = sum(
    cases.map(({ outcome }) => ({
      tests: 1,
      failures: outcome === "failure" ? 1 : 0,
      errors: outcome === "error" ? 1 : 0,
      skipped: outcome === "skipped" ? 1 : 0,
    })),
  );
  const seconds = run.durationMilliseconds / 1000;
  const className = classNameOf(run);
  const text = wrapXml(
    {
      name: "testsuite",
      attributes: {
        name: `${run.kind} ${run.suite.name}`,
        ...counts,
        time: seconds.toFixed(3),
        timestamp: timestampOf(run),
        id: index,
        package: className.split(".").slice(0, -1).join("."),
      },
      parts: [
        serializeXml({ name: "properties", content: properties }, "    "),
        ...cases.map((one) => writer.write(one, className)),
        serializeXml({ name: "system-out", content: told }, "    "),
      ],
    },
    "  ",
  );
  return { counts, seconds, text };
}

function sum(all: readonly Counts[]): Counts {
  const total = (key: keyof Counts) => all.reduce((count, counts) => count + counts[key], 0);
  return {
    tests: total("tests"),
    failures: total("failures"),
    errors: total("errors"),
    skipped: total("skipped"),
  };
}

/** In UTC, without fractions and zone: the strictest of the schemas in use knows no other form. */
function timestampOf({ createdAt }: Pick<AnyRun, "createdAt">): string | null {
  const time = Date.parse(createdAt);
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 19);
}

const LONGEST_LINE = 20_000;

function suiteText(run: AnyRun): string {
  const lines = [
    run.origin,
    `${run.verdict.toUpperCase()}: ${run.headline}`,
    ...run.reasons.map((reason) => `- ${reason}`),
    ...run.warnings.map((warning) => `WARNING: ${warning}`),
    ...figureLines(run),
  ];
  return lines.map((line) => line.slice(0, LONGEST_LINE)).join("\n");
}

/** What belongs to no case alone: all figures of a run of pi0, and where a comparison begins to differ. */
function figureLines(run: AnyRun): string[] {
  if (run.kind === "compare") return compareLines(run);
  if (run.kind !== "pi0") return [];
  if (run.metrics === null) return [run.metricsReason];
  return Object.entries(run.metrics)
    .filter(([key]) => !key.endsWith("Reason"))
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(" ") : String(value ?? "n/a")}`);
}

function compareLines({ firstDivergence, firstDivergenceReason, goldenSummary }: CompareRun): string[] {
  const where =
    firstDivergence === null
      ? `none is named: ${firstDivergenceReason ?? ""}`
      : `call ${firstDivergence.call}, ${firstDivergence.layer}: ${firstDivergence.reason}`;
  return [`first divergence: ${where}`, ...(goldenSummary === undefined ? [] : [goldenSummary])];
}
