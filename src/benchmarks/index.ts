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
  livebench: async () => (await import("./livebench.ts")).livebench,
  livebench_2024_11_25: async () => (await import("./livebench-2024-11-25.ts")).livebench20241125,
  mmmu: async () => (await import("./mmmu.ts")).mmmu,
  mmmu_pro_standard: async () => (await import("./mmmu-pro-standard.ts")).mmmuProStandard,
  mmmu_pro_vision: async () => (await import("./mmmu-pro-vision.ts")).mmmuProVision,
  math_vision: async () => (await import("./math-vision.ts")).mathVision,
  mathvista: async () => (await import("./mathvista.ts")).mathVista,
  blink: async () => (await import("./blink.ts")).blink,
};

/** @throws FvalidateError of kind `usage` for a name that is not registered */
export function benchmarkNamed(name: string): Promise<Benchmark> {
  const load = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
  if (load !== undefined) return load();
  throw new FvalidateError("usage", `There is no benchmark "${name}".`, {
    hint: `Benchmarks: ${Object.keys(BENCHMARKS).join(", ")}.`,
  });
}
