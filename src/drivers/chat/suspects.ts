import { type Course, wait } from "./stops.ts";

/**
 * Asks one suspect at a time: when the server goes down again, it is known which of them did it, and the others were
 * not in flight.
 */
export class Suspects {
  #last: Promise<unknown> = Promise.resolve();

  /** @throws what stopped the question */
  async alone<T>(course: Course, ask: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let leave = () => {};
    this.#last = new Promise<void>((resolve) => {
      leave = resolve;
    });
    try {
      await wait(course, before);
      return await ask();
    } finally {
      // Not before those in front, when this one was stopped while it stood in line.
      void before.then(leave);
    }
  }
}
