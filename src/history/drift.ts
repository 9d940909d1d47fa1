import { DRIFT_SCHEMA, type DriftFinding, type DriftResult } from "../contracts/drift.ts";
import type { HistoryRecord } from "../contracts/history.ts";
import type { Verdict } from "../contracts/verdict.ts";
import { changedConditions } from "./conditions.ts";
import { metricMoves } from "./metric-moves.ts";

/** What was chosen to compare with. */
export interface ChosenReference {
  readonly record: HistoryRecord;
  readonly choice: NonNullable<DriftResult["reference"]>["choice"];
  /** What was said when it was blessed. */
  readonly note: string | null;
}

/** What was found beyond the records: in tensors and answers of both runs. */
export interface DirectEvidence {
  /** Each replaces the recorded figure of its key. */
  readonly findings: readonly DriftFinding[];
  readonly notes: readonly string[];
}

/**
 * The drift gate. Inconsistent: something that decides moved, really and beyond its margin. Inconclusive: something
 * that decides could have. Otherwise consistent, with whatever moved within its limit named.
 */
export function driftResult(
  run: HistoryRecord,
  reference: ChosenReference,
  evidence: DirectEvidence,
): DriftResult {
  const findings = mergedFindings(metricMoves(reference.record, run), evidence.findings);
  const unfit = whyUnfit(run, reference.record);
  const { verdict, reasons } =
    unfit === null ? decide(findings) : { verdict: "inconclusive" as const, reasons: [unfit] };
  const { runId: id, createdAt } = reference.record;
  return {
    schema: DRIFT_SCHEMA,
    run: { id: run.runId, createdAt: run.createdAt },
    reference: { id, createdAt, choice: reference.choice, note: reference.note },
    verdict,
    headline: `${HEADLINES[verdict]} ${id}${movedWithin(verdict, findings)}`,
    reasons,
    findings,
    changed: changedConditions(reference.record.conditions, run.conditions),
    notes: evidence.notes,
  };
}

/** There is nothing to compare with: `verdict` says what that means for the gate. */
export function noReference(run: HistoryRecord, verdict: Verdict | null, reason: string): DriftResult {
  return {
    schema: DRIFT_SCHEMA,
    run: { id: run.runId, createdAt: run.createdAt },
    reference: null,
    verdict,
    headline: "nothing to compare with",
    reasons: [reason],
    findings: [],
    changed: [],
    notes: [],
  };
}

/** What a run's own verdict and the drift gate's come to: the worse of the two. */
export function worseVerdict(own: Verdict, drift: Verdict | null): Verdict {
  const both = [own, drift];
  if (both.includes("inconsistent")) return "inconsistent";
  return both.includes("inconclusive") ? "inconclusive" : "consistent";
}

const HEADLINES: Record<Verdict, string> = {
  consistent: "nothing moved beyond its limit since",
  inconsistent: "moved beyond its limit since",
  inconclusive: "cannot tell whether it moved since",
};

/** Direct evidence of an arm's tensors takes the decision off the figures that are made of them. */
function mergedFindings(moves: readonly DriftFinding[], direct: readonly DriftFinding[]): DriftFinding[] {
  const keys = new Set(direct.map(({ key }) => key));
  const tensorsDecide = direct.some(({ key, decides }) => decides && key === "candidateTensors");
  const others = moves.filter(({ key }) => !keys.has(key));
  return [...direct, ...others.map((move) => (tensorsDecide ? { ...move, decides: false } : move))];
}

function whyUnfit(run: HistoryRecord, reference: HistoryRecord): string | null {
  if (run.status !== "complete") return `this run was ${wordOf(run.status)}: its figures are of a part only`;
  return reference.status === "complete"
    ? null
    : `the reference was ${wordOf(reference.status)}: its figures are of a part only`;
}

function wordOf(status: HistoryRecord["status"]): string {
  return status === "failed" ? "ended by a failure" : status;
}

function decide(findings: readonly DriftFinding[]): { verdict: Verdict; reasons: string[] } {
  const deciding = findings.filter(({ decides }) => decides);
  const moved = deciding.filter(({ outcome }) => outcome === "moved");
  if (moved.length > 0) {
    // A baseline that moved as well points at what both arms share.
    const shared = findings.filter(
      ({ decides, key, outcome }) => !decides && isOfBaseline(key) && outcome === "moved",
    );
    return { verdict: "inconsistent", reasons: [...moved, ...shared].map(sentence) };
  }
  const open = deciding.filter(({ outcome }) => outcome === "cannot tell");
  if (open.length > 0) return { verdict: "inconclusive", reasons: open.map(sentence) };
  if (deciding.length === 0)
    return { verdict: "inconclusive", reasons: ["the runs have no figure in common that could tell"] };
  return { verdict: "consistent", reasons: deciding.map(sentence) };
}

function isOfBaseline(key: string): boolean {
  return key === "baselineTensors" || key.endsWith(".baselineAccuracy");
}

function sentence({ label, reason }: DriftFinding): string {
  return `${label}: ${reason}`;
}

/** A move that passes must still be seen. */
function movedWithin(verdict: Verdict, findings: readonly DriftFinding[]): string {
  const moved = findings.filter(({ outcome, decides }) => decides && outcome === "moved within its limit");
  if (verdict !== "consistent" || moved.length === 0) return "";
  return `; moved within it: ${moved.map(({ label }) => label).join(", ")}`;
}
