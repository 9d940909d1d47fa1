import { segmentCount } from "../../../compare/elementwise/meter-task.ts";
import { PairMeter } from "../../../compare/elementwise/pair-meter.ts";
import type { Workspace } from "../../../compare/elementwise/workspace.ts";
import type { SegmentsFound, SegmentsJob } from "./messages.ts";
import { openPair, taskOf } from "./pair-reader.ts";

/**
 * One thread's part of a tensor that is large enough to be shared. Whoever is done with a segment takes the next one, so
 * that all threads end together even where other programs hold one of them up.
 */
export function measureSegments(job: SegmentsJob, workspace: Workspace): SegmentsFound {
  const task = taskOf(job.pair);
  using reader = openPair(job.pair);
  const meter = new PairMeter(task, workspace);
  const taken = new Int32Array(job.taken);
  const next = () => Atomics.add(taken, 0, 1);
  const segments: SegmentsFound["segments"][number][] = [];
  for (let index = next(); index < segmentCount(task); index = next())
    segments.push({ index, tally: meter.measureSegment(index, reader.read) });
  const counted = meter.counted();
  if (counted === null) throw new Error("A tensor of one segment is not shared");
  return { segments, counted };
}
