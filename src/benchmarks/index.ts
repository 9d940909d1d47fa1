import type { Benchmark } from "../contracts/benchmark.ts";
import { FvalidateError } from "../support/errors.ts";

/** Every benchmark by the name that `--tasks` takes. Each is loaded when it is asked for. */
export const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  mmlu: async () => (await import("./mmlu.ts")).mmlu,
  mmlu_pro: async () => (await import("./mmlu-pro.ts")).mmluPro,
  gpqa_diamond: async () => (await import("./gpqa-diamond.ts")).gpqaDiamond,
  gpqa_main: async () => (await import("./gpqa-main.ts")).gpqaMain,
  aime24: async () => (await import("./aime24.ts")).aime24,
  aime25: async () => (await import("./aime25.ts")).aime25,
  musr: async () => (await import("./musr.ts")).musr,
  math_500: async () => (await import("./math-500.ts")).math500,
  gsm8k: async () => (await import("./gsm8k.ts")).gsm8k,
  livebench: async () => (await import("./livebench.ts")).livebench,
  livebench_2024_11_25: async () => (await import("./livebench-2024-11-25.ts")).livebench20241125,
  ceval: async () => (await import("./ceval.ts")).ceval,
  mmmu: async () => (await import("./mmmu.ts")).mmmu,
  mmmu_pro_standard: async () => (await import("./mmmu-pro-standard.ts")).mmmuProStandard,
  mmmu_pro_vision: async () => (await import("./mmmu-pro-vision.ts")).mmmuProVision,
  cmmmu: async () => (await import("./cmmmu.ts")).cmmmu,
  mm_vet_v2: async () => (await import("./mm-vet-v2.ts")).mmVetV2,
  ocrbench: async () => (await import("./ocrbench.ts")).ocrbench,
  math_vision: async () => (await import("./math-vision.ts")).mathVision,
  cii_bench: async () => (await import("./cii-bench.ts")).ciiBench,
  blink: async () => (await import("./blink.ts")).blink,
  mathvista: async () => (await import("./mathvista.ts")).mathVista,
  erqa: async () => (await import("./erqa.ts")).erqa,
  video_mme: async () => (await import("./video-mme.ts")).videoMme,
};

/** @throws FvalidateError of kind `usage` for a name that is not registered */
export function benchmarkNamed(name: string): Promise<Benchmark> {
  const load = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
  if (load !== undefined) return load();
  throw new FvalidateError("usage", `There is no benchmark "${name}".`, {
    hint: `Benchmarks: ${Object.keys(BENCHMARKS).join(", ")}.`,
  });
}
