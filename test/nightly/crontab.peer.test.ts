import { spawn } from "node:child_process";
import { readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { outcomeOf } from "../support/cli.ts";
import { checkout, FVALIDATE, namesIn, runScript } from "./checkout.ts";
import { command } from "./crontab-entry.ts";
import { describeWith } from "./programs.ts";

/** As cron calls it: by sh, with next to nothing in its environment. */
async function runEntry() {
  const folder = await checkout();
  const home = join(dirname(folder), `${folder.split("/").at(-1)}-home`);
  await runScript(`mkdir ${home}`, { folder });
  await symlink(folder, join(home, "fvalidate"));
  const start = () => {
    const env = { HOME: home, PATH: "/usr/local/bin:/usr/bin:/bin", LOGNAME: "ci", FVALIDATE };
    return outcomeOf(spawn("/bin/sh", ["-c", command], { cwd: home, env }));
  };
  return { folder, start };
}

(await describeWith("bash", "flock"))("the line for cron", () => {
  it("runs the night, with its log, and mails what is not consistent", async () => {
    const { folder, start } = await runEntry();
    const { code, stdout, stderr } = await start();
    expect(stderr).toBe("");
    // The first night has no reference.
    expect(stdout).toBe("fvalidate exited with 4: see reports/night.log and night/\n");
    expect(code).toBe(0);
    expect(await readFile(join(folder, "reports/night.log"), "utf8")).toContain("CONSISTENT");
    expect(await namesIn(join(folder, "night"))).toHaveLength(1);
    expect((await runScript("nightly/bless.sh", { folder })).code).toBe(0);
    expect(await start()).toMatchObject({ code: 0, stdout: "" });
  });

  it("does not start a second night while one is running", async () => {
    const { folder, start } = await runEntry();
    await runScript("mkdir reports", { folder });
    const held = spawn("flock", ["reports/night.lock", "sh", "-c", "echo held; cat"], { cwd: folder });
    await new Promise((resolve) => held.stdout.once("data", resolve));
    const { stdout } = await start();
    held.stdin.end();
    await new Promise((resolve) => held.once("close", resolve));
    expect(stdout).toContain("fvalidate exited with 75");
    expect(await namesIn(join(folder, "night"))).toEqual([]);
  });
});
