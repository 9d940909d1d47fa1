import { describe, expect, it } from "vitest";
import { benchRunSchema } from "../../../src/contracts/bench-run.ts";
import { runResultSchema } from "../../../src/contracts/run-result.ts";
import { benchRun } from "../bench/runs.ts";
import { cardOf, pi0Run } from "./runs.ts";

/** The same run with some of its benchmarks, under an id of its own. */
function part(name: string, id: string, tasks: readonly string[]) {
  const run = benchRun(name);
  return { ...run, id, benchmarks: run.benchmarks.filter((benchmark) => tasks.includes(benchmark.name)) };
}

describe("a card of several runs", () => {
  it("has their rows in one table, in the order in which they were named", () => {
    const card = cardOf([
      part("bench-ernie", "second", ["mmlu", "musr"]),
      part("bench-ernie", "first", ["aime24"]),
    ]);
    expect(card).toContain(
      "| MMLU | 0.773 | 0.788 |\n| MUSR | 0.724 | 0.710 |\n| AIME | 0.667 | 0.700 |\n\n",
    );
    expect(card.match(/\| Metrics \| ERNIE/g)).toHaveLength(1);
    expect(card).toContain("| Run | second,");
    expect(card).toContain("| Run | first,");
  });

  it("refuses one benchmark twice, and names both runs", () => {
    expect(() =>
      cardOf([part("bench-ernie", "monday", ["mmlu", "musr"]), part("bench-ernie", "tuesday", ["mmlu"])]),
    ).toThrow("The benchmark mmlu is in two runs, monday and tuesday");
    expect(() => cardOf([pi0Run(), { ...pi0Run(), id: "another" }])).toThrow(
      "The MAPE of CUDA and FlagOS is in two runs, pi0-2026-11-21-072828-cuda-flagos and another",
    );
    expect(() => cardOf([benchRun("bench-failed"), benchRun("bench-failed")])).toThrow("was named twice");
  });

  it("brings pi0 and benchmarks together, each in its form", () => {
    const card = cardOf([benchRun("bench-ernie"), pi0Run()], { styles: ["difference"] });
    expect(card.indexOf("is 0.8899%.")).toBeLessThan(card.indexOf("| AIME ↑ | +3.33% |"));
    expect(card.match(/^## /gm)).toHaveLength(1);
    expect(card).toContain("ERNIE 4.5 300B A47B on two machines:\n\n| Item | Version |");
  });
});

describe("the forms", () => {
  it("FlagRelease: the makers' names by the environment or as told, four decimals", () => {
    const run = benchRun("bench-ernie");
    const [name] = ["ERNIE-4.5-300B-A47B-PT"];
    expect(cardOf([run], { styles: ["flagrelease"] })).toContain(
      `| Metrics | ${name}-Nvidia-Origin | ${name}-Nvidia-FlagOS |\n|---|---|---|\n| AIME | 0.6667 | 0.7000 |\n`,
    );
    const metax = {
      ...run,
      candidate: { ...run.candidate, model: `${name}-FlagOS`, environment: { device: "MetaX C550" } },
    };
    // The model's own ending is not written twice.
    expect(cardOf([metax], { styles: ["flagrelease"] })).toContain(`| ${name}-Metax-FlagOS |`);
    const untold = { ...run, candidate: { ...run.candidate, environment: {} } };
    expect(() => cardOf([untold], { styles: ["flagrelease"] })).toThrow("Whose chip FlagOS ran on");
    expect(cardOf([untold], { styles: ["flagrelease"], vendor: "Kunlunxin" })).toContain(
      "-Kunlunxin-FlagOS |",
    );
  });

  it("performance: the baseline's mean time over the candidate's", () => {
    // 469.52947073333377 ms and 3086.79730156667 ms: 15.21 %.
    const card = cardOf([pi0Run()], { styles: ["performance"] });
    expect(card).toContain("| Speedup Ratio (FlagOS / CUDA) | 15.21% |");
    expect(card).toContain("95 % interval of the ratio 14.53% to 16.02%");
    const untimed = runResultSchema.parse({
      ...pi0Run(),
      latency: { baseline: null, candidate: null, candidateOverBaseline: null },
    });
    expect(() => cardOf([untimed], { styles: ["performance"] })).toThrow("has no times of both stacks");
  });

  it("unit, decimals, signs, arrows and repeats as told", () => {
    const run = benchRun("bench-ernie");
    expect(cardOf([run], { unit: "percent", arrows: true, askedIn: "row" })).toContain(
      "| AIME 0-shot avg@1 ↑ | 66.67% | 70.00% |",
    );
    const differences = (sign: "always" | "negative" | "never") =>
      cardOf([run], { styles: ["difference"], sign, arrows: false, decimals: 1, askedIn: "none" })
        .split("\n")
        .filter((line) => /^\| (AIME|GPQA|MUSR) \| \S+% \|$/.test(line));
    expect(differences("always")).toEqual(["| AIME | +3.3% |", "| GPQA | +0.1% |", "| MUSR | -1.3% |"]);
    expect(differences("negative")).toEqual(["| AIME | 3.3% |", "| GPQA | 0.1% |", "| MUSR | -1.3% |"]);
    expect(differences("never")).toEqual(["| AIME | 3.3% |", "| GPQA | 0.1% |", "| MUSR | 1.3% |"]);
    expect(cardOf([run], { styles: ["difference"], decimals: 0 })).toContain("| GPQA ↑ | 0% |");
  });

  it("refuses a style that none of the runs can have", () => {
    expect(() => cardOf([pi0Run()], { styles: ["scores"] })).toThrow("The style scores is for runs of bench");
    expect(() => cardOf([benchRun("bench-ernie")], { styles: ["mape"] })).toThrow("for runs of pi0");
  });

  it("is Chinese where that is wanted; what the run says stays as it is", () => {
    const card = cardOf([benchRun("bench-minicpm-vllm"), pi0Run()], { language: "zh" });
    expect(card.startsWith("## 评测结果\n\n以 CUDA 为基准,CUDA 与 FlagOS 之间的 MAPE 为 0.8899%。\n")).toBe(
      true,
    );
    expect(card).toContain("| 指标(avg@1) | 与 Nvidia-CUDA 的差异 |");
    expect(card).toContain("<summary>验证方法</summary>");
    expect(card).toContain("flagos computes what cuda computes, up to rounding");
  });
});

describe("what a reader must know first", () => {
  it("a failed or interrupted run says so above its figures", () => {
    const failed = cardOf([benchRun("bench-failed")]);
    expect(failed.split("\n")[2]).toMatch(/^> \*\*The run \S+ failed: .*\*\* flagos did not become ready/);
    expect(failed).toContain("No benchmark was compared");
    const interrupted = cardOf([benchRun("bench-interrupted")], { heading: "" });
    expect(interrupted.startsWith("> **The run bench-2026-11-21-081500-ernie-4.5-300b was interrupted")).toBe(
      true,
    );
    const pi0 = runResultSchema.parse({
      ...pi0Run(),
      metrics: null,
      metricsReason: "the server went away",
      status: "failed",
      failure: { kind: "stack", message: "the server went away", hint: null },
    });
    expect(cardOf([pi0])).toContain(
      "The MAPE between CUDA and FlagOS was not measured: the server went away",
    );
  });

  it("an inconsistent run and one without proof of FlagOS say so as well", () => {
    const card = cardOf([benchRun("bench-inconsistent")]);
    expect(card).toContain("> **The verdict on the run bench-2026-11-21-081500-qwen3-8b is INCONSISTENT.**");
    expect(card).toContain("> **It is not proved that FlagOS ran FlagOS");
    expect(card).toContain("| Warning | No proof that FlagOS ran:");
  });

  it("what was not scored is a dash, with its reason below", () => {
    const card = cardOf([benchRun("bench-minicpm-repeats")]);
    expect(card).toContain("| MM-Vet v2 avg@4 ↑ | - |");
    expect(card).toContain("not scored: no judge was given");
    // Known as totals alone: they are printed, and said to be no more than that.
    const totals = cardOf([benchRun("bench-outputs-totals")]);
    expect(totals).toContain("| gpqa\\_diamond | 0.260 | 0.240 |".replace("\\_", "_"));
    expect(totals).toContain("totals alone, without single answers");
  });

  it("shows the evidence, the floors and the command", () => {
    const card = cardOf([benchRun("bench-ernie")]);
    expect(card).toContain(
      "| Evidence, FlagOS | proved: FlagGems' operator log names 61 operators that ran. |",
    );
    expect(card).toContain("| USE_FLAGGEMS | CUDA: 0; FlagOS: 1 |");
    expect(card).toContain(
      "| n = 756 | -1.32 points, -2.85 to +0.21 | p (Holm) 0.4858 | lost 22, gained 12;",
    );
    expect(card).toContain("baseline against itself 96, against the candidate 105, of 1192");
    expect(card).toContain(
      "```sh\nfvalidate bench --suite ernie-4.5-300b --baseline cuda --candidate flagos\n```",
    );
  });
});

it("says where a difference does not follow from its accuracies, and how much was asked", () => {
  const run = benchRun("bench-ernie");
  const [first] = run.benchmarks;
  if (first === undefined || !("deltaPoints" in first)) throw new Error("bench-ernie has no benchmark");
  const part = { ...first, data: { ...first.data, published: 60 }, deltaPoints: 2.5 };
  expect(cardOf([{ ...run, benchmarks: [part] }])).toContain(
    "| AIME | n = 30; 30 of 60 published were asked; each accuracy is over all that its stack answered |",
  );
});

it("gives the same bytes for runs that were read back from JSON", () => {
  const runs = [benchRun("bench-ernie"), benchRun("bench-inconsistent")];
  const again = runs.map((run) => benchRunSchema.parse(JSON.parse(JSON.stringify(run))));
  expect(cardOf(again)).toBe(cardOf(runs));
});
