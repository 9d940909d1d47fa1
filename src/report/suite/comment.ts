import { Buffer } from "node:buffer";
import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { COMMENT_LIMIT } from "../ci/comment.ts";
import { commentMarker } from "../ci/marker.ts";
import { type Room, type Section, sectionsWithin } from "../ci/sections.ts";
import { SUMMARY_LIMIT } from "../ci/step-summary.ts";
import { NO_CONTEXT, type ReportContext } from "../context.ts";
import { cut, escapeData } from "../data-text.ts";
import { commandBlock } from "../markdown-parts.ts";
import { dataTable } from "../markdown-table.ts";
import { figuresText, outcomeWord } from "./figures.ts";

const LONGEST_SENTENCE = 1_000;
const LONGEST_CELL = 80;
const WARNINGS_SHOWN = 20;

/** A comment for a pull request about a whole suite, found again by its first line. */
export function suiteComment(run: SuiteRun, context: ReportContext = NO_CONTEXT): string {
  const room = { most: COMMENT_LIMIT, measure: (text: string) => text.length };
  return shortSuite(run, context, room, `${commentMarker(run)}\n`);
}

/**
 * A suite's part of a step's summary, behind those of its parts.
 * @param taken bytes that the summary holds already
 * @returns `null` where it is full
 */
export function suiteStepSummary(run: SuiteRun, context: ReportContext, taken: number): string | null {
  const room = { most: SUMMARY_LIMIT - taken - 1, measure: (text: string) => Buffer.byteLength(text) };
  const text = shortSuite(run, context, room);
  return room.measure(text) <= room.most && text.includes("###") ? `\n${text}` : null;
}

const SIGNS: Readonly<Record<Verdict, string>> = { consistent: "✅", inconsistent: "❌", inconclusive: "⚠️" };

function shortSuite(run: SuiteRun, context: ReportContext, room: Room, before = ""): string {
  const { verdict, headline, suite } = run;
  const title = `### ${SIGNS[verdict]} ${verdict.toUpperCase()}: ${sentence(suite.name)}, ${sentence(headline)}`;
  const sections: Section[] = [
    { what: "", text: `${before}${title}` },
    { what: "warnings", text: warnings(run) },
    { what: "the parts", text: table(run.parts) },
    { what: "reasons", text: run.reasons.map((reason) => `- ${sentence(reason)}`).join("\n") },
    { what: "where it comes from", text: origin(run, context) },
    {
      what: "the command",
      text: `<details><summary>How to reproduce</summary>\n\n${commandBlock(run.command)}\n\n</details>`,
    },
  ];
  return sectionsWithin(
    sections.filter(({ text }) => text !== ""),
    room,
  );
}

function warnings({ warnings: all }: SuiteRun): string {
  const more = all.length - WARNINGS_SHOWN;
  return [...all.slice(0, WARNINGS_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])]
    .map((warning) => `> **Warning.** ${sentence(warning)}`)
    .join("\n>\n");
}

function table(parts: readonly PartRun[]): string {
  const rows = parts.map((part) => [
    part.name,
    outcomeWord(part),
    part.baseline.label,
    part.candidate.label,
    figuresText(part),
  ]);
  return dataTable(
    ["part", "verdict", "baseline", "candidate", "figures"],
    rows.map((row) => row.map((cell) => cut(cell, LONGEST_CELL))),
    "all",
  );
}

function origin({ id, durationMilliseconds, tool }: SuiteRun, { artefactsUrl }: ReportContext): string {
  return [
    `run ${sentence(id)}`,
    `${(durationMilliseconds / 1000).toFixed(1)} s`,
    `fvalidate ${sentence(tool.version)}`,
    ...(artefactsUrl === undefined
      ? []
      : [`[artefacts](${artefactsUrl.replace(/[\s()<>\\]/g, encodeURIComponent)})`]),
  ].join(" · ");
}

/** Somebody else's words on one line, with no mark-up of their own and an end. */
function sentence(text: string): string {
  return escapeData(cut(text, LONGEST_SENTENCE)).trim();
}
