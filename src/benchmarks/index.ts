import type { Benchmark } from "../contracts/benchmark.ts";
import { FvalidateError } from "../support/errors.ts";

/** Every benchmark by the name that `--tasks` takes. Each is loaded when it is asked for. */
export const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  mmlu: async () => (await import("./mmlu.ts")).mmlu,
  mmlu_pro: async () => (await import("./mmlu-pro.ts")).mmluPro,
  gpqa_diamond: async () => (await import("./gpqa-diamond.ts")).gpqaDiamond,
  gpqa_main: async () => (await import("./gpqa-main.ts")).gpqaMain,
  musr: async () => (await import("./musr.ts")).musr,
  ceval: async () => (await import("./ceval.ts")).ceval,
};

/** @throws FvalidateError of kind `usage` for a name that is not registered */
export function benchmarkNamed(name: string): Promise<Benchmark> {
  const load = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
  if (load !== undefined) return load();
  throw new FvalidateError("usage", `There is no benchmark "${name}".`, {
    hint: `Benchmarks: ${Object.keys(BENCHMARKS).join(", ")}.`,
  });
}
