import type { AnyRun } from "../../contracts/any-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { NO_CONTEXT, type ReportContext } from "../context.ts";
import { cut, visible } from "../data-text.ts";
import type { JudgedCase } from "../junit/case.ts";
import { DRIFT_CASE, judgedCases, RUN_CASE } from "../junit/cases.ts";

/** One message of a step of GitHub Actions, as its workflow commands make it. */
export interface Annotation {
  readonly kind: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** GitHub shows so many of each kind for a step and drops the others without a word. */
const MOST_OF_A_KIND = 10;
const LONGEST_TITLE = 120;
const LONGEST_MESSAGE = 2_000;

/** The verdict first, then what stands behind it; at most ten of each kind. */
export function annotationsOf(run: AnyRun, context: ReportContext = NO_CONTEXT): Annotation[] {
  const all = [verdictAnnotation(run), ...caseAnnotations(run, context), ...warningAnnotations(run)];
  return (["error", "warning", "notice"] as const).flatMap((kind) =>
    limited(all.filter((one) => one.kind === kind)),
  );
}

/** An error that ended a command before there was a run. */
export function annotationOfError(message: string, hint: string | undefined): Annotation {
  return annotation("error", "fvalidate", hint === undefined ? message : `${message}\n${hint}`);
}

/** As a line for the log, which GitHub takes out of it. */
export function workflowCommand({ kind, title, message }: Annotation): string {
  return `::${kind} title=${escapeProperty(title)}::${escapeMessage(message)}`;
}

const KIND_OF = {
  consistent: "notice",
  inconsistent: "error",
  inconclusive: "warning",
} as const satisfies Record<Verdict, Annotation["kind"]>;

function verdictAnnotation(run: AnyRun): Annotation {
  const { verdict, headline, reasons, suite, failure, shard } = run;
  const title = `fvalidate ${run.kind} ${suite.name}: ${verdict.toUpperCase()}`;
  const judged = shard === undefined ? KIND_OF[verdict] : "notice";
  const kind = failure !== null || run.status !== "complete" ? "error" : judged;
  const why = verdict === "consistent" ? [] : reasons.map((reason) => `- ${reason}`);
  return annotation(
    kind,
    title,
    [headline, ...(failure === null ? [] : [failure.message]), ...why].join("\n"),
  );
}

/** What did not pass; of the run as a whole the first annotation has spoken. */
function caseAnnotations(run: AnyRun, context: ReportContext): Annotation[] {
  return judgedCases(run, context)
    .filter(({ name, outcome }) => name !== RUN_CASE && (outcome === "failure" || outcome === "error"))
    .map((one) => annotation(kindOfCase(one), titleOf(one, run), one.message));
}

function kindOfCase({ outcome, type }: JudgedCase): Annotation["kind"] {
  return outcome === "failure" && type === "inconclusive" ? "warning" : "error";
}

function titleOf({ name }: JudgedCase, { suite }: AnyRun): string {
  return name === DRIFT_CASE ? `fvalidate ${suite.name}: drift` : `${suite.name}: ${name}`;
}

function warningAnnotations({ warnings, suite }: AnyRun): Annotation[] {
  return warnings.map((warning) => annotation("warning", `fvalidate ${suite.name}`, warning));
}

function annotation(kind: Annotation["kind"], title: string, message: string): Annotation {
  const lines = message.split(/\r\n|[\r\n]/).map((line) => visible(line));
  return {
    kind,
    title: cut(visible(title), LONGEST_TITLE),
    message: cut(lines.join("\n").trimEnd(), LONGEST_MESSAGE),
  };
}

function limited(all: readonly Annotation[]): readonly Annotation[] {
  const [first] = all;
  if (first === undefined || all.length <= MOST_OF_A_KIND) return all;
  const shown = all.slice(0, MOST_OF_A_KIND - 1);
  const message = `and ${all.length - shown.length} more: see the report`;
  return [...shown, { kind: first.kind, title: "fvalidate", message }];
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
