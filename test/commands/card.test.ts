import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readCard } from "../../src/cards/read-card.ts";
import { runCli, runProcess, temporaryFolder } from "../support/cli.ts";

const RUNS = fileURLToPath(new URL("../../fixtures/runs/", import.meta.url));
const ERNIE = join(RUNS, "bench-ernie.json");
const PI0 = join(RUNS, "pi0-h200.json");

function card(folder: string, ...args: string[]) {
  return runCli(folder, ["card", ...args]);
}

const README = "\ufeff# M\r\n\r\n<!-- fvalidate:begin -->\r\n<!-- fvalidate:end -->\r\n\r\nUser Guide\r\n";

describe("fvalidate card", () => {
  it("prints the section of several runs, figures that a card's reader finds again", async () => {
    const args = ["card", ERNIE, PI0, "--style", "difference"];
    const { code, stdout, stderr } = await runProcess(await temporaryFolder(), args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(readCard(stdout).rows.map(({ figures }) => figures[0]?.raw)).toEqual([
      "0.8899%",
      ...["+3.33%", "+0.08%", "+0.50%", "+1.50%", "-1.32%"],
    ]);
  });

  it("writes into a file behind a link, keeps all else, and the second time nothing", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "card.md");
    await writeFile(file, README);
    await chmod(file, 0o640);
    await symlink("card.md", join(folder, "README.md"));
    const before = await stat(file);
    const check = await card(folder, PI0, "--into", "README.md", "--check");
    expect(check.code).toBe(1);
    expect(await readFile(file, "utf8")).toBe(README);
    const written = await card(folder, PI0, "--into", "README.md");
    expect([written.code, written.stdout]).toEqual([0, ""]);
    const text = await readFile(file, "utf8");
    const [head, tail] = README.split("<!-- fvalidate:end -->");
    expect(text.startsWith(head ?? "none")).toBe(true);
    expect(text.endsWith(`\r\n<!-- fvalidate:end -->${tail}`)).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect((await stat(file)).mode).toBe(before.mode);
    expect((await lstat(join(folder, "README.md"))).isSymbolicLink()).toBe(true);
    expect(await readdir(folder)).toEqual(["README.md", "card.md"]);
    const inode = (await stat(file)).ino;
    const again = await card(folder, PI0, "--into", "README.md");
    expect([again.code, again.stderr.includes("up to date")]).toEqual([0, true]);
    expect((await stat(file)).ino).toBe(inode);
    expect((await card(folder, PI0, "--into", "README.md", "--check")).code).toBe(0);
  });

  it("exits with 2 and says what to do, and leaves the file alone", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "README.md"), "# M\n");
    await writeFile(join(folder, "binary.md"), Uint8Array.of(0xff, 0xfe, 0x00));
    for (const [args, message] of [
      [[ERNIE, "--into", "README.md"], "on lines of their own where the evaluation results belong"],
      [[ERNIE, "--into", "missing.md"], "it is not there"],
      [[ERNIE, "--into", "binary.md"], "no text in UTF-8"],
      [[ERNIE, "--check"], "--into README.md"],
      [[ERNIE, ERNIE], "was named twice"],
      [[ERNIE, "--style", "prose"], "--style takes mape, performance"],
      [[ERNIE, "--style", "mape"], "for runs of pi0"],
      [[ERNIE, "--language", "fr"], "--language takes en, zh"],
      [[ERNIE, "--decimals", "13"], "--decimals takes up to 12"],
      [["nowhere"], "Cannot read the run nowhere"],
    ] as const) {
      const { code, stdout, stderr } = await card(folder, ...args);
      expect([code, stdout], stderr).toEqual([2, ""]);
      expect(stderr).toContain(message);
    }
    expect(await readFile(join(folder, "README.md"), "utf8")).toBe("# M\n");
  });
});
