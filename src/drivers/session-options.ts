import type { Profile } from "./profile.ts";

/** What a line to a server needs. */
export interface SessionOptions {
  readonly url: string;
  readonly profile: Profile;
  /** For one answer, and for the connection to open. */
  readonly timeoutMilliseconds: number;
  /** Stops a connection that is being opened. */
  readonly signal?: AbortSignal;
}
