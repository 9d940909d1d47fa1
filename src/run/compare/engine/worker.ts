import { parentPort, workerData } from "node:worker_threads";
import { Workspace } from "../../../compare/elementwise/workspace.ts";
import { measureSegments } from "./measure-segments.ts";
import { failureOf, type SegmentsAnswer, type SegmentsJob } from "./messages.ts";

/** A thread of the engine: it opens the files itself, and answers each job. */
const { chunkBytes }: { chunkBytes: number } = workerData;
const workspace = new Workspace(chunkBytes);

parentPort?.on("message", (job: SegmentsJob) => parentPort?.postMessage(answer(job)));

function answer(job: SegmentsJob): SegmentsAnswer {
  try {
    return { id: job.id, found: measureSegments(job, workspace) };
  } catch (error) {
    return { id: job.id, failure: failureOf(error) };
  }
}
