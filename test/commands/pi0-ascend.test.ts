import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { ComparedRun } from "../../src/contracts/run-result.ts";
import { encodePng } from "../../src/support/picture.ts";
import { readResult, runCli, runFolderIn, temporaryFolder, withoutProgress } from "../support/cli.ts";

const KOCH = fileURLToPath(new URL("../../suites/kinematics/koch.yaml", import.meta.url));

/** A robot with two cameras and six action dimensions, as in the Ascend recipe; the actions mean nothing. */
const SUITE = [
  "schema: fvalidate.suite/1",
  "kind: pi0",
  "title: pi0 on a koch arm, embedded",
  "profile: flagscale-g2",
  "policy: { name: ascend }",
  `kinematics: ${KOCH}`,
  "capsule: { observations: 2, stateDimensions: 6, cameras: [leftWrist, base] }",
  "stacks:",
  "  cuda: { target: embedded, backend: tfjs-wasm, answerDimensions: 6, weightsSeed: 1 }",
  "  cann: { target: embedded, backend: tfjs-cpu, answerDimensions: 6, weightsSeed: 1 }",
  "  broken: { target: embedded, backend: tfjs-wasm, answerDimensions: 6, weightsSeed: 2 }",
];
const RUN = ["pi0", "--suite", "./ascend.yaml", "--baseline", "cuda"];

let folder = "";
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, "ascend.yaml"), `${SUITE.join("\n")}\n`);
});

async function resultOf(stdout: string): Promise<ComparedRun> {
  const result = await readResult(join(folder, runFolderIn(stdout)));
  if (result.metrics === null) throw new Error(result.metricsReason);
  return result;
}

describe("two cameras, chunks of [50, 6], the policy ascend and a koch arm", () => {
  it("are judged by poses and cosines, and replayed against a live stack with the same bytes", async () => {
    const { stdout, code, stderr } = await runCli(folder, [...RUN, "--candidate", "cann"]);
    expect(withoutProgress(stderr)).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/CONSISTENT {4}cann is within the Ascend recipes' limits of cuda/);
    expect(stdout).toMatch(/position error {2,}\S+ m at most {2,}limit 0\.03 m\n/);
    expect(stdout).toMatch(/orientation error {2,}\S+ rad at most {2,}limit 0\.2 rad\n/);
    expect(stdout).toMatch(/min per-step cosine {2,}0\.9999\d+ {2,}limit 0\.99\n/);
    expect(stdout).toMatch(/MAPE {2,}\S+ % {2,}not judged by this policy/);
    const run = runFolderIn(stdout);
    const first = await resultOf(stdout);
    expect(first.shape).toEqual({ observations: 2, steps: 50, dimensions: 6 });
    expect(first.endEffector).toMatchObject({ chain: "koch v1.1", poses: 100, excludedPoses: 0 });
    expect(first.settings.limits).toMatchObject({ maxPositionErrorMetres: 0.03, minStepCosine: 0.99 });
    expect((await readdir(join(folder, run, "capsule/images"))).toSorted()).toEqual([
      ...["0000-base.png", "0000-left-wrist.png", "0001-base.png", "0001-left-wrist.png"],
    ]);
    expect(await readFile(join(folder, run, "report.md"), "utf8")).toMatch(
      /## End effector\n\nOver 100 poses/,
    );
    expect(await readFile(join(folder, run, "report.csv"), "utf8")).toMatch(
      /^endEffector,,positionErrorMax/m,
    );

    const replay = [...SUITE, `  recorded: { target: recording, run: ${run}, arm: baseline }`];
    await writeFile(join(folder, "replay.yaml"), `${replay.join("\n")}\n`);
    const arms = ["--baseline", "recorded", "--candidate", "cann"];
    const second = await runCli(folder, ["pi0", "--suite", "./replay.yaml", ...arms]);
    expect(second.stdout).toMatch(
      /^Live run: cann embedded .* \(candidate\), against a recording of recorded/,
    );
    const replayed = await resultOf(second.stdout);
    expect(replayed.capsule.sha256).toBe(first.capsule.sha256);
    expect(replayed.endEffector).toEqual(first.endEffector);
    expect(replayed.metrics).toEqual(first.metrics);
    expect(replayed.gates).toEqual(first.gates);
  });

  it("other weights are found", async () => {
    const { stdout, code } = await runCli(folder, [...RUN, "--candidate", "broken", "--observations", "1"]);
    expect(stdout).toMatch(
      /INCONSISTENT[\s\S]*min per-step cosine -?\d\.\d+ is not above the limit of 0\.99/,
    );
    expect(code).toBe(1);
  });
});

describe("one observation from files", async () => {
  const pixels = new Uint8Array(8 * 8 * 3).fill(120);
  const view = await encodePng({ width: 8, height: 8, pixels });
  const FILES = [
    ...["--base-img", "view.png", "--left-wrist-img", "view.png", "--state", "state.txt"],
    ...["--instruction", "grab"],
  ];
  beforeAll(async () => {
    await writeFile(join(folder, "view.png"), view);
    await writeFile(join(folder, "state.txt"), "0 1 2 3 4 5\n");
  });

  it("needs the pictures of the suite's cameras alone", async () => {
    const { stdout, code } = await runCli(folder, [
      ...RUN,
      "--candidate",
      "cann",
      "--repeats",
      "1",
      ...FILES,
    ]);
    expect(code).toBe(0);
    const images = join(folder, runFolderIn(stdout), "capsule/images");
    expect((await readdir(images)).toSorted()).toEqual(["0000-base.png", "0000-left-wrist.png"]);
  });

  it.each<[string, string[], RegExp]>([
    ["a camera too many", [...FILES, "--right-wrist-img", "view.png"], /no camera rightWrist/],
    ["a camera too many alone", ["--right-wrist-img", "view.png"], /no camera rightWrist/],
    ["a camera too few", FILES.slice(2), /also needs --base-img\./],
  ])("%s is wrong usage", async (_name, flags, message) => {
    const before = existsSync(join(folder, "reports")) ? await readdir(join(folder, "reports")) : [];
    const { stderr, code } = await runCli(folder, [...RUN, "--candidate", "cann", ...flags]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    const after = existsSync(join(folder, "reports")) ? await readdir(join(folder, "reports")) : [];
    expect(after).toEqual(before);
  });
});
