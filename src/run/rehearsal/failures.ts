import { FvalidateError } from "../../support/errors.ts";

/** What a rehearsal server can be told to do wrong, as real servers do. */
export const FAILURE_MODES = {
  hang: "never answers",
  close: "drops the connection in the middle of its answer",
  "wrong-shape": "answers with one step less",
  nan: "answers with a NaN among the actions",
  "http-500": "answers with an HTML error page (HTTP only)",
  "json-error": "answers with success: false (HTTP only)",
  "text-frame": "answers with a traceback in a text frame and closes (WebSocket only)",
  "unseeded-noise": "draws fresh noise for each request, as a server without the card's fixed noise",
  "noise-in-place": "overwrites its fixed noise with the first answer, as an in-place Euler loop does",
} as const;

export type FailureMode = keyof typeof FAILURE_MODES;

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
  const [name = "", from = "1"] = text.split("@");
  const mode = (Object.keys(FAILURE_MODES) as FailureMode[]).find((known) => known === name);
  if (mode === undefined || !/^[1-9]\d*$/.test(from)) {
    throw new FvalidateError("usage", `--fail takes MODE or MODE@K with K from 1 on, not ${text}.`, {
      hint: `Modes: ${Object.entries(FAILURE_MODES)
        .map(([known, what]) => `${known} (${what})`)
        .join(", ")}.`,
    });
  }
  return { mode, from: Number(from) };
}
