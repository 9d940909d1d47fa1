import { expect, it } from "vitest";
import { runCli, temporaryFolder } from "../support/cli.ts";
import { serveHere } from "./against-servers.ts";

it("reports the recorded times and their ratio", async () => {
  const { code, stdout } = await runCli(await temporaryFolder(), [
    "latency",
    "--stack",
    "cuda,flagos",
    "--json",
  ]);
  const { stacks, candidateOverBaseline } = JSON.parse(stdout);
  expect(code).toBe(0);
  // numpy.median of the recorded files.
  expect(stacks[0]).toMatchObject({ stack: "cuda", calls: 30, medianMilliseconds: expect.closeTo(462.0, 0) });
  expect(candidateOverBaseline.ratio).toBeGreaterThan(6);
});

it("times a live server, warm-up left out", async () => {
  const folder = await temporaryFolder();
  await using server = await serveHere("flagscale-g1", null);
  const { writeFile } = await import("node:fs/promises");
  const suite = `schema: fvalidate.suite/1\nkind: pi0\ntitle: t\nprofile: flagscale-g1\nstacks:\n  a: { target: endpoint, url: "${server.url}" }\n`;
  await writeFile(`${folder}/s.yaml`, suite);
  const args = ["latency", "--suite", "./s.yaml", "--stack", "a", "--warmup", "1", "--iterations", "3"];
  const { code, stdout } = await runCli(folder, args);
  expect(stdout).toMatch(/^a: 3 calls one after the other, after 1 for warm-up\n {2}mean \d/);
  expect(code).toBe(0);
});

it.each<[string, string[], number, RegExp]>([
  ["a recording without times", ["--stack", "benign-tf32"], 3, /brings no times/],
  ["three stacks", ["--stack", "cuda,flagos,float64"], 2, /one stack, or two/],
  ["one stack twice", ["--stack", "cuda,cuda"], 2, /both baseline and candidate/],
  ["an unknown stack", ["--stack", "cuda,nope"], 2, /no stack "nope"/],
])("%s", async (_name, args, expectedCode, message) => {
  const { code, stderr } = await runCli(await temporaryFolder(), ["latency", ...args]);
  expect(stderr).toMatch(message);
  expect(code).toBe(expectedCode);
});
