import { setTimeout as wait } from "node:timers/promises";
import { interrupted, PassingFailure } from "./failure.ts";

const ATTEMPTS = 5;
/** A server that wants more patience than this is as good as away. */
const MAXIMUM_WAIT_MILLISECONDS = 120_000;

export interface RetryOptions {
  readonly what: string;
  readonly signal: AbortSignal;
  /** The first wait; each further one is twice as long. */
  readonly retryMilliseconds: number;
  /** Five unless given. */
  readonly attempts?: number;
  /** Whether the last attempt got on: then it does not count. */
  readonly hasProgressed?: () => Promise<boolean>;
}

/** Makes a request again while its failures may pass, after ever longer waits, or as long as the server asks for. */
export async function withRetries<Value>(
  attempt: () => Promise<Value>,
  options: RetryOptions,
): Promise<Value> {
  const { what, signal, hasProgressed, attempts = ATTEMPTS } = options;
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw interrupted(what);
      if (!(error instanceof PassingFailure)) throw error;
      if ((await hasProgressed?.()) === true) failures = 1;
      if (failures >= attempts) throw error;
      await waitAfter(error, failures, options);
    }
  }
}

async function waitAfter(failure: PassingFailure, failures: number, options: RetryOptions): Promise<void> {
  const { what, signal, retryMilliseconds } = options;
  const milliseconds = failure.waitMilliseconds ?? retryMilliseconds * 2 ** (failures - 1);
  if (milliseconds > MAXIMUM_WAIT_MILLISECONDS) throw failure;
  await wait(milliseconds, undefined, { signal }).catch(() => {
    throw interrupted(what);
  });
}
