import { Buffer } from "node:buffer";
import type { AnyRun } from "../../contracts/any-run.ts";
import type { ReportContext } from "../context.ts";
import { shortReport } from "./short-report.ts";

/** What GitHub takes for the summary of one step, in bytes; all that is larger is dropped as a whole. */
export const SUMMARY_LIMIT = 1024 * 1024;

/** How much is shown where there is room, and where there is little left. */
const SIZES = [
  { rows: 200, sentences: 50 },
  { rows: 10, sentences: 5 },
] as const;
const ROOMY = 200_000;

/**
 * A run's part of a step's summary.
 * @param taken bytes that the summary holds already, of other runs of the same step
 * @returns `null` where it is full
 */
export function stepSummary(run: AnyRun, context: ReportContext, taken: number): string | null {
  const most = SUMMARY_LIMIT - taken;
  const size = most >= ROOMY ? SIZES[0] : SIZES[1];
  const measure = (text: string) => Buffer.byteLength(text);
  const text = `\n${shortReport(run, context, { ...size, most: most - 1, measure })}`;
  return measure(text) <= most && text.includes("###") ? text : null;
}
