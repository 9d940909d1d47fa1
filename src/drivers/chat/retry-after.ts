import type { Pauses } from "./options.ts";

/** No server is waited for longer at its own word. */
const LONGEST_MILLISECONDS = 60_000;

/** How long a server asks to be left alone, at most a minute; `null` where it says nothing that can be read. */
export function retryAfterMilliseconds(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): number | null {
  const precise = numberOf(headers["retry-after-ms"]);
  const seconds = numberOf(headers["retry-after"]);
  const wanted = precise ?? (seconds === null ? untilDate(headers["retry-after"]) : seconds * 1000);
  return wanted === null ? null : Math.min(Math.max(wanted, 0), LONGEST_MILLISECONDS);
}

/** The pause before the n-th time that something is asked again (from 1): doubled each time, ± half of it. */
export function backoffMilliseconds(n: number, { pauses, draw }: { pauses: Pauses; draw: number }): number {
  const doubled = pauses.firstMilliseconds * 2 ** Math.min(n - 1, 30);
  return Math.min(doubled, pauses.longestMilliseconds) * (0.5 + draw);
}

function numberOf(value: string | string[] | undefined): number | null {
  return typeof value === "string" && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

function untilDate(value: string | string[] | undefined): number | null {
  const date = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : date - Date.now();
}
