import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { profileNamed } from "../../src/drivers/index.ts";
import { drawNoise } from "../../src/run/capsule/index.ts";
import {
  type PlannedFailure,
  plannedFailure,
  type RehearsalServer,
  startRehearsal,
} from "../../src/run/rehearsal/index.ts";
import { openEmbeddedPolicy } from "../../src/stacks/embedded/policy.ts";
import { loadSuite } from "../../src/suite/load.ts";
import { disposeAll } from "../../src/support/dispose.ts";
import {
  type CommandOutcome,
  readResult,
  runCli,
  runFolderIn,
  serve,
  temporaryFolder,
} from "../support/cli.ts";

/** The arms of a run against two servers; their addresses are flags. */
export const ENDPOINTS = ["pi0", "--suite", "pi0-endpoints", "--baseline", "cuda", "--candidate", "flagos"];

const healthy = new Map<string, Promise<RehearsalServer>>();
afterAll(async () => disposeAll(await Promise.all(healthy.values())));

/** A server that does not fail, one for each protocol: it keeps nothing from run to run. */
export async function healthyServer(profile: string): Promise<RehearsalServer> {
  const known = healthy.get(profile);
  if (known !== undefined) return known;
  const starting = serveHere(profile, null);
  healthy.set(profile, starting);
  return starting;
}

/** What `fvalidate serve` starts, in this process. */
export async function serveHere(profile: string, failure: PlannedFailure | null): Promise<RehearsalServer> {
  const { chunk, actionDimensions, seed } = (await loadSuite("pi0-embedded")).capsule;
  const policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 42 });
  const server = await startRehearsal({
    policy,
    profile: profileNamed(profile),
    noise: drawNoise({ seed, chunk, actionDimensions }),
    host: "127.0.0.1",
    port: 0,
    failure,
  });
  return {
    url: server.url,
    async [Symbol.asyncDispose]() {
      await disposeAll([policy, server]);
    },
  };
}

/** A run of the tool's own server against one that fails: what `serve --fail` starts, in this process. */
export async function againstFailing(
  fail: string,
  flags: readonly string[],
): Promise<CommandOutcome & { folder: string }> {
  const profile = "flagscale-g1";
  await using candidate = await serveHere(profile, plannedFailure(fail));
  return await againstServer(candidate, flags, profile);
}

async function againstServer(candidate: { url: string }, flags: readonly string[], profile: string) {
  const folder = await temporaryFolder();
  const baseline = await healthyServer(profile);
  const urls = ["--baseline-url", baseline.url, "--candidate-url", candidate.url, "--profile", profile];
  const outcome = await runCli(folder, [...ENDPOINTS, ...urls, "--observations", "2", ...flags]);
  return { folder, ...outcome };
}

/** Two servers of one protocol that compute the same: equal arms, and no evidence that FlagOS ran. */
export async function expectEqualArms(profile: string): Promise<void> {
  await using candidate = await serve(
    await temporaryFolder(),
    ...["--stack", "tfjs-wasm", "--profile", profile],
  );
  const { stdout, code, folder } = await againstServer(candidate, ["--repeats", "1"], profile);
  expect(stdout).toMatch(/^Live run: cuda at (http|ws):/);
  expect(stdout).toMatch(/BIT-IDENTICAL/);
  expect(stdout).toMatch(/No evidence that flagos ran with FlagOS/);
  expect(stdout).toMatch(/state by one part in a thousand/);
  expect(code).toBe(0);
  expect((await readResult(join(folder, runFolderIn(stdout)))).capsule.profile).toBe(profile);
}
