import type { Profile } from "../../drivers/profile.ts";
import { FvalidateError } from "../../support/errors.ts";

/** What a rehearsal server can be told to do wrong, as real servers do. */
export const FAILURE_MODES = {
  hang: "never answers",
  close: "drops the connection in the middle of its answer",
  "wrong-shape": "answers with nine steps of actions",
  nan: "answers with a NaN among the actions",
  "http-500": "answers with an HTML error page (HTTP only)",
  "json-error": "answers with success: false (HTTP only)",
  "text-frame": "answers with a traceback in a text frame and closes (WebSocket only)",
  "unseeded-noise": "draws fresh noise for each request, as a server without the card's fixed noise",
  "noise-in-place": "overwrites its fixed noise with the first answer, as an in-place Euler loop does",
} as const;

export type FailureMode = keyof typeof FAILURE_MODES;

/** The modes that one transport alone can show. */
const ONLY_ON: Readonly<Partial<Record<FailureMode, Profile["transport"]>>> = {
  "http-500": "http",
  "json-error": "http",
  "text-frame": "websocket",
};

/** A mode and the number of the request from which on it applies, counted from 1. */
export interface PlannedFailure {
  readonly mode: FailureMode;
  readonly from: number;
}

/**
 * Reads `MODE` or `MODE@K`.
 * @throws FvalidateError of kind `usage` that lists the modes
 */
export function plannedFailure(text: string): PlannedFailure {
  const [, name, from = "1"] = /^([^@]*)(?:@(.*))?$/s.exec(text) ?? [];
  const mode = failureModes().find((known) => known === name);
  if (mode === undefined || !/^[1-9]\d{0,8}$/.test(from)) {
    throw new FvalidateError("usage", `--fail takes MODE or MODE@K with K from 1 on, not ${text}.`, {
      hint: `Modes: ${failureModes()
        .map((known) => `${known} (${FAILURE_MODES[known]})`)
        .join(", ")}.`,
    });
  }
  return { mode, from: Number(from) };
}

/** @throws FvalidateError of kind `usage` for a mode that the profile's transport cannot show */
export function requirePossible(failure: PlannedFailure | null, { name, transport }: Profile): void {
  const only = failure === null ? undefined : ONLY_ON[failure.mode];
  if (failure === null || only === undefined || only === transport) return;
  const possible = failureModes().filter((mode) => (ONLY_ON[mode] ?? transport) === transport);
  throw new FvalidateError(
    "usage",
    `The profile ${name} speaks ${transport}; ${failure.mode} is a failure of ${only} servers.`,
    { hint: `Its modes: ${possible.join(", ")}.` },
  );
}

function failureModes(): FailureMode[] {
  return Object.keys(FAILURE_MODES).filter((name): name is FailureMode => Object.hasOwn(FAILURE_MODES, name));
}
