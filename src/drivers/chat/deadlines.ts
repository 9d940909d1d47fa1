/** What can be ended because its time is over. */
export interface Expiring {
  expire(): void;
}

/** The longest that a timer of Node.js runs. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * One timer for any number of requests that all have the same time: the one that began first also ends first.
 * A timer or an abort signal for each request would cost more than the request itself.
 */
export class Deadlines {
  readonly #milliseconds: number;
  /** With their ends, in the order in which they began. */
  readonly #running = new Map<Expiring, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  add(item: Expiring): void {
    this.#running.set(item, performance.now() + this.#milliseconds);
    if (this.#timer === null) this.#wait(this.#milliseconds);
  }

  delete(item: Expiring): void {
    this.#running.delete(item);
  }

  clear(): void {
    this.#running.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(milliseconds: number): void {
    // The connections keep the process alive, so this need not.
    this.#timer = setTimeout(() => this.#expireDue(), Math.min(milliseconds, LONGEST_TIMER)).unref();
  }

  #expireDue(): void {
    this.#timer = null;
    for (const [item, end] of this.#running) {
      const left = end - performance.now();
      if (left > 0) {
        this.#wait(Math.ceil(left));
        return;
      }
      this.#running.delete(item);
      item.expire();
    }
  }
}
