import { ELEMENTWISE_FIGURES } from "../../../compare/elementwise/figures.ts";
import type { MapeConventionName } from "../../../compare/metrics/mape-conventions.ts";
import { DEFAULT_LIMITS } from "../../../compare/policies/policy.ts";
import { parseGate } from "../../../compare/tensors/gate-expression.ts";
import { gateKeys } from "../../../compare/tensors/judged-figures.ts";
import type { ToleranceChoice } from "../../../compare/tensors/tolerances.ts";
import type { TensorResult } from "../../../contracts/compare-run.ts";
import type { StoredTensor } from "../../../tensors/stored/stored-tensor.ts";
import { makeTensor, type Tensor } from "../../../tensors/tensor.ts";
import { bytesOf } from "../../../tensors/tensor-data.ts";
import { startEngine } from "../engine/engine.ts";
import { assessPairs } from "./assess.ts";
import { comparePair } from "./compare-pair.ts";
import { whyUnmeasured } from "./compare-pairs.ts";
import type { JudgingOptions } from "./options.ts";

/** How two tensors in memory are compared; every part has the default of the command `fvalidate compare`. */
export interface TensorComparisonOptions {
  /** What messages call the pair. */
  readonly name?: string;
  /** Closeness that every element must have; torch.testing's by dtype where neither gates nor a floor are given. */
  readonly tolerance?: ToleranceChoice;
  /** Limits on figures, such as `cosine>=0.999`. */
  readonly gates?: readonly string[];
  /** What the baseline gave with an input moved by an ulp: then the rules of pi0's policy `floor` decide. */
  readonly floor?: Tensor;
  /** The same in higher precision, which both are measured against. */
  readonly golden?: Tensor;
  /** The axis of observations, for error coherence. */
  readonly observationAxis?: number;
  readonly mapeConvention?: MapeConventionName;
  /** Limit on WAPE in floors. */
  readonly maxFloors?: number;
  readonly minCoherenceP?: number;
  /** Of the sign flips. */
  readonly seed?: number;
}

/**
 * Compares two tensors in memory, as `fvalidate compare` does those in files.
 *
 * @throws FvalidateError of kind `usage` for a gate that cannot be read, of kind `input` for a tensor whose parts
 *   contradict each other
 */
export async function compareTensors(
  baseline: Tensor,
  candidate: Tensor,
  options: TensorComparisonOptions = {},
): Promise<TensorResult> {
  const { name = "tensor", floor, golden } = options;
  const stored = (tensor: Tensor) => inMemory(name, tensor);
  const pair = { name, baseline: stored(baseline), candidate: stored(candidate) };
  const judging = judgingOptions(options);
  const compared = whyUnmeasured(pair) ?? (await measured());
  const [result] = assessPairs([compared], judging);
  if (result === undefined) throw new RangeError("a pair has a result");
  return result;

  async function measured() {
    await using engine = await startEngine({ workers: 1, signal: new AbortController().signal });
    const ready = {
      pair,
      floor: floor === undefined ? null : stored(floor),
      golden: golden === undefined ? null : stored(golden),
    };
    return await comparePair(ready, judging, engine);
  }
}

function judgingOptions(options: TensorComparisonOptions): JudgingOptions {
  const { tolerance, gates = [], floor } = options;
  return {
    tolerance: tolerance ?? { rule: "torch" },
    gates: gates.map((gate) => parseGate(gate, gateKeys(ELEMENTWISE_FIGURES))),
    closeness: tolerance !== undefined || (gates.length === 0 && floor === undefined),
    mapeConvention: options.mapeConvention ?? "naive",
    observationAxis: options.observationAxis ?? null,
    maxMapePercent: DEFAULT_LIMITS.maxMapePercent,
    maxFloors: options.maxFloors ?? DEFAULT_LIMITS.maxFloors,
    minCoherenceP: options.minCoherenceP ?? DEFAULT_LIMITS.minCoherenceP,
    seed: options.seed ?? 42,
  };
}

/** Its elements are copied, so that a thread may read them. */
function inMemory(name: string, tensor: Tensor): StoredTensor {
  const { dtype, shape, data } = makeTensor(tensor);
  const bytes = new SharedArrayBuffer(data.byteLength);
  new Uint8Array(bytes).set(bytesOf(data));
  return {
    name,
    dtype,
    shape,
    littleEndian: true,
    strides: null,
    firstElement: 0,
    location: { kind: "memory", bytes, byteLength: data.byteLength },
  };
}
