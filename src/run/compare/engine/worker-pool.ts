import { Worker } from "node:worker_threads";
import { messageOf } from "../../../support/errors.ts";
import { packageFile } from "../../../support/package-root.ts";
import { errorOf, type SegmentsAnswer, type SegmentsFound, type SegmentsJob, stopped } from "./messages.ts";

interface Waiting {
  resolve(found: SegmentsFound): void;
  reject(error: Error): void;
}

/** Threads that measure, started with the first job and kept for the next ones. */
export class WorkerPool implements AsyncDisposable {
  readonly #count: number;
  readonly #chunkBytes: number;
  readonly #program: string | URL;
  #threads: MeasuringThread[] = [];

  /** @param program of each thread */
  constructor(count: number, chunkBytes: number, program: string | URL = workerFile()) {
    this.#count = count;
    this.#chunkBytes = chunkBytes;
    this.#program = program;
  }

  /** Every thread's part of a pair's segments, but for those that others take meanwhile. */
  async measure(job: Omit<SegmentsJob, "id">): Promise<SegmentsFound[]> {
    if (this.#threads.length === 0) this.#threads = Array.from({ length: this.#count }, () => this.#start());
    try {
      return await Promise.all(this.#threads.map((thread) => thread.ask(job)));
    } catch (error) {
      // The others may be busy for long, with what nobody waits for any more.
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }

  #start(): MeasuringThread {
    return new MeasuringThread(this.#program, this.#chunkBytes);
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

  constructor(program: string | URL, chunkBytes: number) {
    this.#worker = new Worker(program, {
      workerData: { chunkBytes },
      // What a thread allocates lives no longer than a block: more would only be held.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
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
    this.#died ??= stopped(why);
    for (const { reject } of this.#waiting.values()) reject(this.#died);
    this.#waiting.clear();
  }
}

/** Node runs compiled files: where this is not one, as under test, the build's is taken. */
function workerFile(): string | URL {
  if (import.meta.url.endsWith(".js")) return new URL("./worker.js", import.meta.url);
  return packageFile("dist", "src", "run", "compare", "engine", "worker.js");
}
