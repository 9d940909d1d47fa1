import { existsSync } from "node:fs";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/support/picture.ts";
import { outcomeOf, readResult, runCli, runFolderIn, startCli, temporaryFolder } from "../support/cli.ts";
import { againstFailing, ENDPOINTS, expectEqualArms, healthyServer, serveHere } from "./against-servers.ts";

const EMBEDDED = ["pi0", "--suite", "pi0-embedded", "--baseline", "tfjs-wasm", "--candidate", "tfjs-cpu"];

describe("two embedded stacks", () => {
  it("are compared live, asked twice, with the noise moved by one ulp", async () => {
    const folder = await temporaryFolder();
    const { stdout, code } = await runCli(folder, [...EMBEDDED, "--observations", "2"]);
    expect(stdout.split("\n")[0]).toBe(
      "Live run: tfjs-wasm embedded in this process, tfjs-cpu embedded in this process.",
    );
    const run = join(folder, runFolderIn(stdout));
    const result = await readResult(run);
    if (result.metrics === null) throw new Error(result.metricsReason);
    expect(result.floors.baselineRepeat).toMatchObject({ bitIdentical: true });
    expect(result.floors.candidateRepeat).toMatchObject({ bitIdentical: true });
    expect(result.floors.perturbation).toMatchObject({ change: "every noise value up by one float32 ulp" });
    expect(result.growth).toHaveLength(10);
    expect(result.latency.baseline?.calls).toBe(4);
    expect([0, 4]).toContain(code);
    for (const file of [
      "run.json",
      "report.md",
      "report.csv",
      "samples.jsonl",
      "tensors/baseline.npy",
      "capsule/noise.npy",
    ]) {
      expect(existsSync(join(run, file)), file).toBe(true);
    }
    const samples = (await readFile(join(run, "samples.jsonl"), "utf8")).trim().split("\n");
    expect(samples).toHaveLength(2 * 5);
    // In turn, so that a run which is stopped early can still compare what both answered.
    const arms = samples.slice(0, 4).map((line) => JSON.parse(line).arm);
    expect(arms).toEqual(["baseline", "candidate", "baseline", "candidate"]);
  });

  it("a fault planted in one is found", async () => {
    const folder = await temporaryFolder();
    const stack = (name: string, fault: string) =>
      `  ${name}: { target: embedded, backend: tfjs-wasm, weightsSeed: 42${fault} }`;
    const head = ["schema: fvalidate.suite/1", "kind: pi0", "title: planted", "stacks:"];
    await writeFile(
      join(folder, "planted.yaml"),
      [...head, stack("good", ""), stack("bad", ", fault: nine-steps"), ""].join("\n"),
    );
    const { code, stdout } = await runCli(folder, [
      ...[
        "pi0",
        "--suite",
        "./planted.yaml",
        "--baseline",
        "good",
        "--candidate",
        "bad",
        "--observations",
        "2",
      ],
    ]);
    expect(stdout).toContain("INCONSISTENT");
    expect(code).toBe(1);
  });
});

describe("two servers", () => {
  // Both transports here; every protocol in the peer tests.
  it.each(["flagscale-g1", "openpi-websocket"])("speaking %s: equal arms", expectEqualArms);

  it.each<[string, string, RegExp, number]>([
    ["hangs", "hang@2", /\(observation 1\): No whole answer within 4 s/, 3],
    ["dies between requests", "close@2", /closed the connection before its answer was complete/, 3],
    ["fails", "http-500@2", /HTTP status 500 Internal Server Error/, 3],
    ["refuses the request", "json-error", /HTTP status 400 Bad Request: Request format error/, 3],
    ["answers in another shape", "wrong-shape@2", /another shape than before/, 3],
    ["answers NaN", "nan@2", /INCONSISTENT[\s\S]*candidate NaN/, 1],
    ["draws fresh noise", "unseeded-noise", /INCONCLUSIVE[\s\S]*candidate does not repeat itself/, 4],
    ["overwrites its noise", "noise-in-place", /INCONCLUSIVE[\s\S]*candidate does not repeat itself/, 4],
  ])("a candidate that %s", async (_name, fail, message, expectedCode) => {
    const { stdout, stderr, code, folder } = await againstFailing(fail, ["--timeout", "4"]);
    expect(stdout + stderr).toMatch(message);
    expect(code).toBe(expectedCode);
    const result = await readResult(join(folder, runFolderIn(stdout)));
    expect(result.status).toBe(expectedCode === 3 ? "failed" : "complete");
  });

  it("nobody listens: exit code 3, with the address and what to do", async () => {
    const folder = await temporaryFolder();
    const urls = ["--baseline-url", "http://127.0.0.1:9", "--candidate-url", "http://127.0.0.1:7"];
    const { code, stderr } = await runCli(folder, [...ENDPOINTS, ...urls, "--observations", "1"]);
    expect(stderr).toMatch(/127\.0\.0\.1:9\/infer \(observation 0\) refused the connection/);
    expect(code).toBe(3);
  });

  it("an HTTP address for a WebSocket profile: exit code 2", async () => {
    const folder = await temporaryFolder();
    const { code, stderr } = await runCli(folder, [
      ...ENDPOINTS,
      "--profile",
      "openpi-websocket",
      "--observations",
      "1",
    ]);
    expect(stderr).toMatch(/speaks websocket/);
    expect(code).toBe(2);
  });
});

describe("the capsule of an earlier run", () => {
  it("gives the same answers again, and is refused once it was tampered with", async () => {
    const folder = await temporaryFolder();
    const first = await runCli(folder, [...EMBEDDED, "--observations", "1", "--repeats", "1"]);
    const run = join(folder, runFolderIn(first.stdout));
    const again = await runCli(folder, [...EMBEDDED, "--capsule", run, "--repeats", "1"]);
    const [a, b] = [await readResult(run), await readResult(join(folder, runFolderIn(again.stdout)))];
    expect(b.capsule.sha256).toBe(a.capsule.sha256);
    expect(b.metrics).toEqual(a.metrics);

    await appendFile(join(run, "capsule", "requests", "0000.json"), " ");
    const tampered = await runCli(folder, [...EMBEDDED, "--capsule", run]);
    expect(tampered.stderr).toMatch(/0000\.json/);
    expect(tampered.stderr).toMatch(/SHA-256/);
    expect(tampered.code).toBe(2);
  });
});

describe("one observation from files", async () => {
  const folder = await temporaryFolder();
  const pixels = new Uint8Array(8 * 8 * 3).fill(120);
  await writeFile(join(folder, "view.png"), await encodePng({ width: 8, height: 8, pixels }));
  await writeFile(join(folder, "state.json"), JSON.stringify([Array.from({ length: 32 }, (_, i) => i / 32)]));
  const files = (wrist: string) => [
    ...["--base-img", "view.png", "--left-wrist-img", wrist, "--right-wrist-img", "view.png"],
    ...["--state", "state.json", "--instruction", "Grab the orange and put it into the basket."],
  ];

  it("is asked byte for byte", async () => {
    const { code, stdout } = await runCli(folder, [...EMBEDDED, ...files("view.png")]);
    const run = join(folder, runFolderIn(stdout));
    expect((await readResult(run)).capsule.description).toMatch(/1 observation from files/);
    expect(await readFile(join(run, "capsule/images/0000-base.png"))).toEqual(
      await readFile(join(folder, "view.png")),
    );
    expect([0, 4]).toContain(code);
  });

  it("a missing picture is an error that names its flag, never a black picture", async () => {
    const { code, stderr, stdout } = await runCli(folder, [...EMBEDDED, ...files("nowhere.png")]);
    expect(stderr).toMatch(/--left-wrist-img.*nowhere\.png/);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});

describe("a signal", () => {
  it.concurrent.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s keeps what was measured, says so, and exits with %d", async (signal, expectedCode) => {
    const folder = await temporaryFolder();
    const { url } = await healthyServer("flagscale-g1");
    await using candidate = await serveHere("flagscale-g1", null);
    const urls = ["--baseline-url", url, "--candidate-url", candidate.url, "--profile", "flagscale-g1"];
    const child = startCli(folder, [...ENDPOINTS, ...urls, "--observations", "16"]);
    const ended = outcomeOf(child);
    while ((await readFirstJournal(folder)).split("\n").length <= 5 && child.exitCode === null)
      await setTimeout(20);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(stdout).toMatch(/INCONCLUSIVE/);
    expect(stderr).toMatch(/stopped/);
    expect(code).toBe(expectedCode);
    const run = join(folder, runFolderIn(stdout));
    const result = await readResult(run);
    expect(result.status).toBe("interrupted");
    expect(result.reasons.join(" ")).toMatch(/Both stacks answered \d+ of 16 observations/);
    expect(result.metrics?.["elements"]).toBeGreaterThan(0);
    expect(existsSync(join(run, "tensors", "candidate.npy"))).toBe(true);
    expect(existsSync(join(run, "report.md"))).toBe(true);
  });
});

/** The journal of the only run so far; nothing until there is one. */
async function readFirstJournal(folder: string): Promise<string> {
  const [first] = await readdir(join(folder, "reports")).catch(() => []);
  if (first === undefined) return "";
  return readFile(join(folder, "reports", first, "samples.jsonl"), "utf8").catch(() => "");
}
