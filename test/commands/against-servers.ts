import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { disposeAll } from "../../src/support/dispose.ts";
import {
  type CommandOutcome,
  readResult,
  runCli,
  runFolderIn,
  type ServedStack,
  serve,
  temporaryFolder,
} from "../support/cli.ts";

/** The arms of a run against two servers; their addresses are flags. */
export const ENDPOINTS = ["pi0", "--suite", "pi0-endpoints", "--baseline", "cuda", "--candidate", "flagos"];

const healthy = new Map<string, Promise<ServedStack>>();
afterAll(async () => disposeAll(await Promise.all(healthy.values())));

/** A server that does not fail, one for each protocol: it keeps nothing from run to run. */
async function healthyServer(profile: string): Promise<ServedStack> {
  const known = healthy.get(profile);
  if (known !== undefined) return known;
  const starting = serve(await temporaryFolder(), "--stack", "tfjs-wasm", "--profile", profile);
  healthy.set(profile, starting);
  return starting;
}

/** A run of the tool's own servers against each other, the second told to fail. */
export async function againstServers(
  fail: readonly string[],
  flags: readonly string[] = [],
  profile = "flagscale-g1",
): Promise<CommandOutcome & { folder: string }> {
  const folder = await temporaryFolder();
  const baseline = await healthyServer(profile);
  await using candidate = await serve(folder, "--stack", "tfjs-wasm", "--profile", profile, ...fail);
  const urls = ["--baseline-url", baseline.url, "--candidate-url", candidate.url, "--profile", profile];
  const outcome = await runCli(folder, [...ENDPOINTS, ...urls, "--observations", "2", ...flags]);
  return { folder, ...outcome };
}

/** Two servers of one protocol that compute the same: equal arms, and no evidence that FlagOS ran. */
export async function expectEqualArms(profile: string): Promise<void> {
  const { stdout, code, folder } = await againstServers([], ["--repeats", "1"], profile);
  expect(stdout).toMatch(/^Live run: cuda at (http|ws):/);
  expect(stdout).toMatch(/BIT-IDENTICAL/);
  expect(stdout).toMatch(/No evidence that flagos ran with FlagOS/);
  expect(stdout).toMatch(/state by one part in a thousand/);
  expect(code).toBe(0);
  expect((await readResult(join(folder, runFolderIn(stdout)))).capsule.profile).toBe(profile);
}
