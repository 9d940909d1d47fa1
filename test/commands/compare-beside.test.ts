import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type ComparedTensor, type CompareRun, compareRunSchema } from "../../src/contracts/compare-run.ts";
import { randomSource } from "../../src/support/random.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

const NPZ = fileURLToPath(new URL("../../fixtures/tensors/npz/files/", import.meta.url));

async function writeTensor(path: string, values: readonly number[], shape = [values.length]): Promise<void> {
  await writeFile(path, encodeNpy({ dtype: "float32", shape, data: Float32Array.from(values) }));
}

async function compare(folder: string, ...args: string[]): Promise<{ code: number | null; run: CompareRun }> {
  const { code, stdout, stderr } = await runCli(folder, ["compare", ...args]);
  if (stdout === "") throw new Error(stderr);
  const file = join(folder, runFolderIn(stdout), "run.json");
  return { code, run: compareRunSchema.parse(JSON.parse(await readFile(file, "utf8"))) };
}

function measured({ tensors }: CompareRun, name: string): ComparedTensor {
  const found = tensors.find((tensor) => tensor.name === name);
  if (found === undefined || found.metrics === null) throw new Error(`${name} was not measured`);
  return found;
}

describe("tensors beside the pair", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const side of ["native", "flagos", "moved", "exact"]) await mkdir(join(folder, side));
    await writeTensor(join(folder, "native", "a.npy"), [1, 2, 4]);
    await writeTensor(join(folder, "flagos", "a.npy"), [1, 2, 4.1]);
    await writeTensor(join(folder, "moved", "a.npy"), [1, 2, 4.08]);
    await writeTensor(join(folder, "exact", "a.npy"), [1, 2, 4.06]);
    await writeTensor(join(folder, "native", "b.npy"), [1, 2]);
    await writeTensor(join(folder, "flagos", "b.npy"), [1, 2.01]);
    await writeTensor(join(folder, "moved", "b.npy"), [1, 2, 3]);
    await writeTensor(join(folder, "exact", "b.npy"), [1, 2, 3]);
    await writeTensor(join(folder, "native", "c.npy"), [1, 2]);
    await writeTensor(join(folder, "flagos", "c.npy"), [1, 2]);
    await writeTensor(join(folder, "native", "d.npy"), [1, 2]);
    await writeTensor(join(folder, "flagos", "d.npy"), [1, 2.01]);
    await writeTensor(join(folder, "moved", "d.npy"), [1, 2]);
  });

  it("a floor is taken by name, and is unknown with its reason where it has none or another shape", async () => {
    const { code, run } = await compare(folder, "native", "flagos", "--floor", "moved");
    expect(code).toBe(4);
    // Only c is: that says nothing of two stacks.
    expect(run.warnings.join()).not.toContain("BIT-IDENTICAL");
    // 0.1/7 over 0.08/7, within 1.5 floors.
    expect(measured(run, "a")).toMatchObject({ outcome: "pass" });
    const floors = measured(run, "a").gates.find(({ name }) => name === "wapeFloors");
    expect(Number(floors?.value)).toBeCloseTo(1.25, 5);
    expect(measured(run, "b")).toMatchObject({
      outcome: "inconclusive",
      floor: { wapePercent: null, reason: "--floor holds it in the shape [3]" },
    });
    expect(measured(run, "c")).toMatchObject({
      outcome: "pass",
      bitIdentical: true,
      floor: { wapePercent: null, reason: "--floor holds no tensor c" },
    });
    expect(run.warnings).toContain(
      "--floor is equal to the baseline in d: there is no rounding floor to compare with.",
    );
  });

  it("what a floor or a golden says nothing of is told before the verdict", async () => {
    const floors = await compare(folder, "native", "flagos", "--floor", "moved");
    expect(floors.run.warnings).toContain(
      "There is no rounding floor for 1 tensor: --floor holds it in the shape [3].",
    );
    const goldens = await compare(folder, "native", "flagos", "--golden", "exact");
    expect(goldens.run.warnings).toContain(
      "There is no distance to a golden tensor for 3 tensors, the first because: --golden holds it in the shape [3].",
    );
  });

  it("NaN that only the floor or the golden holds leaves them unknown: it is left out of every figure", async () => {
    await writeTensor(join(folder, "nan.npy"), [1, Number.NaN, 4]);
    const pair = ["native/a.npy", "flagos/a.npy"];
    const { run } = await compare(folder, ...pair, "--floor", "nan.npy", "--golden", "nan.npy");
    expect(measured(run, "a")).toMatchObject({
      outcome: "inconclusive",
      floor: {
        wapePercent: null,
        reason: "--floor and the baseline do not hold NaN and infinities at the same positions",
      },
      golden: {
        nearer: null,
        reason: "--golden and the baseline do not hold NaN and infinities at the same positions",
      },
    });
  });

  it("equal values of two dtypes are not called equal bits", async () => {
    const data = Float64Array.of(1, 2);
    await writeFile(join(folder, "wide.npy"), encodeNpy({ dtype: "float64", shape: [2], data }));
    const { code, run } = await compare(folder, "native/b.npy", "wide.npy");
    expect(code).toBe(0);
    expect(run.headline).toBe("wide.npy holds the values of b.npy, in another dtype");
  });

  it("a golden is measured against both, and is unknown with its reason likewise", async () => {
    const { run } = await compare(folder, "native", "flagos", "--golden", "exact", "--allow-missing");
    // The golden is the reference: 0.04 and 0.06 from 4.06.
    const { golden } = measured(run, "a");
    if (golden === undefined || golden.nearer === null) throw new Error("no golden");
    expect(golden.nearer).toBe("candidate");
    expect(Number(golden.ratio)).toBeCloseTo(0.04 / 0.06, 5);
    expect(Number(golden.candidate.wapePercent)).toBeCloseTo((0.04 / 7.06) * 100, 4);
    expect(measured(run, "b").golden).toEqual({ nearer: null, reason: "--golden holds it in the shape [3]" });
    expect(measured(run, "c").golden).toEqual({ nearer: null, reason: "--golden holds no tensor c" });
    expect(run.goldenSummary).toContain("The candidate is nearer to the golden tensor than the baseline is");
  });

  it("a limit on the distance to the golden leaves undecided what has none", async () => {
    const gate = ["--golden", "exact", "--gate", "goldenRatio<=2"];
    const { code, run } = await compare(folder, "native", "flagos", ...gate);
    expect(code).toBe(4);
    expect(measured(run, "a").outcome).toBe("pass");
    expect(measured(run, "b").outcome).toBe("inconclusive");
  });
});

describe("error coherence over many tensors", () => {
  /** Observations whose errors are noise, and ones whose errors point the same way. */
  async function writeSides(folder: string, noisy: number, coherent: number): Promise<void> {
    const random = randomSource("coherence");
    for (const side of ["native", "flagos"]) await mkdir(join(folder, side));
    for (let at = 0; at < noisy + coherent; at += 1) {
      const name = at < noisy ? `noisy${at}` : `coherent${at}`;
      const baseline = Array.from({ length: 12 * 8 }, () => random() + 1);
      const error = () => (at < noisy ? random() - 0.5 : 0.5) * 1e-6;
      await writeTensor(join(folder, "native", `${name}.npy`), baseline, [12, 8]);
      await writeTensor(
        join(folder, "flagos", `${name}.npy`),
        baseline.map((value) => value + error()),
        [12, 8],
      );
    }
  }

  it("is told for each, with p adjusted for their number", async () => {
    const folder = await temporaryFolder();
    await writeSides(folder, 3, 2);
    const { code, run } = await compare(folder, "native", "flagos", "--observation-axis", "0");
    expect(code).toBe(4);
    const coherent = run.tensors.filter(({ outcome }) => outcome === "inconclusive").map(({ name }) => name);
    expect(coherent.sort()).toEqual(["coherent3", "coherent4"]);
    // Two p of 1/2048 among five: 5/2 times as large.
    expect(measured(run, "coherent3").errorCoherence).toMatchObject({
      p: 1 / 2048,
      adjustedP: 5 / 2 / 2048,
      tests: 5,
    });
    expect(run.reasons[0]).toContain("small, but not rounding: look for a different formula");
    expect(run.reasons[0]).toContain("p is adjusted for 5 tensors");
  });

  it.each([
    [7, 0],
    [8, 2],
  ])(
    "of %i observations: %i of two tensors are tested, as many as p is adjusted for",
    async (count, tests) => {
      const folder = await temporaryFolder();
      for (const [side, off] of [
        ["native", 0],
        ["flagos", 1e-6],
      ] as const) {
        await mkdir(join(folder, side));
        const values = Array.from({ length: count * 2 }, () => 1 + off);
        for (const name of ["a", "b"])
          await writeTensor(join(folder, side, `${name}.npy`), values, [count, 2]);
      }
      const { run } = await compare(folder, "native", "flagos", "--observation-axis", "0");
      expect(measured(run, "a").errorCoherence).toMatchObject({ observations: count, tests });
    },
  );

  it("has no say over tensors without that axis, or with too few observations", async () => {
    const folder = await temporaryFolder();
    for (const side of ["native", "flagos"]) await mkdir(join(folder, side));
    for (const [side, off] of [
      ["native", 0],
      ["flagos", 1e-6],
    ] as const) {
      await writeTensor(join(folder, side, "short.npy"), [1 + off, 2 + off]);
      await writeTensor(join(folder, side, "few.npy"), [1 + off, 2 + off, 3 + off, 4 + off], [2, 2]);
    }
    const { code, run } = await compare(folder, "native", "flagos", "--observation-axis", "1");
    expect(code).toBe(0);
    expect(measured(run, "short").errorCoherence).toMatchObject({
      meanCosine: null,
      meanCosineReason: "it has no axis 1",
    });
    expect(measured(run, "few").errorCoherence).toMatchObject({ observations: 2, tests: 0 });
    expect(run.warnings).toContain("There is no axis 1 of observations in short.");
  });
});

describe("what a reader should know", () => {
  it("dtypes that differ are compared by the looser tolerance, and told", async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, "a.npy"),
      encodeNpy({ dtype: "float64", shape: [1], data: Float64Array.of(1) }),
    );
    await writeTensor(join(folder, "b.npy"), [1.000009]);
    const { code, run } = await compare(folder, "a.npy", "b.npy");
    expect(code).toBe(0);
    expect(run.warnings).toEqual([
      "The dtypes differ: a is float64 in the baseline and float32 in the candidate.",
    ]);
    expect(measured(run, "a").closeness.rule).toBe("torch.testing, float64 and float32");
  });

  it("elements that are not finite in both are left out, and told", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [1, Number.NaN, Number.POSITIVE_INFINITY]);
    await writeTensor(join(folder, "b.npy"), [1.000001, Number.NaN, Number.POSITIVE_INFINITY]);
    const { code, run } = await compare(folder, "a.npy", "b.npy");
    expect(code).toBe(0);
    expect(measured(run, "a").closeness.elements).toBe(1);
    expect(run.warnings).toEqual(["Elements with NaN or infinity were left out of every figure of a."]);
  });

  it("zeros in the baseline are told where MAPE decides", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [0, 1]);
    await writeTensor(join(folder, "b.npy"), [0, 1.01]);
    const gate = ["--gate", "mapePercent<=5"];
    const naive = await compare(folder, "a.npy", "b.npy", ...gate);
    expect(naive.code).toBe(4);
    expect(naive.run.warnings.join()).toContain(
      "Naive MAPE is not defined where the baseline is exactly zero, as in a",
    );
    const masked = await compare(folder, "a.npy", "b.npy", ...gate, "--mape", "mask");
    expect(masked.code).toBe(0);
    expect(masked.run.warnings).toEqual([]);
    expect((await compare(folder, "a.npy", "b.npy")).run.warnings).toEqual([]);
  });
});

it.each(["dtypes", "long", "orders"])(
  "compressed archives of %s are unpacked, are equal to those that are not, and leave nothing behind",
  async (kind) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "scratch"));
    const files = [`${NPZ}stored-${kind}.npz`, `${NPZ}deflated-${kind}.npz`];
    const { code, stdout } = await runCli(folder, ["compare", ...files, "--json"], {
      TMPDIR: join(folder, "scratch"),
    });
    expect(code).toBe(0);
    const run = compareRunSchema.parse(JSON.parse(stdout));
    expect(run.tensors.length).toBeGreaterThan(0);
    expect(run.tensors.filter((tensor) => tensor.metrics !== null && !tensor.bitIdentical)).toEqual([]);
    expect(await readdir(join(folder, "scratch"))).toEqual([]);
  },
);
