import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { messageOf } from "../../support/errors.ts";
import { packageFile } from "../../support/package-root.ts";
import type { Answer, Job } from "./jobs.ts";

interface Queued {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
}

interface Thread {
  readonly worker: Worker;
  /** What it works on; `null` while it waits. */
  current: Queued | null;
}

/**
 * Threads that read and render runs, so that one of 100 MB keeps nobody from the others. Started when they are needed;
 * one that dies, for lack of memory for example, takes only its own job with it.
 */
export class RenderThreads implements AsyncDisposable {
  readonly #most: number;
  readonly #program: string | URL;
  readonly #threads = new Set<Thread>();
  readonly #queue: Queued[] = [];
  #isClosed = false;

  /** @param most how many there may be at a time: two at least, so that a slow job has company */
  constructor(most = Math.max(2, Math.min(4, availableParallelism())), program: string | URL = threadFile()) {
    this.#most = most;
    this.#program = program;
  }

  ask(job: Job): Promise<Answer> {
    return new Promise((resolve) => {
      this.#queue.push({ job, resolve });
      this.#assign();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const { resolve } of this.#queue.splice(0)) resolve(STOPPED);
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const thread = [...this.#threads].find(({ current }) => current === null) ?? this.#start();
      const queued = thread === null ? undefined : this.#queue.shift();
      if (thread === null || queued === undefined) return;
      thread.current = queued;
      thread.worker.postMessage(queued.job);
    }
  }

  #start(): Thread | null {
    if (this.#isClosed || this.#threads.size >= this.#most) return null;
    const thread: Thread = { worker: new Worker(this.#program), current: null };
    thread.worker.on("message", (found: Answer) => {
      const { current } = thread;
      thread.current = null;
      current?.resolve(found);
      this.#assign();
    });
    thread.worker.on("error", (error) => this.#bury(thread, messageOf(error)));
    thread.worker.on("exit", (code) => this.#bury(thread, `its thread ended with code ${code}`));
    this.#threads.add(thread);
    return thread;
  }

  #bury(thread: Thread, why: string): void {
    this.#threads.delete(thread);
    thread.current?.resolve(this.#isClosed ? STOPPED : { problem: `It cannot be shown: ${why}.` });
    thread.current = null;
    this.#assign();
  }
}

const STOPPED: Answer = { problem: "The server was stopped." };

/** Node runs compiled files: where this is not one, as under test, the build's is taken. */
function threadFile(): string | URL {
  if (import.meta.url.endsWith(".js")) return new URL("./thread.js", import.meta.url);
  return packageFile("dist", "src", "run", "view", "thread.js");
}
