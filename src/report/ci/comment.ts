import type { AnyRun } from "../../contracts/any-run.ts";
import { NO_CONTEXT, type ReportContext } from "../context.ts";
import { commentMarker } from "./marker.ts";
import { shortReport } from "./short-report.ts";

/** What GitHub takes for a comment, in characters. */
export const COMMENT_LIMIT = 65_536;

/** For lines that a bot puts before it, such as which machine it is about. */
const BOT_LINES = 536;
const ROWS = 10;
const SENTENCES = 20;

/** A comment for a pull request: short, and found again by its first line. */
export function commentMarkdown(run: AnyRun, context: ReportContext = NO_CONTEXT): string {
  const size = {
    rows: ROWS,
    sentences: SENTENCES,
    most: COMMENT_LIMIT - BOT_LINES,
    measure: (text: string) => text.length,
  };
  return shortReport(run, context, size, `${commentMarker(run)}\n`);
}
