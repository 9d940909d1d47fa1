import { Worker } from "node:worker_threads";
import { FvalidateError, messageOf } from "../../../support/errors.ts";
import { packageFile } from "../../../support/package-root.ts";
import { errorOf, type SegmentsAnswer, type SegmentsFound, type SegmentsJob } from "./messages.ts";

interface Waiting {
  resolve(found: SegmentsFound): void;
  reject(error: Error): void;
}

/** Threads that measure, started with the first job and kept for the next ones. */
export class WorkerPool implements AsyncDisposable {
  readonly #count: number;
  readonly #chunkBytes: number;
  #threads: MeasuringThread[] = [];

  constructor(count: number, chunkBytes: number) {
    this.#count = count;
    this.#chunkBytes = chunkBytes;
  }

  /** Every thread's part of a pair's segments, by the thread. */
  async measure(pair: SegmentsJob["pair"]): Promise<SegmentsFound[]> {
    if (this.#threads.length === 0)
      this.#threads = Array.from({ length: this.#count }, () => new MeasuringThread(this.#chunkBytes));
    const step = this.#count;
    try {
      return await Promise.all(this.#threads.map((thread, first) => thread.ask({ pair, first, step })));
    } catch (error) {
      // The others may be busy for long, with what nobody waits for any more.
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Ends the threads at once; what they were asked fails. */
  async [Symbol.asyncDispose](): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

class MeasuringThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #died: Error | null = null;

  constructor(chunkBytes: number) {
    this.#worker = new Worker(workerFile(), { workerData: { chunkBytes } });
    this.#worker.unref();
    this.#worker.on("message", (answer: SegmentsAnswer) => this.#take(answer));
    this.#worker.on("error", (error) => this.#fail(messageOf(error)));
    this.#worker.on("exit", (code) => this.#fail(`it ended with code ${code}`));
  }

  ask(job: Omit<SegmentsJob, "id">): Promise<SegmentsFound> {
    if (this.#died !== null) return Promise.reject(this.#died);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, ...job });
    });
  }

  async end(): Promise<void> {
    this.#fail("it was ended");
    await this.#worker.terminate();
  }

  #take(answer: SegmentsAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ("found" in answer) waiting?.resolve(answer.found);
    else waiting?.reject(errorOf(answer.failure));
  }

  #fail(why: string): void {
    this.#died ??= new FvalidateError("comparison", `A thread that compared tensors stopped: ${why}.`, {
      hint: "Run it again, with --workers 1 if it happens again.",
    });
    for (const { reject } of this.#waiting.values()) reject(this.#died);
    this.#waiting.clear();
  }
}

/** Node runs compiled files: where this is not one, as under test, the build's is taken. */
function workerFile(): string | URL {
  if (import.meta.url.endsWith(".js")) return new URL("./worker.js", import.meta.url);
  return packageFile("dist", "src", "run", "compare", "engine", "worker.js");
}
