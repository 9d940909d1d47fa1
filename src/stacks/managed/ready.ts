import { setTimeout as sleep } from "node:timers/promises";
import { FvalidateError } from "../../support/errors.ts";
import { fatalMeaning } from "./fatal-lines.ts";
import type { ManagedSettings, ReadySign } from "./settings.ts";
import type { Look, Watcher } from "./watcher.ts";

/** A server that was started and is not ready yet. */
export interface Starting {
  /** The stack's name, for messages. */
  readonly stack: string;
  readonly settings: ManagedSettings;
  readonly watcher: Watcher;
  /** Whether a port of the machine that it runs on accepts connections. */
  listens(port: number): Promise<boolean>;
  /** Its address for HTTP, without a path; `null` for scripts. */
  readonly url: string | null;
}

/** Often at first, for servers that start in no time; less so for those that take minutes. */
const lookEvery = (elapsedMilliseconds: number) => Math.min(1000, Math.max(50, elapsedMilliseconds / 10));
/** How long a stack without any process and without a new log line may still come up: another machine may work. */
const GONE_SECONDS = 15;
const TOUCH_MILLISECONDS = 5_000;

/** The signs that a stack names, or its port's opening, or its command's end. */
export function signsOf({ ready, port }: ManagedSettings): readonly ReadySign[] {
  return ready.signs ?? (port === undefined ? [{ ended: true }] : [{ tcp: port }]);
}

/**
 * Waits until every sign has been seen.
 * @returns how long it took, in milliseconds
 * @throws FvalidateError of kind `stack`, with the end of the logs, when the server dies, says something fatal, falls
 *   silent or takes too long; of kind `interrupted` when it is stopped
 */
export async function untilReady(starting: Starting, signal: AbortSignal): Promise<number> {
  const begun = Date.now();
  const open = new Set(signsOf(starting.settings));
  let lastActivity = begun;
  for (;;) {
    requireNotStopped(starting, signal);
    const look = await starting.watcher.look();
    if (look.isActive) lastActivity = Date.now();
    requireNotFatal(starting, look);
    for (const sign of open) if (await isSeen(sign, starting, look)) open.delete(sign);
    if (open.size === 0) return Date.now() - begun;
    requireAlive(starting, look, Date.now() - lastActivity);
    requirePatience(starting, { open, begun, lastActivity });
    await sleep(lookEvery(Date.now() - begun), undefined, { signal }).catch(() => undefined);
  }
}

function isSeen(sign: ReadySign, starting: Starting, { lines, ended }: Look): boolean | Promise<boolean> {
  if ("log" in sign) return lines.some(({ line }) => new RegExp(sign.log, "u").test(line));
  if ("ended" in sign) return ended === 0;
  return "tcp" in sign ? starting.listens(sign.tcp) : answers(starting, sign);
}

async function answers({ url }: Starting, sign: { http: string; status: number }): Promise<boolean> {
  if (url === null) return false;
  try {
    const base = url.replace(/^ws/, "http");
    const answer = await fetch(new URL(sign.http, base), { signal: AbortSignal.timeout(TOUCH_MILLISECONDS) });
    await answer.body?.cancel();
    return answer.status === sign.status;
  } catch {
    return false;
  }
}

function requireNotStopped({ stack }: Starting, signal: AbortSignal): void {
  if (signal.aborted) throw new FvalidateError("interrupted", `Stopped while ${stack} was starting.`);
}

function requireNotFatal(starting: Starting, { lines }: Look): void {
  for (const { log, line } of lines) {
    const meaning = fatalMeaning(line, starting.settings.ready.fatal);
    if (meaning !== null) throw failure(starting, `will not come up: ${meaning} (in ${log}: ${line.trim()})`);
  }
}

function requireAlive(starting: Starting, look: Look, silentMilliseconds: number): void {
  if (look.ended !== null && look.ended !== 0) {
    throw failure(starting, `did not start: its start command ended with exit code ${look.ended}`);
  }
  const patience = Math.min(GONE_SECONDS, starting.settings.ready.quietSeconds) * 1000;
  if (look.ended === 0 && look.processes.length === 0 && silentMilliseconds > patience) {
    throw failure(starting, "did not start: its start command ended and left no process behind");
  }
}

function requirePatience(
  starting: Starting,
  wait: { open: ReadonlySet<ReadySign>; begun: number; lastActivity: number },
): void {
  const { quietSeconds, timeoutSeconds } = starting.settings.ready;
  const missing = `still missing: ${[...wait.open].map(describeSign).join(", ")}`;
  if (Date.now() - wait.lastActivity > quietSeconds * 1000) {
    throw failure(starting, `was not ready and did nothing for ${quietSeconds} s; ${missing}`);
  }
  if (Date.now() - wait.begun > timeoutSeconds * 1000) {
    throw failure(starting, `was not ready after ${timeoutSeconds} s; ${missing}`);
  }
}

/** A sign in words. */
export function describeSign(sign: ReadySign): string {
  if ("tcp" in sign) return `port ${sign.tcp} accepts connections`;
  if ("http" in sign) return `GET ${sign.http} answers ${sign.status}`;
  return "log" in sign ? `a log line matches /${sign.log}/` : "the start command ends with exit code 0";
}

function failure({ stack, watcher }: Starting, what: string): FvalidateError {
  const tail = watcher.tail();
  return new FvalidateError("stack", `${stack} ${what}.`, {
    log: tail === "" ? "(it printed nothing)" : tail,
    hint: "The suite's `ready` sets how long to wait, what to wait for, and which lines are fatal.",
  });
}
