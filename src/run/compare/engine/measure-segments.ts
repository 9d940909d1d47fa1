import { segmentCount } from "../../../compare/elementwise/meter-task.ts";
import { PairMeter } from "../../../compare/elementwise/pair-meter.ts";
import type { Tally } from "../../../compare/elementwise/tally.ts";
import type { Workspace } from "../../../compare/elementwise/workspace.ts";
import type { SegmentsFound, SegmentsJob } from "./messages.ts";
import { openPair, taskOf } from "./pair-reader.ts";

/** One thread's part of a tensor that is large enough to be shared. */
export function measureSegments(job: SegmentsJob, workspace: Workspace): SegmentsFound {
  const task = taskOf(job.pair);
  using reader = openPair(job.pair);
  const meter = new PairMeter(task, workspace);
  const tallies: Tally[] = [];
  for (let index = job.first; index < segmentCount(task); index += job.step)
    tallies.push(meter.measureSegment(index, reader.read));
  const counted = meter.counted();
  if (counted === null) throw new Error("A tensor of one segment is not shared");
  return { tallies, counted };
}
