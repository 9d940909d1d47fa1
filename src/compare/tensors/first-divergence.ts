import type { CompareRun } from "../../contracts/compare-run.ts";
import { byRank, type Call, callsOf, type DumpedTensor } from "./calls.ts";

type Divergence = Pick<CompareRun, "firstDivergence" | "firstDivergenceReason">;

/** `unknown`: nothing was dumped, or something of it is missing or undecided. */
type State = "good" | "bad" | "unknown";

interface JudgedCall extends Call {
  readonly before: State;
  readonly after: State;
}

/**
 * The first call, in the order of calls, whose inputs are close and whose outputs are not: there the candidate computes
 * something else. A call whose inputs already differ only passes a difference on.
 */
export function firstDivergence(tensors: readonly DumpedTensor[]): Divergence {
  if (tensors.length === 0) return none("the files tell no order of calls: they are no dumps of layers");
  const ranks = byRank(tensors);
  if (ranks.size === 1) return divergenceWithin(tensors).divergence;
  return divergenceOverRanks(ranks);
}

interface Found {
  readonly divergence: Divergence;
  /** How many calls of its rank stand before the one that is named. */
  readonly before: number;
}

/** Calls are in order within each rank alone, so the one with the fewest calls of its own rank before it comes first. */
function divergenceOverRanks(ranks: ReadonlyMap<string, readonly DumpedTensor[]>): Divergence {
  const found = [...ranks].map(([rank, tensors]) => ({ rank, ...divergenceWithin(tensors) }));
  const named = found.flatMap(({ rank, before, divergence: { firstDivergence: divergence } }) =>
    divergence === null ? [] : [{ rank, before, divergence }],
  );
  const [first, ...others] = named.sort((one, other) => one.before - other.before);
  if (first === undefined) {
    const reasons = found.map(({ rank, divergence }) => `${rank}: ${divergence.firstDivergenceReason ?? ""}`);
    return none(reasons.join("; "));
  }
  const elsewhere = others.map(
    ({ rank, divergence: { call, layer } }) => `call ${call} (${layer}) of ${rank}`,
  );
  const also = elsewhere.length === 0 ? "" : `; also ${elsewhere.join(", ")}`;
  const order = `the dumps hold ${ranks.size} ranks, whose calls are in order within each alone`;
  return { firstDivergence: { ...first.divergence, reason: `${first.divergence.reason}; ${order}${also}` } };
}

function divergenceWithin(tensors: readonly DumpedTensor[]): Found {
  const calls = callsOf(tensors).map(judged);
  const firstBad = calls.find(({ before, after }) => before === "bad" || after === "bad");
  if (firstBad === undefined) return { divergence: none(whyNone(calls)), before: calls.length };
  const found = calls.find(({ before, after }) => before === "good" && after === "bad");
  if (found === undefined) return { divergence: none(whyNotFound(firstBad)), before: calls.length };
  const firstDivergence = {
    call: found.call,
    layer: found.layer,
    inputs: found.inputs.map(({ name }) => name),
    outputs: found.outputs.filter(({ outcome }) => outcome === "fail").map(({ name }) => name),
    reason: whyFound(found, calls),
  };
  return { divergence: { firstDivergence }, before: calls.indexOf(found) };
}

function none(reason: string): Divergence {
  return { firstDivergence: null, firstDivergenceReason: reason };
}

function judged(call: Call): JudgedCall {
  return { ...call, before: stateOf(call.inputs), after: stateOf(call.outputs) };
}

function stateOf(tensors: readonly DumpedTensor[]): State {
  if (tensors.some(({ outcome }) => outcome === "fail")) return "bad";
  return tensors.length > 0 && tensors.every(({ outcome }) => outcome === "pass") ? "good" : "unknown";
}

function whyNone(calls: readonly JudgedCall[]): string {
  const unknown = calls.filter(({ after }) => after === "unknown").length;
  const rest = unknown === 0 ? "" : `, but the outputs of ${unknown} calls are missing or not decided`;
  return `no tensor of the ${calls.length} calls fails${rest}`;
}

function whyNotFound({ call, layer, before, inputs }: JudgedCall): string {
  const where = `call ${call} (${layer})`;
  if (before === "bad") {
    return `the inputs of ${where}, the first that differs, differ already: the cause lies before what was dumped`;
  }
  const why =
    inputs.length === 0 ? "its inputs are not in the dumps" : "not all of its inputs are there and decided";
  return `the first outputs that fail are those of ${where}; ${why}, so whether it computes something else or passes a difference on cannot be told`;
}

function whyFound(found: JudgedCall, calls: readonly JudgedCall[]): string {
  const earlier = calls.filter(
    ({ call, before, after }) => call < found.call && (before === "bad" || after === "bad"),
  );
  const [first] = earlier;
  const since =
    first === undefined
      ? "no call before it fails"
      : `calls before it fail too, first call ${first.call} (${first.layer}), but whether their inputs were good is not known or they were not`;
  return `its inputs pass and its outputs do not; ${since}`;
}
