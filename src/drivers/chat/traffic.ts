import type { Endpoint } from "./endpoint.ts";
import type { Pauses } from "./options.ts";
import { backoffMilliseconds } from "./retry-after.ts";
import { type Course, wait } from "./stops.ts";

export interface TrafficOptions {
  readonly endpoints: readonly Endpoint[];
  readonly concurrency: number;
  readonly pauses: Pauses;
  readonly draw: () => number;
}

/** How many answers it takes until one more request may be in flight after 429s lowered the limit. */
const ANSWERS_PER_STEP = 8;
const MILLISECONDS_BETWEEN_LINES = 30_000;

/**
 * Says which server the next request goes to: the one with the fewest in flight of those that live and may be sent
 * more. Requests beyond the concurrency wait here, first come, first served.
 */
export class Traffic {
  readonly #options: TrafficOptions;
  readonly #waiting = new Set<(endpoint: Endpoint) => void>();
  #inFlight = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: TrafficOptions) {
    this.#options = options;
  }

  /** At once where one is free, without a promise. */
  tryTake(): Endpoint | null {
    return this.#waiting.size > 0 ? null : this.#choose();
  }

  /** @throws what stopped the question */
  async take(course: Course): Promise<Endpoint> {
    let taken: Endpoint | null = null;
    let offer = (_endpoint: Endpoint) => {};
    const offered = new Promise<Endpoint>((resolve) => {
      offer = (endpoint) => {
        taken = endpoint;
        resolve(endpoint);
      };
    });
    this.#waiting.add(offer);
    this.wake();
    try {
      return await wait(course, offered);
    } catch (error) {
      this.#waiting.delete(offer);
      if (taken !== null) this.release(taken);
      throw error;
    }
  }

  release(endpoint: Endpoint): void {
    endpoint.inFlight -= 1;
    this.#inFlight -= 1;
    if (this.#waiting.size > 0) this.wake();
  }

  /** Lets those go that may: to be called whenever a server's state changed. */
  wake(): void {
    for (const offer of this.#waiting) {
      const endpoint = this.#choose();
      if (endpoint === null) {
        this.#wakeLater();
        return;
      }
      this.#waiting.delete(offer);
      offer(endpoint);
    }
  }

  /** An answer came. */
  answered(endpoint: Endpoint): void {
    const { pace } = endpoint;
    endpoint.answeredAt = performance.now();
    if (pace.refusingSince !== null) Object.assign(pace, { refusingSince: null, lowered: 0 });
    if (pace.limit >= this.#options.concurrency) return;
    pace.limit = Math.min(this.#options.concurrency, pace.limit + 1 / ANSWERS_PER_STEP);
  }

  /**
   * The server refused a request for being one too many. Halves what is in flight, once for all those that were sent
   * together, and keeps everybody from sending until the server's own time, or one that doubles, is over.
   *
   * @param sentAt when the refused request was sent
   * @returns whether it is worth a line: the limit was lowered, and that was not said lately
   */
  refused(endpoint: Endpoint, sentAt: number, retryAfterMilliseconds: number | null): boolean {
    const { pace } = endpoint;
    const now = performance.now();
    pace.refusingSince ??= now;
    const isFirst = sentAt >= pace.loweredAt;
    if (isFirst) {
      pace.limit = Math.max(1, Math.floor(Math.min(pace.limit, endpoint.inFlight + 1) / 2));
      pace.loweredAt = now;
      pace.lowered += 1;
    }
    const { pauses, draw } = this.#options;
    const own = isFirst ? backoffMilliseconds(pace.lowered, { pauses, draw: draw() }) : 0;
    this.holdBack(endpoint, retryAfterMilliseconds ?? own);
    const isNews = isFirst && now - pace.saidAt > MILLISECONDS_BETWEEN_LINES;
    if (isNews) pace.saidAt = now;
    return isNews;
  }

  /** Nothing is sent to the server for so long. */
  holdBack({ pace }: Endpoint, milliseconds: number): void {
    pace.notBefore = Math.max(pace.notBefore, performance.now() + milliseconds);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #choose(): Endpoint | null {
    if (this.#inFlight >= this.#options.concurrency) return null;
    let best: Endpoint | null = null;
    for (const endpoint of this.#options.endpoints) {
      if (maySend(endpoint) && (best === null || endpoint.inFlight < best.inFlight)) best = endpoint;
    }
    if (best === null) return null;
    best.inFlight += 1;
    this.#inFlight += 1;
    return best;
  }

  /** When the first of the servers that only have to be left alone may be asked again. */
  #wakeLater(): void {
    if (this.#timer !== null) return;
    const now = performance.now();
    const ends = this.#options.endpoints
      .filter(({ state, pace }) => state === "up" && pace.notBefore > now)
      .map(({ pace }) => pace.notBefore);
    if (ends.length === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.wake();
      },
      Math.ceil(Math.min(...ends) - now),
    );
  }
}

function maySend({ state, inFlight, pace }: Endpoint): boolean {
  if (state !== "up" || inFlight >= Math.max(1, Math.floor(pace.limit))) return false;
  return pace.notBefore === 0 || pace.notBefore <= performance.now();
}
