import { RUN_SCHEMA } from "../../contracts/run-parts.ts";
import { type PartRun, type SuiteRun, suiteRunSchema } from "../../contracts/suite-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { packageVersion } from "../../support/package-root.ts";

/** What a suite's result is made of. */
export interface SuiteRequest {
  readonly id: string;
  readonly createdAt: string;
  readonly durationMilliseconds: number;
  readonly command: readonly string[];
  readonly suite: SuiteRun["suite"];
  /** Parts of the suite that were left out on request. */
  readonly leftOut: readonly string[];
  readonly parts: readonly PartRun[];
  /** Why the parts that were not run were not. */
  readonly stopped: string | null;
}

/** The parts' results under one verdict, in the form in which `run.json` holds it. */
export function suiteResult(request: SuiteRequest): SuiteRun {
  const { parts, suite } = request;
  const status = statusOf(parts);
  const verdict = verdictOf(parts);
  const result: SuiteRun = {
    schema: RUN_SCHEMA,
    id: request.id,
    createdAt: request.createdAt,
    durationMilliseconds: request.durationMilliseconds,
    status,
    failure: failureOf(request, status),
    tool: { version: packageVersion(), node: process.versions.node },
    command: request.command,
    kind: "suite",
    suite,
    parts,
    verdict,
    headline: headlineOf(verdict, parts),
    reasons: parts.map(reasonOf),
    warnings: [
      ...leftOutWarnings(request),
      ...parts.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`)),
    ],
  };
  // Parsed, so that what is written is what every reader of the schema accepts, keys in the schema's order.
  return suiteRunSchema.parse(result);
}

function statusOf(parts: readonly PartRun[]): SuiteRun["status"] {
  if (parts.some(isInterrupted)) return "interrupted";
  if (parts.some(({ failure }) => failure !== null)) return "failed";
  return parts.every(({ status }) => status === "complete") ? "complete" : "interrupted";
}

function isInterrupted({ status }: PartRun): boolean {
  return status === "interrupted";
}

function failureOf({ parts, suite, stopped }: SuiteRequest, status: SuiteRun["status"]): SuiteRun["failure"] {
  if (status === "complete") return null;
  const failed = parts.find(({ failure }) => failure !== null);
  if (status === "failed" && failed?.failure) {
    return { ...failed.failure, message: `${failed.name}: ${failed.failure.message}` };
  }
  return {
    kind: "interrupted",
    message: stopped ?? `The run of ${suite.name} was stopped before its end.`,
    hint: "The same command with --resume goes on with it; parts that are complete are kept.",
  };
}

/** The worse of a part's own verdict and that on its drift; a part without a result decides nothing. */
export function verdictOfPart({ verdict, drift, status }: PartRun): Verdict {
  return worst([
    status === "complete" ? verdict : worst([verdict, "inconclusive"]),
    drift?.verdict ?? "consistent",
  ]);
}

function verdictOf(parts: readonly PartRun[]): Verdict {
  return worst(parts.map(verdictOfPart));
}

function worst(verdicts: readonly (Verdict | null)[]): Verdict {
  if (verdicts.includes("inconsistent")) return "inconsistent";
  return verdicts.every((verdict) => verdict === "consistent") ? "consistent" : "inconclusive";
}

const CONSISTENT: Readonly<Record<number, string>> = {
  1: "its part is consistent",
  2: "both parts are consistent",
};

function headlineOf(verdict: Verdict, parts: readonly PartRun[]): string {
  if (verdict === "consistent") return CONSISTENT[parts.length] ?? `all ${parts.length} parts are consistent`;
  const groups = GROUPS.flatMap(({ one, several, isIn }) => {
    const names = parts.filter(isIn).map(({ name }) => name);
    return names.length === 0 ? [] : [`${names.join(", ")} ${names.length === 1 ? one : several}`];
  });
  return `of ${parts.length === 1 ? "1 part" : `${parts.length} parts`}, ${groups.join("; ")}`;
}

const hasVerdict = (verdict: Verdict) => (part: PartRun) =>
  part.status === "complete" && verdictOfPart(part) === verdict;

interface Group {
  readonly one: string;
  readonly several: string;
  isIn(part: PartRun): boolean;
}

/** Every part is in one of them, but those that are consistent; what is worst comes first. */
const GROUPS: readonly Group[] = [
  { one: "is inconsistent", several: "are inconsistent", isIn: hasVerdict("inconsistent") },
  { one: "is inconclusive", several: "are inconclusive", isIn: hasVerdict("inconclusive") },
  { one: "failed", several: "failed", isIn: ({ status }) => status === "failed" },
  { one: "was interrupted", several: "were interrupted", isIn: isInterrupted },
  { one: "was not run", several: "were not run", isIn: ({ status }) => status === "not run" },
];

function reasonOf(part: PartRun): string {
  const { name, status, verdict, headline, failure, drift } = part;
  const said = status === "complete" ? verdict : status;
  // Of a part that failed, the headline says only that nothing was decided.
  const why = failure === null || failure.message === headline ? "" : `; ${failure.message}`;
  const moved = drift === null || drift.verdict === null ? "" : `; drift ${drift.verdict}: ${drift.headline}`;
  return `${name}: ${said}, ${headline}${why}${moved}`;
}

function leftOutWarnings({ leftOut, parts, suite }: SuiteRequest): string[] {
  if (leftOut.length === 0) return [];
  return [
    `The verdict is of ${parts.map(({ name }) => name).join(", ")} alone: ${leftOut.join(", ")} of ${suite.name} ` +
      `${leftOut.length === 1 ? "was" : "were"} left out with --only.`,
  ];
}
