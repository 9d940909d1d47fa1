import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli, temporaryFolder } from "../support/cli.ts";

it("tells an engine that does not answer from an image that is not there", async () => {
  const folder = await temporaryFolder();
  // What the real client says; a real engine is the peer tests' business.
  const said =
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
  await writeFile(join(folder, "docker"), `#!/bin/sh\necho "${said}" >&2\nexit 1\n`);
  await chmod(join(folder, "docker"), 0o755);
  const env = { PATH: `${folder}:${process.env["PATH"]}`, FVALIDATE_STATE_PATH: join(folder, "state") };
  const { code, stderr } = await runCli(folder, ["run", "--suite", "pi0-docker", "--start-only"], env);
  expect(code).toBe(3);
  expect(stderr).toMatch(/no Docker engine answers: Cannot connect[\s\S]*Start the engine/);
  expect(stderr).not.toContain("docker pull");
});
