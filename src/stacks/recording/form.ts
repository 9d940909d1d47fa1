/** The arms of a finished run that can be replayed. */
export const RUN_ARMS = ["baseline", "candidate", "golden"] as const;
export type RunArm = (typeof RUN_ARMS)[number];

/** How a suite names a recording, before it is known whether it does so in one way. */
export interface RecordingOptions {
  readonly recording?: string | undefined;
  readonly entry?: string | undefined;
  readonly run?: string | undefined;
  readonly arm?: RunArm | undefined;
}

/** One stack of a folder with a `recording.json`. */
export interface EntryForm {
  readonly kind: "entry";
  readonly recording: string;
  readonly entry: string;
}

/** One arm of a finished run. */
export interface RunForm {
  readonly kind: "run";
  readonly run: string;
  readonly arm: RunArm;
}

/** What a suite must hold, for messages. */
export const ONE_FORM = "name it by `recording` and `entry`, or by `run` and `arm`, and not by a mixture";

/** @returns `null` where the options name no recording, half of one, or two */
export function recordingForm({ recording, entry, run, arm }: RecordingOptions): EntryForm | RunForm | null {
  if (recording !== undefined && entry !== undefined && run === undefined && arm === undefined) {
    return { kind: "entry", recording, entry };
  }
  if (run !== undefined && arm !== undefined && recording === undefined && entry === undefined) {
    return { kind: "run", run, arm };
  }
  return null;
}
