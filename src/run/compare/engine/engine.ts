import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ErrorGram } from "../../../compare/elementwise/gram.ts";
import { measurementOf } from "../../../compare/elementwise/measurement.ts";
import { type MeterTask, segmentCount, valueCount } from "../../../compare/elementwise/meter-task.ts";
import {
  countedOrder,
  KeptTerms,
  keptOrder,
  type Order,
} from "../../../compare/elementwise/order-statistics.ts";
import { PairMeter } from "../../../compare/elementwise/pair-meter.ts";
import { MAXIMUM, type Tally, TallyJoiner } from "../../../compare/elementwise/tally.ts";
import { DEFAULT_CHUNK_BYTES, Workspace } from "../../../compare/elementwise/workspace.ts";
import type { PairMeasurement, TensorPair } from "../../../contracts/pair-measurement.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { errorGram } from "./error-gram.ts";
import { errorOf, failureOf, type SegmentsFound, type SegmentsJob } from "./messages.ts";
import { openPair, taskOf } from "./pair-reader.ts";
import { noneTaken, SegmentTaker, takeAll } from "./segment-taker.ts";
import { WorkerPool } from "./worker-pool.ts";

export interface EngineSettings {
  /** Threads for large tensors; 1 for none but this one. Two, or the cores there are, by default. */
  readonly workers?: number;
  /** Of one arm that a thread reads at once. */
  readonly chunkBytes?: number;
  readonly signal: AbortSignal;
}

/** Measures pairs of tensors in files. What it finds depends neither on its settings nor on what it did before. */
export interface TensorEngine extends AsyncDisposable {
  /**
   * Every elementwise figure of a pair, in one pass and in memory that does not grow with the tensors.
   *
   * @throws FvalidateError of kind `comparison` for arms that cannot be compared, `input` for a file that changes
   *   meanwhile, `interrupted` when the signal comes
   */
  measure(pair: TensorPair): Promise<PairMeasurement>;
  /**
   * The scalar products of the error tensors of the observations along an axis.
   * @throws FvalidateError as `measure`
   */
  errorGram(pair: TensorPair, axis: number): Promise<ErrorGram>;
}

/** Fewer values are measured here before threads would have started. */
const SHARED_FROM = 2 ** 22;

/** Ready at once: threads are started by the first large tensor. */
export async function startEngine(settings: EngineSettings): Promise<TensorEngine> {
  const workers = settings.workers ?? Math.min(2, availableParallelism());
  const chunkBytes = settings.chunkBytes ?? DEFAULT_CHUNK_BYTES;
  const { signal } = settings;
  const workspace = new Workspace(chunkBytes);
  // This thread measures as well: it need not be started, and has nothing else to do.
  const pool = new WorkerPool(workers - 1, chunkBytes);
  const onAbort = () => void pool[Symbol.asyncDispose]();
  signal.addEventListener("abort", onAbort);
  const inTurn = oneAtATime();
  return {
    async measure(pair) {
      requireRunning(signal);
      const task = taskOf(pair);
      const isShared = workers > 1 && valueCount(task) >= SHARED_FROM;
      const found = isShared
        ? await measureShared(pair, { pool, workspace, signal, inTurn })
        : await inTurn(() => measureHere(pair, task, { workspace, signal }));
      return measurementOf(task, pair.baseline.shape, found);
    },
    errorGram: (pair, axis) => errorGram(pair, axis, () => requireRunning(signal)),
    async [Symbol.asyncDispose]() {
      signal.removeEventListener("abort", onAbort);
      await pool[Symbol.asyncDispose]();
    },
  };
}

type InTurn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** The workspace is one pair's until that is done. */
function oneAtATime(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

interface Found {
  readonly tally: Tally;
  readonly order: Order;
}

interface Sharing {
  readonly pool: WorkerPool;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  readonly inTurn: InTurn;
}

async function measureShared(pair: TensorPair, sharing: Sharing): Promise<Found> {
  const { pool, signal, inTurn } = sharing;
  const job = { pair, taken: noneTaken() };
  try {
    const [others, own] = await Promise.all([pool.measure(job), inTurn(() => takeHere(job, sharing))]);
    const parts = [own, ...others];
    return join(
      inOrder(parts),
      parts.map(({ counted }) => counted),
    );
  } catch (error) {
    takeAll(job.taken);
    requireRunning(signal);
    throw error;
  }
}

/** This thread's part, with turns for signals and progress in between. */
async function takeHere(
  job: Omit<SegmentsJob, "id">,
  { workspace, signal }: Sharing,
): Promise<SegmentsFound> {
  try {
    using taker = new SegmentTaker(job, workspace);
    while (taker.takeNext()) {
      await nextTurn();
      requireRunning(signal);
    }
    return taker.found();
  } catch (error) {
    // As any other thread would say it.
    throw errorOf(failureOf(error));
  }
}

function inOrder(parts: readonly SegmentsFound[]): Tally[] {
  const all = parts.flatMap(({ segments }) => segments);
  return all.sort((one, other) => one.index - other.index).map(({ tally }) => tally);
}

function join(tallies: Iterable<Tally>, counted: readonly SegmentsFound["counted"][]): Found {
  const joiner = new TallyJoiner();
  for (const tally of tallies) joiner.add(tally);
  const tally = joiner.finish();
  const maximum = (which: number) => Math.max(0, tally.maxima[which] ?? 0);
  const maxima = { ratio: maximum(MAXIMUM.ratio), ulp: maximum(MAXIMUM.ulp) };
  return { tally, order: countedOrder(counted, maxima) };
}

async function measureHere(
  pair: TensorPair,
  task: MeterTask,
  { workspace, signal }: { workspace: Workspace; signal: AbortSignal },
): Promise<Found> {
  using reader = openPair(pair);
  const meter = new PairMeter(task, workspace);
  const tallies: Tally[] = [];
  for (let index = 0; index < segmentCount(task); index += 1) {
    if (index > 0) {
      // Signals and progress get their turn.
      await nextTurn();
      requireRunning(signal);
    }
    tallies.push(meter.measureSegment(index, reader.read));
  }
  if (meter.order instanceof KeptTerms) {
    const joiner = new TallyJoiner();
    for (const tally of tallies) joiner.add(tally);
    return { tally: joiner.finish(), order: keptOrder(meter.order) };
  }
  const counted = meter.counted();
  return join(tallies, counted === null ? [] : [counted]);
}

function requireRunning(signal: AbortSignal): void {
  if (signal.aborted) throw new FvalidateError("interrupted", "The comparison was interrupted.");
}
