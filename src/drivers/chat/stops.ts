import { FvalidateError } from "../../support/errors.ts";

/** One question that is being asked, and how to end whatever it waits for. */
export interface Course {
  /** Ends the wait at hand; the question then looks at `stopped`. */
  cancel: (() => void) | null;
  stopped: FvalidateError | null;
}

/**
 * Ends questions when their signal aborts. Each signal gets one listener however many questions share it: adding and
 * removing one per question takes time that grows with their number.
 */
export class Stops {
  readonly #courses = new Map<AbortSignal, Set<Course>>();
  readonly #life = new AbortController();
  #closed: FvalidateError | null = null;

  /** @throws FvalidateError of kind `interrupted` when the signal has aborted, or what closed the client */
  enter(signal: AbortSignal): Course {
    if (this.#closed !== null) throw this.#closed;
    if (signal.aborted) throw interrupted();
    const course: Course = { cancel: null, stopped: null };
    (this.#courses.get(signal) ?? this.#listen(signal)).add(course);
    return course;
  }

  leave(signal: AbortSignal, course: Course): void {
    this.#courses.get(signal)?.delete(course);
  }

  /** Ends all questions with one error; further ones are refused with it. */
  close(error: FvalidateError): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    this.#life.abort();
    for (const courses of this.#courses.values()) stopAll(courses, error);
    this.#courses.clear();
  }

  get closed(): FvalidateError | null {
    return this.#closed;
  }

  #listen(signal: AbortSignal): Set<Course> {
    const courses = new Set<Course>();
    this.#courses.set(signal, courses);
    const stop = () => {
      this.#courses.delete(signal);
      stopAll(courses, interrupted());
    };
    signal.addEventListener("abort", stop, { once: true, signal: this.#life.signal });
    return courses;
  }
}

/** Waits, but no longer than until the question is stopped. */
export async function wait<T>(course: Course, promise: Promise<T>): Promise<T> {
  const stopped = new Promise<void>((resolve) => {
    course.cancel = resolve;
  });
  const found = await Promise.race([promise, stopped]);
  course.cancel = null;
  if (course.stopped !== null) throw course.stopped;
  return found as T;
}

/** @throws what stopped the question, as soon as it is stopped */
export async function pause(course: Course, milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    course.cancel = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  course.cancel = null;
  if (course.stopped !== null) throw course.stopped;
}

export function interrupted(): FvalidateError {
  return new FvalidateError("interrupted", "The run was stopped while questions were being asked.");
}

function stopAll(courses: ReadonlySet<Course>, error: FvalidateError): void {
  for (const course of courses) {
    course.stopped = error;
    course.cancel?.();
  }
}
