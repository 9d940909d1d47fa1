import type { TensorResult } from "../../contracts/compare-run.ts";

/** A tensor of a dump, as far as the search for a divergence goes. */
export interface DumpedTensor {
  readonly name: string;
  readonly dump: NonNullable<TensorResult["dump"]>;
  /** `missing` from the candidate. */
  readonly outcome: TensorResult["outcome"] | "missing";
}

/** One call of a layer, with all that was dumped of it. */
export interface Call {
  readonly call: number;
  readonly layer: string;
  readonly inputs: readonly DumpedTensor[];
  readonly outputs: readonly DumpedTensor[];
}

/** The calls in their order. */
export function callsOf(tensors: readonly DumpedTensor[]): Call[] {
  const calls = new Map<
    string,
    { call: number; layer: string; inputs: DumpedTensor[]; outputs: DumpedTensor[] }
  >();
  for (const tensor of tensors) {
    const { call, layer, part } = tensor.dump;
    const key = `${call} ${layer}`;
    const found = calls.get(key) ?? { call, layer, inputs: [], outputs: [] };
    (part === "input" ? found.inputs : found.outputs).push(tensor);
    calls.set(key, found);
  }
  return [...calls.values()].sort((one, other) => one.call - other.call);
}

/** Which process a layer belongs to; "" where a dump holds one alone. */
export function rankOf(layer: string): string {
  return /(?:^|\/)((?:rank|proc)\d+)\//.exec(layer)?.[1] ?? "";
}

/** The tensors of each process. */
export function byRank(tensors: readonly DumpedTensor[]): Map<string, DumpedTensor[]> {
  const ranks = new Map<string, DumpedTensor[]>();
  for (const tensor of tensors) {
    const rank = rankOf(tensor.dump.layer);
    const known = ranks.get(rank);
    if (known === undefined) ranks.set(rank, [tensor]);
    else known.push(tensor);
  }
  return ranks;
}
