import { appendFile, cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ComparedRun } from "../../src/contracts/run-result.ts";
import { plannedFailure } from "../../src/run/rehearsal/index.ts";
import { readResult, runCli, runFolderIn, temporaryFolder, withoutProgress } from "../support/cli.ts";
import { serveHere } from "./against-servers.ts";

/** One live run, and a suite whose recordings are its arms. */
let folder = "";
let run = "";
let live: ComparedRun;

const HEAD = [
  "schema: fvalidate.suite/1",
  "kind: pi0",
  "title: replayed",
  "profile: flagscale-g2",
  "stacks:",
];
const stack = (name: string, entry: string) => `  ${name}: { ${entry} }`;
const PI0 = ["pi0", "--suite", "./replay.yaml"];
/** Two policies that differ on the backend that is quick. */
const ARMS = [
  stack("scaled", "target: embedded, backend: tfjs-wasm, weightsSeed: 42, fault: output-scale"),
  stack("plain", "target: embedded, backend: tfjs-wasm, weightsSeed: 42"),
];
const LIVE = ["pi0", "--suite", "./live.yaml", "--baseline", "scaled", "--candidate", "plain"];

async function writeSuite(to: string, of: string, head: readonly string[] = HEAD): Promise<void> {
  const stacks = [
    ...(["baseline", "candidate", "golden"] as const).map((arm) =>
      stack(`recorded-${arm}`, `target: recording, run: ${of}, arm: ${arm}`),
    ),
    stack("wasm", "target: embedded, backend: tfjs-wasm, weightsSeed: 42"),
    stack("server", `target: endpoint, url: "http://127.0.0.1:9"`),
    stack("other", `target: recording, recording: no-such-folder, entry: x`),
  ];
  await writeFile(to, [...head, ...stacks, ""].join("\n"));
}

async function resultOf(stdout: string): Promise<ComparedRun> {
  const result = await readResult(join(folder, runFolderIn(stdout)));
  if (result.metrics === null) throw new Error(result.metricsReason);
  return result;
}

/** Every figure that the answers alone decide. */
function figures(result: ComparedRun): unknown {
  const { metrics, mapeConventions, intervals, floors, errorCoherence, nonFinite } = result;
  const { observations, horizon, dimensions, growth, largestTerms, bitIdentical, dtype, shape } = result;
  const { capsule, verdict, reasons, gates } = result;
  const golden = result.golden && { baseline: result.golden.baseline, candidate: result.golden.candidate };
  return {
    ...{ metrics, mapeConventions, intervals, floors, errorCoherence, nonFinite, golden, verdict, reasons },
    ...{
      observations,
      horizon,
      dimensions,
      growth,
      largestTerms,
      bitIdentical,
      dtype,
      shape,
      capsule,
      gates,
    },
  };
}

beforeAll(async () => {
  folder = await temporaryFolder();
  const flags = ["--observations", "2", "--golden", "scaled", "--repeats", "3"];
  await writeFile(join(folder, "live.yaml"), [...HEAD, ...ARMS, ""].join("\n"));
  const { stdout } = await runCli(folder, [...LIVE, ...flags]);
  run = runFolderIn(stdout);
  live = await resultOf(stdout);
  await writeSuite(join(folder, "replay.yaml"), run);
});

describe("both arms of a finished run", () => {
  it("replay to the figures that the run itself had", async () => {
    const arms = ["--baseline", "recorded-baseline", "--candidate", "recorded-candidate"];
    const { stdout } = await runCli(folder, [
      ...PI0,
      ...arms,
      "--golden",
      "recorded-golden",
      "--repeats",
      "3",
    ]);
    const id = run.split("/").at(-1);
    expect(stdout.split("\n")[0]).toBe(
      `Replaying recordings: the run ${id} of ${live.createdAt.slice(0, 10)}. No server was contacted.`,
    );
    const replayed = await resultOf(stdout);
    expect(figures(replayed)).toEqual(figures(live));
    expect(replayed.baseline.source).toBe("recording");
    expect(replayed.baseline.environment["replayed"]).toBe(`scaled, the baseline of the run ${id}`);
    expect(replayed.latency.candidate).toMatchObject({
      ...live.latency.candidate,
      source: "the calls of the recorded run, the first included",
    });
  });

  it("notes repeats with the same bits instead of storing them twice", async () => {
    const list = JSON.parse(await readFile(join(folder, run, "tensors/manifest.json"), "utf8"));
    expect(list.arms.baseline.passes).toEqual([
      { actions: "baseline.npy", trajectory: "baseline-trajectory.npy" },
      { identicalTo: 0 },
      { identicalTo: 0 },
    ]);
    expect(list.arms.baseline.perturbations).toEqual({ noise: { actions: "baseline-perturbed.npy" } });
    expect(Object.keys(list.files).toSorted()).toEqual([
      "baseline-latency-milliseconds.npy",
      "baseline-perturbed.npy",
      "baseline-trajectory.npy",
      "baseline.npy",
      "candidate-latency-milliseconds.npy",
      "candidate-trajectory.npy",
      "candidate.npy",
      "golden-latency-milliseconds.npy",
      "golden-trajectory.npy",
      "golden.npy",
    ]);
  });
});

it("a server that does not repeat itself is replayed as it was, pass for pass", async () => {
  await using server = await serveHere("flagscale-g2", plannedFailure("unseeded-noise"));
  const arms = ["--baseline", "server", "--candidate", "wasm", "--baseline-url", server.url];
  const asked = ["--capsule", run, "--repeats", "3"];
  const first = await runCli(folder, [...PI0, ...arms, ...asked]);
  const ran = await resultOf(first.stdout);
  expect(ran.floors.baselineRepeat).toMatchObject({ bitIdentical: false });
  await writeSuite(join(folder, "unsteady.yaml"), runFolderIn(first.stdout));
  const replay = ["--baseline", "recorded-baseline", "--candidate", "recorded-candidate", "--repeats", "3"];
  const second = await runCli(folder, ["pi0", "--suite", "./unsteady.yaml", ...replay]);
  expect(figures(await resultOf(second.stdout))).toEqual(figures(ran));
});

describe("a live stack against a recording of a run", () => {
  const AGAINST = [...PI0, "--baseline", "recorded-baseline", "--candidate", "wasm"];

  it("is asked with the recorded bytes, and the first line says which arm is which", async () => {
    const { stdout } = await runCli(folder, AGAINST);
    expect(stdout.split("\n")[0]).toBe(
      "Live run: wasm embedded in this process (candidate), against a recording of recorded-baseline (baseline): " +
        `the run ${run.split("/").at(-1)} of ${live.createdAt.slice(0, 10)}.`,
    );
    const result = await resultOf(stdout);
    expect(result.capsule.sha256).toBe(live.capsule.sha256);
    expect(result.metrics).toEqual(live.metrics);
    expect(result.floors.perturbation).toEqual(live.floors.perturbation);
    expect(result.baseline.source).toBe("recording");
    expect(result.candidate.source).toBe("embedded");
    const report = await readFile(join(folder, runFolderIn(stdout), "report.md"), "utf8");
    expect(report).toContain("against a recording of recorded-baseline (baseline)");
  });

  it("can be the baseline too, and a server", async () => {
    await using server = await serveHere("flagscale-g2", null);
    const flags = ["--baseline", "server", "--candidate", "recorded-candidate", "--baseline-url", server.url];
    const { stdout, stderr } = await runCli(folder, [...PI0, ...flags]);
    expect(withoutProgress(stderr)).toBe("");
    expect(stdout).toMatch(
      /^Live run: server at http:.* \(baseline\), against a recording of recorded-candidate/,
    );
    // The server's own noise is another run's: seed 42 is both's.
    expect((await resultOf(stdout)).bitIdentical).toBe(true);
  });

  it("takes flags that repeat what was recorded, and refuses others", async () => {
    const same = await runCli(folder, [...AGAINST, "--observations", "2", "--seed", "42"]);
    expect(withoutProgress(same.stderr)).toBe("");
    for (const flags of [
      ["--observations", "3"],
      ["--seed", "7"],
      ["--capsule", run],
    ]) {
      const { code, stderr } = await runCli(folder, [...AGAINST, ...flags]);
      expect(stderr).toMatch(/Recordings bring their own inputs: --observations, --seed/);
      expect(stderr).toMatch(/2 observations with the seed 42/);
      expect(code).toBe(2);
    }
  });

  it("of another profile is not comparable: exit code 3, with the profile that fits", async () => {
    const { code, stderr } = await runCli(folder, [...AGAINST, "--profile", "flagscale-g1"]);
    expect(stderr).toMatch(/requests of the profile flagscale-g2, not of flagscale-g1/);
    expect(stderr).toMatch(/Run with --profile flagscale-g2/);
    expect(code).toBe(3);
  });
});

describe("a run's folder that is not whole", () => {
  async function replayOf(change: (copy: string) => Promise<unknown>) {
    const copy = join(await temporaryFolder(), "run");
    await cp(join(folder, run), copy, { recursive: true });
    await change(copy);
    const suite = join(copy, "..", "replay.yaml");
    await writeSuite(suite, copy);
    const arms = ["--baseline", "recorded-baseline", "--candidate", "recorded-candidate"];
    return runCli(folder, ["pi0", "--suite", suite, ...arms]);
  }
  const edit = async (path: string, from: RegExp | string, to: string) =>
    writeFile(path, (await readFile(path, "utf8")).replace(from, to));

  it.each<[string, (copy: string) => Promise<unknown>, RegExp]>([
    [
      "a changed tensor",
      (copy) => appendFile(join(copy, "tensors/baseline.npy"), "x"),
      /not the file that was rec/,
    ],
    ["a missing list", (copy) => rm(join(copy, "tensors/manifest.json")), /runs of earlier versions/],
    ["a missing capsule", (copy) => rm(join(copy, "capsule"), { recursive: true }), /capsule/],
    ["a changed request", (copy) => appendFile(join(copy, "capsule/requests/0000.json"), " "), /was changed/],
    [
      "another run's tensors",
      (copy) => edit(join(copy, "tensors/manifest.json"), /"run": "[^"]*"/, '"run": "pi0-other"'),
      /holds parts of two runs: the run is .* and pi0-other in tensors/,
    ],
    [
      "an interrupted run",
      (copy) => edit(join(copy, "run.json"), '"status": "complete"', '"status": "interrupted"'),
      /cannot be replayed: it is interrupted/,
    ],
    ["no run", (copy) => rm(join(copy, "run.json")), /Cannot read the run/],
  ])("%s", async (_name, change, message) => {
    const { code, stderr, stdout } = await replayOf(change);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});

it("recordings of two runs meet where they were asked the same, and only there", async () => {
  const second = async (...flags: string[]) => {
    const { stdout } = await runCli(folder, [...LIVE, ...flags]);
    const arms = [
      stack("first", `target: recording, run: ${run}, arm: baseline`),
      stack("second", `target: recording, run: ${runFolderIn(stdout)}, arm: candidate`),
    ];
    await writeFile(join(folder, "two.yaml"), [...HEAD, ...arms, ""].join("\n"));
    return runCli(folder, ["pi0", "--suite", "./two.yaml", "--baseline", "first", "--candidate", "second"]);
  };
  const same = await second("--capsule", run, "--repeats", "1");
  expect((await resultOf(same.stdout)).metrics).toEqual(live.metrics);
  expect(same.stdout).toMatch(/^Replaying recordings: the run \S+ of \S+ and the run/);
  const other = await second("--observations", "1", "--repeats", "1");
  expect(other.stderr).toMatch(/not made with the same inputs: capsuleSha256 is/);
  expect(other.code).toBe(3);
});

it("a run that replayed recordings without requests is no recording", async () => {
  const { stdout } = await runCli(folder, ["pi0", "--baseline", "cuda", "--candidate", "flagos"]);
  await writeSuite(join(folder, "again.yaml"), runFolderIn(stdout));
  const arms = ["--baseline", "recorded-baseline", "--candidate", "wasm"];
  const { code, stderr } = await runCli(folder, ["pi0", "--suite", "./again.yaml", ...arms]);
  expect(stderr).toMatch(/holds no requests: it replayed recordings/);
  expect(code).toBe(2);
});
