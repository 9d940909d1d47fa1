import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareRunSchema } from "../../src/contracts/compare-run.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import { runCli, runFolderIn, temporaryFolder } from "../support/cli.ts";

type Part = "input" | "output";
type Entry = readonly [layer: string, part: Part, values: readonly number[]];

/** A dump of layers: a file for each tensor, and the order of calls. */
async function writeDump(folder: string, entries: readonly Entry[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = entries.map(([layer, part], at) => ({ layer, part, file: `${at}.npy` }));
  await writeFile(join(folder, "layers.json"), JSON.stringify(manifest));
  for (const [at, [, , values]] of entries.entries()) {
    const tensor = { dtype: "float32" as const, shape: [values.length], data: Float32Array.from(values) };
    await writeFile(join(folder, `${at}.npy`), encodeNpy(tensor));
  }
}

async function compareDumps(baseline: readonly Entry[], candidate: readonly Entry[], ...flags: string[]) {
  const folder = await temporaryFolder();
  await writeDump(join(folder, "native"), baseline);
  await writeDump(join(folder, "flagos"), candidate);
  const outcome = await runCli(folder, ["compare", "native", "flagos", ...flags]);
  const report = join(folder, runFolderIn(outcome.stdout));
  const run = compareRunSchema.parse(JSON.parse(await readFile(join(report, "run.json"), "utf8")));
  return { ...outcome, run, markdown: await readFile(join(report, "report.md"), "utf8") };
}

const native: Entry[] = [
  ["embed", "input", [1, 2]],
  ["embed", "output", [1, 2]],
  ["norm", "input", [1, 2]],
  ["norm", "output", [3, 4]],
  ["mlp", "input", [3, 4]],
  ["mlp", "output", [5, 6]],
];

/** The baseline's dump with other values at some places. */
const changed = (changes: Record<number, readonly number[]>): Entry[] =>
  native.map(([layer, part, values], at) => [layer, part, changes[at] ?? values]);

describe("dumps of layers", () => {
  it("name the call at which the candidate computes something else, and how the error grows", async () => {
    const { code, stdout, run, markdown } = await compareDumps(
      native,
      changed({ 1: [1, 2.000001], 2: [1, 2.000001], 3: [3, 4.4], 4: [3, 4.4], 5: [5, 12] }),
    );
    expect(code).toBe(1);
    expect(run.firstDivergence).toMatchObject({ call: 1, layer: "norm", outputs: ["norm/output"] });
    expect(stdout).toContain("first divergence: call 1, norm: its inputs pass and its outputs do not");
    expect(markdown).toContain("**Call 1, norm**");
    expect(run.growth.map(({ name }) => name)).toEqual(["embed/output", "norm/output", "mlp/output"]);
    // 0.4/5 and 6/√61: the relative L2 of [3, 4] ± 0.4 and of [5, 6] ± 6.
    expect(Number(run.growth[1]?.relativeL2)).toBeCloseTo(0.08, 6);
    expect(Number(run.growth[2]?.growth)).toBeCloseTo(6 / Math.sqrt(61) / 0.08, 5);
  });

  it("say that the cause lies before them where their first inputs differ", async () => {
    const { stdout } = await compareDumps(native, changed({ 0: [1, 3], 1: [1, 3] }));
    expect(stdout).toContain(
      "first divergence: none is named: the inputs of call 0 (embed), the first that differs",
    );
  });

  it("do not name a call whose input the candidate lacks", async () => {
    const without = changed({ 3: [3, 5] }).filter((_, at) => at !== 2);
    const { run } = await compareDumps(native, without, "--allow-missing");
    expect(run.firstDivergence).toBeNull();
    expect(run.firstDivergenceReason).toContain("not all of its inputs are there and decided");
  });

  it("say where the candidate's calls come in another order", async () => {
    const swapped = [...native.slice(4), ...native.slice(0, 4)];
    const { code, run } = await compareDumps(native, swapped);
    expect(code).toBe(0);
    expect(run.warnings).toContainEqual(expect.stringContaining("in another order than the baseline"));
    const same = await compareDumps(native, native);
    expect(same.run.warnings).not.toContainEqual(expect.stringContaining("another order"));
  });
});
