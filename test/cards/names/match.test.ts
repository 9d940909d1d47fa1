import { describe, expect, it } from "vitest";
import { BENCHMARKS } from "../../../src/benchmarks/index.ts";
import { ALIASES } from "../../../src/cards/names/aliases.ts";
import { matchBenchmark } from "../../../src/cards/names/match.ts";
import { keyOf, parseMetricName } from "../../../src/cards/names/metric-name.ts";

const known = await Promise.all(Object.values(BENCHMARKS).map((load) => load()));

function matched(name: string): string {
  const match = matchBenchmark(parseMetricName(name), known);
  return match === null ? "none" : `${match.benchmark.name}${match.kind === "same" ? "" : "?"}`;
}

describe("names of cards", () => {
  it.each(known.map(({ name, cardName }) => [name, cardName]))("%s and %s are itself", (name, cardName) => {
    expect(matched(name)).toBe(name);
    expect(matched(`${cardName} ↑`)).toBe(name);
  });

  // Spellings of published cards.
  it.each([
    ["AIME", "aime24"],
    ["AIME_0fewshot_@avg1", "aime24"],
    ["AIME-0shot@avg1", "aime24"],
    ["AIME 2024 (Pass@1)", "aime24"],
    ["AIME 2025(Pass@1)", "aime25"],
    ["Aime24", "aime24"],
    ["GPQA", "gpqa_diamond?"],
    ["GPQA_0fewshot_@avg1", "gpqa_diamond?"],
    ["gpqa_generative_cot", "gpqa_diamond?"],
    ["GPQA_Diamond", "gpqa_diamond"],
    ["GPQA-Diamond (Pass@1)", "gpqa_diamond"],
    ["gpqa_diamond_generative_cot", "gpqa_diamond"],
    ["LIVEBENCH", "livebench"],
    ["LiveBench-0fewshot_@avg1", "livebench"],
    ["livebench_new", "livebench"],
    ["LiveBench New", "livebench"],
    ["MMLU (Acc.)", "mmlu"],
    ["MMLU_5fewshot_@avg1", "mmlu"],
    ["MMLUpro-5shots@avg1", "mmlu_pro"],
    ["MMLU_Pro", "mmlu_pro"],
    ["MUSR_0fewshot_@avg", "musr"],
    ["musr_generative", "musr"],
    ["MATH-500 pass@1", "math_500"],
    ["MATH-500 (pass@1)", "math_500"],
    ["math_500", "math_500"],
    ["GSM8K (EM)", "gsm8k"],
    ["CEVAL", "ceval"],
    ["mmmu_val", "mmmu"],
    ["cmmmu_val", "cmmmu"],
    ["math_vision_test", "math_vision"],
    ["MathVista", "mathvista"],
    ["ocrbench_test", "ocrbench"],
    ["orcbench_test", "ocrbench"],
    ["mmvet_v2", "mm_vet_v2"],
    ["mmmvet_v2", "mm_vet_v2"],
    ["mmmu_pro_vision_test", "mmmu_pro_vision"],
    ["mmmu_pro_standard_test", "mmmu_pro_standard"],
    ["cii_bench_test", "cii_bench"],
    ["blink_val", "blink"],
    ["blink_val_ev", "blink?"],
    ["Blink-think", "blink?"],
    ["blink_val_ev-nothink", "blink?"],
    ["Video-MME 0-shot avg@1 ↑", "video_mme"],
    // Parts and relatives of a benchmark are not the benchmark.
    ["musr_murder_mysteries", "none"],
    ["Musr_team", "none"],
    ["mmlu_pro_other", "none"],
    ["ERQAPlus", "none"],
    ["TheoremQA", "none"],
    ["cmmlu", "none"],
    ["mathverse", "none"],
    ["vsi_bench_tiny", "none"],
  ])("%s is %s", (name, expected) => {
    expect(matched(name)).toBe(expected);
  });

  it.each([
    ["AIME_0fewshot_@avg1", { shots: 0, repeats: 1 }],
    ["MMLU_5fewshot_@avg1", { shots: 5, repeats: 1 }],
    ["MUSR_0fewshot_@avg", { shots: 0, repeats: null }],
    ["DROP (3-shot F1)", { shots: 3 }],
    ["AIME avg@64", { repeats: 64, shots: null }],
    ["GPQA zero-shot", { shots: 0 }],
    ["flores (chrF++)", { scale: "chrF" }],
    ["WMT16 BLEU", { scale: "BLEU" }],
    ["Blink-nothink", { variant: "nothink" }],
    ["Blink non-thinking", { variant: "nothinking" }],
  ])("%s tells what is in it", (name, expected) => {
    expect(parseMetricName(name)).toMatchObject(expected);
  });

  it("takes what the heading says for all rows", () => {
    expect(parseMetricName("flores_ca", "Metrics(chrf)").scale).toBe("chrf");
    expect(parseMetricName("CMMMU ↑", "Metrics(avg@4)").repeats).toBe(4);
  });

  it("prefers the run's own name over what cards mean by it", () => {
    const benchmarks = [
      { name: "gpqa_diamond", cardName: "GPQA-Diamond" },
      { name: "gpqa", cardName: "GPQA" },
    ];
    expect(matchBenchmark(parseMetricName("GPQA"), benchmarks)).toMatchObject({
      benchmark: { name: "gpqa" },
      kind: "same",
    });
  });

  it("knows aliases by their keys, of benchmarks that there are", () => {
    const names = new Set(Object.keys(BENCHMARKS));
    for (const [key, { same, possible }] of Object.entries(ALIASES)) {
      expect(keyOf(key)).toBe(key);
      for (const name of [...same, ...possible]) expect(names).toContain(name);
    }
  });
});
