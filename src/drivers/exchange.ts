import { FvalidateError } from "../support/errors.ts";
import { failureAt } from "./failures.ts";

export interface ExchangeLimits {
  /** The address and what is asked, for messages. */
  readonly where: string;
  readonly timeoutMilliseconds: number;
  /** Stops the exchange before its time. */
  readonly signal?: AbortSignal | undefined;
}

/** The longest that a timer of Node.js runs. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Runs one exchange with a server within its time. Whatever goes wrong becomes an error that says where.
 * @throws FvalidateError of kind `interrupted` when the signal stops it, else of kind `stack` unless `work` threw
 *   one of another kind
 */
export async function exchange<T>(
  limits: ExchangeLimits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { where, timeoutMilliseconds, signal } = limits;
  // Not `AbortSignal.any` of a timeout: Node.js 20 may collect such a pair before the time is over.
  const controller = new AbortController();
  const stop = () => controller.abort(stopped(where));
  const expire = () => controller.abort(expired(timeoutMilliseconds / 1000));
  const timer = setTimeout(expire, Math.min(timeoutMilliseconds, LONGEST_TIMER));
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  try {
    controller.signal.throwIfAborted();
    return await work(controller.signal);
  } catch (error) {
    if (signal?.aborted) throw stopped(where);
    throw failureAt(controller.signal.aborted ? controller.signal.reason : error, where);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function stopped(where: string): FvalidateError {
  return new FvalidateError("interrupted", `The run was stopped while ${where} was being asked.`);
}

function expired(seconds: number): FvalidateError {
  return new FvalidateError("stack", `No whole answer within ${seconds} s.`, {
    hint: "It hangs, or is slower than --timeout allows: a first call under FlagGems may take minutes.",
  });
}
