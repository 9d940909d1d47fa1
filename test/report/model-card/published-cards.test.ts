import { describe, expect, it } from "vitest";
import { benchRun } from "../bench/runs.ts";
import { cardOf, pi0Run } from "./runs.ts";

// Lines of the published cards that the project started from, as they stand there.

/** FlagRelease/pi0-FlagOS, "Evaluation Results". */
const PI0 = "The MAPE between CUDA and FlagOS(CUDA as ground truth) is 1.4152%.";

/** FlagRelease/MiniCPM-o-4.5-nvidia-FlagOS, "Transformers version" and "VLLM version". */
const TRANSFORMERS = `
| Metrics | Difference with Nvidia-CUDA |
|---|---|
| Video-MME 0-shot avg@1 ↑ | 0.33% |
`;
const VLLM = `
| Metrics(avg@1) | Difference with Nvidia-CUDA |
|---|---|
| CMMMU ↑ | 0.72% |
| MMMU ↑ | 1.44% |
| MMMU_Pro_standard ↑ | 0.83% |
| MMMU_Pro_vision ↑ | 0.38% |
| MM-Vet v2 ↑ | 0.46% |
| OCRBench ↑ | 0.10% |
| MathVision ↑ | 0.41% |
| CII-Bench ↑ | 0.40% |
| Blink ↑ | 1.90% |
| MathVista ↑ | 0.70% |
`;

/** FlagRelease/ERNIE-4.5-300B-A47B-PT-FlagOS-Nvidia, "Benchmark Result". */
const ERNIE = `
| Metrics | ERNIE-4.5-300B-A47B-PT-H100-CUDA | ERNIE-4.5-300B-A47B-PT-FlagOS-Nvidia |
|---|---|---|
| AIME | 0.667 | 0.700 |
| GPQA | 0.669 | 0.669 |
| LiveBench | 0.685 | 0.690 |
| MMLU | 0.773 | 0.788 |
| MUSR | 0.724 | 0.710 |
`;

describe("the tables of the published cards come out byte for byte", () => {
  it("pi0: the sentence, with four decimals or two", () => {
    expect(cardOf([pi0Run(1.4152)]).split("\n")).toContain(PI0);
    expect(cardOf([pi0Run(1.4152)], { decimals: 2 }).split("\n")).toContain(PI0.replace("1.4152", "1.42"));
  });

  it("MiniCPM-o 4.5: two suites, a table each", () => {
    const card = cardOf([benchRun("bench-consistent-predictions"), benchRun("bench-minicpm-vllm")], {
      sign: "negative",
    });
    expect(card).toContain(`### MiniCPM-o 4.5 by Transformers\n${TRANSFORMERS}\n`);
    expect(card).toContain(`### MiniCPM-o 4.5 on vLLM\n${VLLM}\n`);
  });

  it("MiniCPM-o 4.5: what the run of four repeats shares with the card", () => {
    const card = cardOf([benchRun("bench-minicpm-repeats")], { sign: "never" });
    for (const row of ["| CMMMU", "| MMMU ", "| MMMU_Pro_standard", "| OCRBench"]) {
      const published = VLLM.split("\n").find((line) => line.startsWith(row)) ?? "none";
      const [, figure = "none"] = published.split(" ↑");
      expect(card.split("\n").find((line) => line.startsWith(row) && line.includes("↑"))).toContain(figure);
    }
    // One row was asked once and the others four times, so each tells its own.
    expect(card).toContain("| CMMMU avg@4 ↑ | 0.72% |");
    expect(card).toContain("| OCRBench avg@1 ↑ | 0.10% |");
    expect(card).toContain("| MM-Vet v2 avg@4 ↑ | - |");
  });

  it("ERNIE 4.5: both accuracies under the names of its stacks", () => {
    const card = cardOf([benchRun("bench-ernie")], {
      baselineName: "H100-CUDA",
      candidateName: "FlagOS-Nvidia",
    });
    expect(card).toContain(`\n${ERNIE}\n`);
  });
});
