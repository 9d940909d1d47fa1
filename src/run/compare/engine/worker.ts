import { parentPort, workerData } from "node:worker_threads";
import { Workspace } from "../../../compare/elementwise/workspace.ts";
import { failureOf, type SegmentsAnswer, type SegmentsJob } from "./messages.ts";
import { SegmentTaker } from "./segment-taker.ts";

/** A thread of the engine: it opens the files itself, and answers each job. */
const { chunkBytes }: { chunkBytes: number } = workerData;
const workspace = new Workspace(chunkBytes);

parentPort?.on("message", (job: SegmentsJob) => parentPort?.postMessage(answer(job)));

function answer(job: SegmentsJob): SegmentsAnswer {
  try {
    using taker = new SegmentTaker(job, workspace);
    let isLeft = true;
    while (isLeft) isLeft = taker.takeNext();
    return { id: job.id, found: taker.found() };
  } catch (error) {
    return { id: job.id, failure: failureOf(error) };
  }
}
