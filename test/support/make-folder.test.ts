import { existsSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../src/support/make-folder.ts";
import { temporaryFolder } from "./cli.ts";

describe("makeFolder", () => {
  it("makes what is missing, and leaves what is there", async () => {
    const path = join(await temporaryFolder(), "a", "b", "c");
    await makeFolder(path);
    await makeFolder(path);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it("makes one folder for many at once", async () => {
    const path = join(await temporaryFolder(), "a", "b");
    await Promise.all(Array.from({ length: 16 }, () => makeFolder(path)));
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it("says that a file is in the way", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    await expect(makeFolder(file)).rejects.toThrow("EEXIST");
    await expect(makeFolder(join(file, "below"))).rejects.toThrow("ENOTDIR");
  });

  it.skipIf(!existsSync("/proc/self"))("ends where the system lets nobody make a folder", async () => {
    await expect(makeFolder("/proc/no-such-folder/below")).rejects.toThrow("ENOENT");
  });
});
