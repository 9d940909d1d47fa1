import { FvalidateError } from "../../support/errors.ts";

/** One question that is being asked, and how to end whatever it waits for. */
export interface Course {
  /** Ends the wait at hand; the question then looks at `stopped`. */
  cancel: (() => void) | null;
  stopped: FvalidateError | null;
}

interface Group {
  readonly courses: Set<Course>;
  readonly stop: () => void;
}

/**
 * Ends questions when their signal aborts. Each signal gets one listener however many questions share it: adding and
 * removing one per question takes time that grows with their number.
 */
export class Stops {
  readonly #groups = new Map<AbortSignal, Group>();
  #closed: FvalidateError | null = null;

  /** @throws FvalidateError of kind `interrupted` when the signal has aborted, or what closed the client */
  enter(signal: AbortSignal): Course {
    if (this.#closed !== null) throw this.#closed;
    if (signal.aborted) throw interrupted();
    const course: Course = { cancel: null, stopped: null };
    (this.#groups.get(signal) ?? this.#listen(signal)).courses.add(course);
    return course;
  }

  leave(signal: AbortSignal, course: Course): void {
    const group = this.#groups.get(signal);
    group?.courses.delete(course);
    if (group?.courses.size === 0) this.#forget(signal, group);
  }

  /** Ends all questions with one error; further ones are refused with it. */
  close(error: FvalidateError): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    for (const [signal, group] of this.#groups) {
      this.#forget(signal, group);
      stopAll(group.courses, error);
    }
  }

  #listen(signal: AbortSignal): Group {
    const courses = new Set<Course>();
    const group = {
      courses,
      stop: () => {
        this.#groups.delete(signal);
        stopAll(courses, interrupted());
      },
    };
    this.#groups.set(signal, group);
    signal.addEventListener("abort", group.stop, { once: true });
    return group;
  }

  #forget(signal: AbortSignal, { stop }: Group): void {
    this.#groups.delete(signal);
    signal.removeEventListener("abort", stop);
  }
}

/** Waits, but no longer than until the question is stopped. */
export async function wait<T>(course: Course, promise: Promise<T>): Promise<T> {
  throwIfStopped(course);
  const stopped = new Promise<void>((resolve) => {
    course.cancel = resolve;
  });
  const found = await Promise.race([promise, stopped]);
  course.cancel = null;
  throwIfStopped(course);
  return found as T;
}

/** @throws what stopped the question, as soon as it is stopped */
export async function pause(course: Course, milliseconds: number): Promise<void> {
  throwIfStopped(course);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    course.cancel = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  course.cancel = null;
  throwIfStopped(course);
}

/** It may have been stopped between two waits. */
export function throwIfStopped({ stopped }: Course): void {
  if (stopped !== null) throw stopped;
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
