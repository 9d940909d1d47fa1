import type { Evidence } from "../../contracts/run-parts.ts";
import type { Place } from "../place/place.ts";
import type { GemsLines } from "./gems-lines.ts";
import { GemsLines as Lines } from "./gems-lines.ts";
import { operatorLog, readEnvironment } from "./scripts.ts";
import type { ManagedSettings } from "./settings.ts";

/** What was seen of a stack that ran. */
export interface Seen {
  /** Lines of its logs. */
  readonly logs: GemsLines;
  /** Lines of FlagGems' operator logs that are newer than its start. */
  readonly operatorLogs: GemsLines;
  readonly operatorLogNotes: readonly string[];
  /** Values of the suite's variables in its processes, by variable. */
  readonly environment: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many processes were asked. */
  readonly processes: number;
}

/**
 * Judges what was seen against what the stack is meant to be. Absence of every sign is no proof that FlagGems did not
 * run, so a native stack is at best `clean`.
 */
export function judgeEvidence(
  expect: "native" | "flagos" | "any",
  seen: Seen,
  settings: ManagedSettings,
): Evidence {
  const operators = { ...seen.operatorLogs.operators, ...seen.logs.operators };
  const notes = notesOf(seen, settings);
  const shown = { notes, ...(Object.keys(operators).length > 0 && { operators }) };
  const contradiction = environmentContradiction(seen, settings) ?? contradictionOf(expect, seen);
  if (contradiction !== null) return { status: "contradicted", summary: contradiction, ...shown };
  if (expect === "any")
    return { status: "not applicable", summary: "The suite expects neither stack here.", ...shown };
  if (expect === "native") return { status: "clean", summary: cleanSummary(seen), ...shown };
  return showsFlagos(seen)
    ? { status: "proved", summary: proofOf(seen), ...shown }
    : { status: "missing", summary: missingSummary(seen, settings), ...shown };
}

function showsFlagos({ logs, operatorLogs }: Seen): boolean {
  return logs.showsFlagos || operatorLogs.showsFlagos;
}

function contradictionOf(expect: "native" | "flagos" | "any", seen: Seen): string | null {
  if (expect === "native" && showsFlagos(seen)) {
    return `It is meant to be native, but FlagOS ran in it: ${proofOf(seen)}`;
  }
  const nothing = seen.logs.first("nothing");
  if (expect === "flagos" && nothing !== undefined && !seen.operatorLogs.showsFlagos) {
    return `FlagGems was switched on for no operator at all, so this was a native run: ${nothing}`;
  }
  return null;
}

/** Variables that switch FlagOS; others, such as device masks, a server may well change for its workers. */
const SWITCH =
  /^(USE_FLAG|VLLM_FL_|VLLM_PLUGINS|FLAGCX_PATH|FLAGGEMS_|GEMS_|SGLANG_FL|SGLANG_PLUGINS|TE_FL_)/;

/** A switch whose value in the server's processes is not the suite's. */
function environmentContradiction({ environment }: Seen, settings: ManagedSettings): string | null {
  const switches = Object.entries(settings.environment).filter(([name]) => SWITCH.test(name));
  for (const [name, wanted] of switches) {
    const values = [...(environment.get(name) ?? [])];
    const other = values.find((value) => value !== wanted);
    if (other === undefined) continue;
    return `${name} is ${JSON.stringify(other)} in a process of the server, though the suite ${
      wanted === null ? "takes it out of the environment" : `sets ${JSON.stringify(wanted)}`
    }.`;
  }
  return null;
}

function proofOf({ logs, operatorLogs, operatorLogNotes }: Seen): string {
  const distinct = Object.keys(operatorLogs.operators).length;
  if (distinct > 0)
    return `${operatorLogNotes[0]} names ${distinct} operator${distinct === 1 ? "" : "s"} that ran.`;
  const line =
    logs.first("operator") ?? logs.first("dispatched") ?? logs.first("enabled") ?? logs.first("communicator");
  return `The server's log says: ${line}`;
}

function cleanSummary({ processes, environment }: Seen): string {
  const variables = [...environment]
    .filter(([name]) => SWITCH.test(name))
    .map(([name, values]) => `${name}=${[...values].join("|")}`)
    .join(", ");
  return (
    "No sign of FlagOS: no operator log newer than the start, no such line in the server's logs" +
    `${variables === "" ? "" : `, and ${variables} in its ${processes} processes`}.`
  );
}

function missingSummary({ operatorLogNotes }: Seen, settings: ManagedSettings): string {
  const logs = operatorLogNotes.length > 0 ? operatorLogNotes.join("; ") : "no operator log is named";
  const watched = settings.logs.length === 0 ? "its output" : "its output and logs";
  return `Nothing shows that FlagGems ran: ${logs}; no line of ${watched} names it.`;
}

/** What a reader should know though it decides nothing. */
function notesOf({ logs }: Seen, settings: ManagedSettings): string[] {
  const fallbacks = logs.count("fallback");
  const usesPlugin = logs.count("plugin") > 0;
  return [
    fallbacks > 0
      ? `${fallbacks} operators fell back to another implementation, first: ${logs.first("fallback")}`
      : null,
    usesPlugin && settings.environment["VLLM_FL_STRICT"] !== "1"
      ? "VLLM_FL_STRICT is not 1: operators that fail fall back silently to another implementation."
      : null,
  ].filter((note) => note !== null);
}

/**
 * Reads the operator logs that were written since the start.
 * @param stamps how each was before the start
 */
export async function readOperatorLogs(
  place: Place,
  settings: ManagedSettings,
  stamps: ReadonlyMap<string, string>,
): Promise<Pick<Seen, "operatorLogs" | "operatorLogNotes">> {
  const operatorLogs = new Lines();
  const operatorLogNotes: string[] = [];
  for (const path of settings.evidence.operatorLogs) {
    const text = (await place.run(operatorLog(settings.folder, path))).toString("utf8");
    const [stamp = "", ...lines] = text.split("\n");
    if (text === "") operatorLogNotes.push(`FlagGems' operator log ${path} is not there`);
    else if (stamp === stamps.get(path)) operatorLogNotes.push(`${path} is as it was before the start`);
    else {
      for (const line of lines) operatorLogs.take(line);
      const isEmpty = Object.keys(operatorLogs.operators).length === 0;
      if (isEmpty) operatorLogNotes.push(`FlagGems' operator log ${path} is new but names no operator`);
      else operatorLogNotes.unshift(`FlagGems' operator log ${path}`);
    }
  }
  return { operatorLogs, operatorLogNotes };
}

/** Reads the suite's variables back from the server's processes; programs that overwrote their environment tell nothing. */
export async function readBackEnvironment(
  place: Place,
  settings: ManagedSettings,
  processes: readonly number[],
): Promise<Map<string, Set<string>>> {
  const names = Object.keys(settings.environment);
  const found = new Map<string, Set<string>>();
  if (names.length === 0 || processes.length === 0) return found;
  const text = (await place.run(readEnvironment(processes, names))).toString("utf8");
  for (const line of text.split("\n").filter((line) => line.includes("="))) {
    const name = line.slice(0, line.indexOf("="));
    found.set(name, (found.get(name) ?? new Set()).add(line.slice(name.length + 1)));
  }
  return found;
}
