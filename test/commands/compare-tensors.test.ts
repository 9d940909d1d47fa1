import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type CompareRun, compareRunSchema } from "../../src/contracts/compare-run.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import { type CommandOutcome, runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

const H200 = fileURLToPath(new URL("../../fixtures/pi0/h200/", import.meta.url));

async function writeTensor(path: string, values: readonly number[], shape = [values.length]): Promise<void> {
  await writeFile(path, encodeNpy({ dtype: "float32", shape, data: Float32Array.from(values) }));
}

/** A folder of float32 tensors by their names. */
async function writeFolder(path: string, tensors: Record<string, readonly number[]>): Promise<void> {
  await mkdir(path, { recursive: true });
  for (const [name, values] of Object.entries(tensors)) await writeTensor(join(path, `${name}.npy`), values);
}

interface Compared extends CommandOutcome {
  readonly run: CompareRun;
}

async function compare(folder: string, ...args: string[]): Promise<Compared> {
  const outcome = await runCli(folder, ["compare", ...args]);
  const report = outcome.stdout === "" ? null : runFolderIn(outcome.stdout);
  if (report === null) throw new Error(outcome.stderr);
  const run = compareRunSchema.parse(JSON.parse(await readFile(join(folder, report, "run.json"), "utf8")));
  return { ...outcome, run };
}

describe("two files that are close", () => {
  let folder: string;
  let compared: Compared;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await writeTensor(join(folder, "native.npy"), [1, 2, 3, 4]);
    await writeTensor(join(folder, "flagos.npy"), [1, 2, 3, 4 + 1e-6]);
    compared = await compare(folder, "native.npy", "flagos.npy");
  });

  it("exits with 0, says first what was compared, and nothing on standard error", () => {
    expect(compared).toMatchObject({ code: 0, stderr: "" });
    expect(compared.stdout.split("\n")[0]).toBe(
      "Compared files: native.npy (npy, 1 tensor) and flagos.npy (npy, 1 tensor); nothing was run.",
    );
    expect(compared.stdout).toContain(
      "CONSISTENT    flagos.npy is close to native.npy by torch.testing's tolerances",
    );
  });

  it("takes the only tensors of both for one another, and remembers the candidate's name", () => {
    expect(compared.run.tensors).toMatchObject([
      { name: "native", candidateName: "flagos", outcome: "pass" },
    ]);
  });

  it("leaves a folder with all reports, and the run can be rendered again", async () => {
    const report = runFolderIn(compared.stdout);
    expect(report).toMatch(/^reports\/compare-\d{4}-\d\d-\d\d-\d{6}-native\.npy-flagos\.npy$/);
    expect((await readdir(join(folder, report))).sort()).toEqual(["report.csv", "report.md", "run.json"]);
    for (const [format, file] of [
      ["md", "report.md"],
      ["csv", "report.csv"],
      ["json", "run.json"],
    ] as const) {
      const again = await runCli(folder, ["report", report, "--format", format]);
      expect(again).toEqual({
        code: 0,
        stderr: "",
        stdout: await readFile(join(folder, report, file), "utf8"),
      });
    }
  });

  it("prints the result alone with --json, and the origin beside it", async () => {
    const { code, stdout, stderr } = await runCli(folder, ["compare", "native.npy", "flagos.npy", "--json"]);
    expect(code).toBe(0);
    expect(compareRunSchema.parse(JSON.parse(stdout)).verdict).toBe("consistent");
    expect(stderr).toContain("Compared files: ");
  });

  it("goes where --output-path says", async () => {
    const { stdout } = await runCli(folder, [
      "compare",
      "native.npy",
      "flagos.npy",
      "--output-path",
      "out/x",
    ]);
    expect(stdout).toMatch(/^ {2}out\/x\/compare-.*report\.md$/m);
  });

  it("gives the same result with any number of workers", async () => {
    const timeless = (run: CompareRun) => ({ ...run, id: "", createdAt: "", durationMilliseconds: 0 });
    const one = await compare(folder, "native.npy", "flagos.npy", "--workers", "1");
    const three = await compare(folder, "native.npy", "flagos.npy", "--workers", "3");
    expect(timeless(one.run)).toEqual(timeless(three.run));
  });
});

describe("two files that are not", () => {
  it("exit with 1, with a message in torch.testing's manner", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "native.npy"), [1, 2, 0, 4], [2, 2]);
    await writeTensor(join(folder, "flagos.npy"), [1, 2.5, 0, 4.25], [2, 2]);
    const { code, stdout, run } = await compare(folder, "native.npy", "flagos.npy");
    expect(code).toBe(1);
    expect(run.tensors[0]?.message.split("\n")).toEqual([
      "Mismatched elements: 2 / 4 (50 %), |b − a| up to 1e-5 + 1.3e-6 × |a| allowed",
      "Greatest absolute difference: 0.5 at index (0, 1): baseline 2, candidate 2.5, up to 0.0000126 allowed there",
      "Greatest relative difference: 0.25 at index (0, 1): baseline 2, candidate 2.5, up to 0.0000063 allowed there",
      "Smallest tolerance that would pass: --rtol 0.25 --atol 1e-5, or --atol 0.5 --rtol 1.3e-6",
    ]);
    expect(stdout).toContain("INCONSISTENT    flagos.npy does not agree with native.npy");
    expect(stdout).toContain("Greatest absolute difference: 0.5 at index (0, 1)");
  });

  it("pass with the tolerance that the message names", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "native.npy"), [1, 2, 3]);
    await writeTensor(join(folder, "flagos.npy"), [1, 2.0123, 3.3456]);
    const failed = await compare(folder, "native.npy", "flagos.npy");
    const [, byRelative = "", byAbsolute = ""] =
      /pass: (.*), or (.*)$/.exec(failed.run.tensors[0]?.message ?? "") ?? [];
    for (const flags of [byRelative, byAbsolute]) {
      expect((await compare(folder, "native.npy", "flagos.npy", ...flags.split(" "))).code, flags).toBe(0);
    }
  });

  it("of different shapes fail without a figure", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [1, 2]);
    await writeTensor(join(folder, "b.npy"), [1, 2], [2, 1]);
    const { code, run } = await compare(folder, "a.npy", "b.npy");
    expect(code).toBe(1);
    expect(run.tensors).toMatchObject([
      { outcome: "fail", metrics: null, message: "the shapes differ: baseline [2], candidate [2, 1]" },
    ]);
  });

  it("with a NaN in one arm fail whatever the gates", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [1, 2]);
    await writeTensor(join(folder, "b.npy"), [1, Number.NaN]);
    const { code, run } = await compare(folder, "a.npy", "b.npy", "--gate", "mapePercent<=100");
    expect(code).toBe(1);
    expect(run.tensors[0]?.message).toContain("first at index (1): baseline 2, candidate NaN");
  });
});

describe("folders", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await writeFolder(join(folder, "native"), { same: [1, 2], off: [1, 2], gone: [1] });
    await writeFolder(join(folder, "flagos"), { same: [1, 2], off: [1, 3], extra: [1] });
  });

  it("fail by one tensor and by names on one side only; the worst comes first", async () => {
    const { code, run, stdout } = await compare(folder, "native", "flagos");
    expect(code).toBe(1);
    expect(run.tensors.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["off", "fail"],
      ["same", "pass"],
    ]);
    expect(run.missing).toEqual({ fromCandidate: ["gone"], fromBaseline: ["extra"] });
    expect(stdout).toContain("worst: off [2] float32");
    expect(stdout).toContain("not in the candidate: gone");
    expect(stdout).toContain("2 tensors: 1 pass, 1 fail");
  });

  it("--only and --allow-missing narrow that", async () => {
    expect((await compare(folder, "native", "flagos", "--only", "same")).code).toBe(0);
    expect((await compare(folder, "native", "flagos", "--only", "{same,gone}")).code).toBe(1);
    const allowed = await compare(folder, "native", "flagos", "--only", "{same,gone}", "--allow-missing");
    expect(allowed.code).toBe(0);
    expect(allowed.stdout).toContain(
      "WARNING  1 name is on one side only and not compared (--allow-missing).",
    );
  });

  it("a mapping brings renamed tensors together", async () => {
    await writeFolder(join(folder, "renamed"), { "module.same": [1, 2], "module.off": [1, 2], left: [1] });
    await writeFile(
      join(folder, "names.yaml"),
      "schema: fvalidate.mapping/1\nrules:\n  - from: module\\.(.*)\n    to: $1\npairs:\n  left: gone\n  never: seen\n",
    );
    const { code, run } = await compare(folder, "native", "renamed", "--mapping", "names.yaml");
    expect(code).toBe(0);
    expect(run.tensors.map(({ name, candidateName }) => [name, candidateName]).sort()).toEqual([
      ["gone", "left"],
      ["off", "module.off"],
      ["same", "module.same"],
    ]);
    expect(run.warnings).toContain("--mapping: the pair never fits no name of the candidate.");
  });

  it("that have no name in common cannot be compared: 3", async () => {
    await writeFolder(join(folder, "other"), { strange: [1] });
    const { code, stdout, stderr } = await runCli(folder, [
      "compare",
      "native",
      "other",
      "--output-path",
      "none",
    ]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("no tensor name in common");
    expect(await readdir(folder)).not.toContain("none");
  });

  it("that are one folder are said to be", async () => {
    await symlink("native", join(folder, "link"));
    const { stdout } = await compare(folder, "native", "link");
    expect(stdout).toContain("WARNING  Baseline and candidate are the SAME place");
  });

  it("that hold the same bits are said to", async () => {
    await writeFolder(join(folder, "copy"), { same: [1, 2], off: [1, 2], gone: [1] });
    const { code, stdout, run } = await compare(folder, "native", "copy");
    expect(code).toBe(0);
    expect(stdout).toContain("WARNING  The two sides are BIT-IDENTICAL");
    expect(run.headline).toBe("copy agrees with native, bit for bit");
  });

  it("with a tensor without elements pass by the others, and by nothing not at all", async () => {
    await writeFolder(join(folder, "void"), { empty: [] });
    expect((await runCli(folder, ["compare", "void", "void"])).code).toBe(3);
    await writeFolder(join(folder, "half"), { empty: [], same: [1] });
    const { code, run } = await compare(folder, "half", "half");
    expect(code).toBe(0);
    expect(run.tensors.at(-1)).toMatchObject({
      name: "empty",
      metrics: null,
      metricsReason: "it has no elements",
    });
  });
});

describe("gates", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [1, 2, 4]);
    await writeTensor(join(folder, "b.npy"), [1, 2, 4.1]);
  });

  it("decide instead of the tolerance, several of them too", async () => {
    expect((await compare(folder, "a.npy", "b.npy")).code).toBe(1);
    const gates = ["--gate", "mapePercent<=1", "--gate", "cosine>=0.999"];
    const { code, run } = await compare(folder, "a.npy", "b.npy", ...gates);
    expect(code).toBe(0);
    expect(run.settings).toMatchObject({ gates: ["mapePercent<=1", "cosine>=0.999"], closeness: false });
    expect(run.command).toEqual(["compare", "a.npy", "b.npy", ...gates]);
    expect((await compare(folder, "a.npy", "b.npy", "--gate", "maxAbsolute<0.05")).code).toBe(1);
  });

  it("decide beside a tolerance that was asked for", async () => {
    const gate = ["--gate", "cosine>=0.999"];
    expect((await compare(folder, "a.npy", "b.npy", ...gate, "--tolerance", "torch")).code).toBe(1);
    expect((await compare(folder, "a.npy", "b.npy", ...gate, "--rtol", "0.1", "--atol", "0")).code).toBe(0);
  });

  it("may come from the environment", async () => {
    const { code } = await runCli(folder, ["compare", "a.npy", "b.npy"], { FVALIDATE_GATE: "cosine>=0.99" });
    expect(code).toBe(0);
  });
});

describe("tolerances", () => {
  it("FlagGems' grow with the reduction", async () => {
    const folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [1, 2, 4]);
    await writeTensor(join(folder, "b.npy"), [1, 2, 4.1]);
    const gems = ["--tolerance", "flaggems"];
    expect((await compare(folder, "a.npy", "b.npy", ...gems)).code).toBe(1);
    const { code, run } = await compare(folder, "a.npy", "b.npy", ...gems, "--reduce-dim", "4096");
    expect(code).toBe(0);
    expect(run.settings.tolerance).toBe("FlagGems' tolerances, reduce dimension 4096");
  });
});

describe("wrong usage: 2", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await writeTensor(join(folder, "a.npy"), [1]);
    await writeFile(join(folder, "broken.npy"), "not a tensor");
  });

  it.each<[string, string[], string]>([
    ["no candidate", ["a.npy"], "The candidate is missing"],
    ["a file that is not there", ["a.npy", "b.npy"], "b.npy"],
    ["a file that is none", ["a.npy", "broken.npy"], "broken.npy"],
    ["a golden that is not there", ["a.npy", "a.npy", "--golden", "g.npy"], "g.npy"],
    ["no gate", ["a.npy", "a.npy", "--gate", "cosine"], "--gate takes a figure and its limit"],
    ["an unknown figure", ["a.npy", "a.npy", "--gate", "cosin>=1"], "Did you mean cosine"],
    ["a limit on floors without one", ["a.npy", "a.npy", "--gate", "wapeFloors<=2"], "needs --floor"],
    [
      "a limit on p without an axis",
      ["a.npy", "a.npy", "--gate", "errorCoherenceP>=1"],
      "needs --observation-axis",
    ],
    ["--max-floors without floors", ["a.npy", "a.npy", "--max-floors", "3"], "--max-floors needs --floor"],
    [
      "--min-coherence-p without an axis",
      ["a.npy", "a.npy", "--min-coherence-p", "0.1"],
      "--min-coherence-p needs --observation-axis",
    ],
    ["a limit on the golden without one", ["a.npy", "a.npy", "--gate", "goldenRatio<=2"], "needs --golden"],
    ["--rtol alone", ["a.npy", "a.npy", "--rtol", "1e-3"], "--atol is missing"],
    ["--atol alone", ["a.npy", "a.npy", "--atol", "1e-3"], "--rtol is missing"],
    [
      "two tolerances",
      ["a.npy", "a.npy", "--rtol", "0", "--atol", "0", "--tolerance", "torch"],
      "exclude one another",
    ],
    ["a negative tolerance", ["a.npy", "a.npy", "--rtol", "-1", "--atol", "0"], "--rtol takes a number"],
    ["an unknown table", ["a.npy", "a.npy", "--tolerance", "numpy"], "--tolerance takes torch, flaggems"],
    [
      "--reduce-dim for torch",
      ["a.npy", "a.npy", "--reduce-dim", "8"],
      "--reduce-dim belongs to --tolerance flaggems",
    ],
    [
      "a reduction of nothing",
      ["a.npy", "a.npy", "--tolerance", "flaggems", "--reduce-dim", "0"],
      "--reduce-dim takes",
    ],
    ["an unknown dtype", ["a.npy", "a.npy", "--dtype", "float7"], "--dtype takes"],
    [
      "a pattern that fits nothing",
      ["a.npy", "a.npy", "--only", "z*"],
      "--only z* fits none of the names: a",
    ],
    ["a convention for actions", ["a.npy", "a.npy", "--mape", "floor"], "--mape takes naive, mask"],
    ["no workers", ["a.npy", "a.npy", "--workers", "0"], "--workers takes"],
    ["a flag twice", ["a.npy", "a.npy", "--only", "a", "--only", "b"], "--only was given more than once"],
    ["an unknown flag", ["a.npy", "a.npy", "--suite", "pi0"], "suite"],
    ["a mapping that is not there", ["a.npy", "a.npy", "--mapping", "m.yaml"], "name mapping m.yaml"],
  ])("%s", async (_what, args, message) => {
    const { code, stdout, stderr } = await runCli(folder, ["compare", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});

describe("recorded actions, by pi0's rules", () => {
  const against = (folder: string, candidate: string, ...args: string[]) =>
    compare(folder, `${H200}native-actions.npy`, `${H200}${candidate}.npy`, ...args);
  const RULES = ["--observation-axis", "0", "--floor", `${H200}perturbed-noise-1ulp.npy`];

  it("FlagOS is consistent, with the figures that were published with the recordings", async () => {
    const golden = ["--golden", `${H200}golden-float64-actions.npy`];
    const { code, run, stdout } = await against(
      await temporaryFolder(),
      "flaggems-actions",
      ...RULES,
      ...golden,
    );
    expect(code).toBe(0);
    const [tensor] = run.tensors;
    if (tensor === undefined || tensor.metrics === null) throw new Error("nothing was compared");
    expect(tensor.metrics["wapePercent"]).toBeCloseTo(0.172066, 6);
    expect(tensor.metrics["mapePercent"]).toBeCloseTo(0.889948, 6);
    expect(tensor.floor?.wapePercent).toBeCloseTo(0.149074, 6);
    expect(tensor.errorCoherence?.meanCosine).toBeCloseTo(-0.0031, 4);
    expect(tensor.errorCoherence).toMatchObject({ p: 1580 / 2048, adjustedP: 1580 / 2048, tests: 1 });
    expect(tensor.gates.find(({ name }) => name === "wapeFloors")?.value).toBeCloseTo(1.15, 2);
    expect(tensor.golden).toMatchObject({ nearer: "baseline" });
    if (tensor.golden?.nearer === null) throw new Error("no golden");
    expect(tensor.golden?.baseline.wapePercent).toBeCloseTo(0.216932, 6);
    expect(tensor.golden?.candidate.wapePercent).toBeCloseTo(0.220658, 6);
    expect(run.headline).toBe("flaggems-actions.npy agrees with native-actions.npy, up to rounding");
    expect(stdout).toContain("error               1.154 × rounding floor");
  });

  it.each([
    ["fault-cameras-swapped", 1, "inconsistent"],
    ["fault-last-key-dropped", 4, "inconclusive"],
    ["benign-tf32", 0, "consistent"],
  ])("%s exits with %d", async (candidate, code, verdict) => {
    const compared = await against(await temporaryFolder(), candidate, ...RULES);
    expect(compared.code).toBe(code);
    expect(compared.run.verdict).toBe(verdict);
    if (code === 4)
      expect(compared.run.reasons[0]).toBe("small, but not rounding: look for a different formula");
  });

  it("--allow-inconclusive turns 4 into 0", async () => {
    const folder = await temporaryFolder();
    expect((await against(folder, "fault-last-key-dropped", ...RULES, "--allow-inconclusive")).code).toBe(0);
  });

  it("takes the limits of its flags", async () => {
    const folder = await temporaryFolder();
    expect((await against(folder, "flaggems-actions", ...RULES, "--max-floors", "1.1")).code).toBe(1);
    expect((await against(folder, "flaggems-actions", ...RULES, "--min-coherence-p", "0.8")).code).toBe(4);
    expect((await against(folder, "flaggems-actions", ...RULES, "--gate", "mapePercent<=0.5")).code).toBe(1);
  });
});
