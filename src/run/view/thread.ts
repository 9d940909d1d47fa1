import { parentPort } from "node:worker_threads";
import { answer, type Job } from "./jobs.ts";

/** A thread of the viewer: it takes one job at a time. */
parentPort?.on("message", async (job: Job) => parentPort?.postMessage(await answer(job)));
