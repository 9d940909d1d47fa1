import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
  comparePairs,
  compareTensors,
  DEFAULT_ACCURACY_LIMITS,
  float32Tensor,
  importerFor,
  readCard,
  readRun,
  readSafetensors,
  readTensors,
} from "../src/index.ts";
import { runProgram } from "../src/support/run-program.ts";
import { temporaryFolder } from "./support/cli.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const fixture = (path: string) => join(ROOT, "fixtures", path);

const baseline = float32Tensor([2, 2], [1, 2, 3, 4]);

describe("compareTensors", () => {
  it("judges by torch.testing's tolerance where nothing else is asked for", async () => {
    const near = await compareTensors(baseline, float32Tensor([2, 2], [1, 2, 3, 4.000001]));
    const far = await compareTensors(baseline, float32Tensor([2, 2], [1, 2, 3, 4.5]));
    expect(near.outcome).toBe("pass");
    expect(far).toMatchObject({
      outcome: "fail",
      // 0.5 = 1e-5 + relative tolerance · 4
      closeness: { mismatched: 1, smallestRelative: expect.closeTo((0.5 - 1e-5) / 4, 12) },
    });
    expect(far.message).toContain("Mismatched elements: 1 / 4 (25 %)");
  });

  it("judges by gates, and by them alone", async () => {
    const candidate = float32Tensor([2, 2], [1, 2, 3, 4.5]);
    const outcomeOf = async (gate: string) =>
      (await compareTensors(baseline, candidate, { gates: [gate] })).outcome;
    // By hand: a·b = 32, ‖a‖ = √30, ‖b‖ = √34.25.
    expect(await outcomeOf("cosine>=0.998")).toBe("pass");
    expect(await outcomeOf("cosine>=0.9985")).toBe("fail");
    await expect(outcomeOf("cosinus>=0.9")).rejects.toMatchObject({ kind: "usage" });
  });

  it("sees a difference of 1 between integers that float64 does not tell apart", async () => {
    const tensor = (...values: bigint[]) =>
      ({ dtype: "int64", shape: [2], data: BigInt64Array.from(values) }) as const;
    const outcomeOf = async (other: bigint) =>
      (await compareTensors(tensor(1n, 2n ** 60n), tensor(1n, other))).outcome;
    expect(await outcomeOf(2n ** 60n)).toBe("pass");
    expect(await outcomeOf(2n ** 60n + 1n)).toBe("fail");
    const loose = { tolerance: { rule: "given", relative: 1e-9, absolute: 0 } } as const;
    const near = await compareTensors(tensor(1n, 2n ** 60n), tensor(1n, 2n ** 60n + 1n), loose);
    expect(near).toMatchObject({ outcome: "pass", bitIdentical: false });
  });

  it("fails other shapes without computing anything", async () => {
    const result = await compareTensors(baseline, float32Tensor([4], [1, 2, 3, 4]));
    expect(result).toMatchObject({ outcome: "fail", metrics: null });
    expect(result.message).toContain("[2, 2], candidate [4]");
  });

  it("measures floors, coherence and the distance to a golden as the command does", async () => {
    const [native, flagos, moved, golden] = await Promise.all(
      ["native-actions", "flaggems-actions", "perturbed-noise-1ulp", "golden-float64-actions"].map(
        async (name) => [...(await readTensors(fixture(`pi0/h200/${name}.npy`))).values()][0]!,
      ),
    );
    const result = await compareTensors(native!, flagos!, {
      name: "actions",
      floor: moved!,
      golden: golden!,
      observationAxis: 0,
    });
    // The published figures of these recordings (fixtures/pi0/h200).
    expect(result).toMatchObject({
      name: "actions",
      outcome: "pass",
      errorCoherence: { flipsAtLeastAsLarge: 1580, flips: 2048 },
    });
    if (result.metrics === null) throw new Error("nothing was computed");
    expect(result.metrics["wapePercent"]).toBeCloseTo(0.172066, 6);
    expect(result.floor?.wapePercent).toBeCloseTo(0.149074, 6);
  });
});

it("reads tensors, runs, cards and other harnesses' outputs", async () => {
  const tensors = await readSafetensors(fixture("tensors/safetensors/files/names.safetensors"));
  expect(tensors.size).toBeGreaterThan(0);
  await expect(readSafetensors(fixture("pi0/h200/noise.npy"))).rejects.toMatchObject({ kind: "input" });
  expect(await readRun(fixture("runs/pi0-h200.json"))).toMatchObject({ kind: "pi0", verdict: "consistent" });
  expect(readCard("The MAPE between CUDA and FlagOS(CUDA as ground truth) is 1.4152%.").rows).toHaveLength(1);
  const output = fixture("outputs/evalscope/mmlu-a");
  const imported = await (await importerFor(output)).read(output);
  expect(imported).toMatchObject({ harness: "evalscope", tasks: [{ name: "mmlu" }] });
});

it("compares accuracies in pairs", () => {
  const scores = (wrong: number[]) =>
    Float64Array.from({ length: 20 }, (_, i) => (wrong.includes(i) ? 0 : 1));
  const pair = { baseline: scores([0]), candidate: scores([0, 1, 2, 3, 4, 5]), clusters: null };
  const [compared] = comparePairs([{ ...pair, repeats: 1, binary: true }], {
    limits: DEFAULT_ACCURACY_LIMITS,
    seed: 0,
  });
  // Exact McNemar of 5 lost and 0 gained: 2 / 2^5.
  expect(compared?.comparison).toMatchObject({
    deltaPoints: -25,
    flips: { lost: 5, gained: 0 },
    mcnemarP: expect.closeTo(0.0625, 12),
  });
});

const PROGRAM = `import { compareTensors, float32Tensor, FvalidateError, type Tensor, type TensorResult } from "fvalidate";
const tensor: Tensor = float32Tensor([2], [1, 2]);
const result: TensorResult = await compareTensors(tensor, tensor, { gates: ["cosine>=0.999"] });
// @ts-expect-error a gate is text
await compareTensors(tensor, tensor, { gates: [1] }).catch((error: unknown) => error instanceof FvalidateError);
process.stdout.write(result.outcome);
`;

describe("a program of its own that imports the package by its name", () => {
  it("is typed, and runs", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "node_modules"));
    await symlink(ROOT, join(folder, "node_modules", "fvalidate"));
    await symlink(join(ROOT, "node_modules/@types"), join(folder, "node_modules", "@types"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    const source = join(folder, "program.ts");
    await writeFile(source, PROGRAM);
    expect(compile(source)).toEqual([]);
    const { code, stdout } = await runProgram([process.execPath, join(folder, "program.js")]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: "pass" });
  });
});

function compile(source: string): string[] {
  const program = ts.createProgram([source], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    strict: true,
    // The declarations themselves are checked by .ci/run: it takes long.
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
  });
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ messageText, file }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    return `${file?.fileName ?? ""}: ${text}`;
  });
}
