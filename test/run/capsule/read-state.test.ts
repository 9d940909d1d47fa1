import { copyFile, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readState } from "../../../src/run/capsule/read-state.ts";
import { failureOf, temporaryFolder } from "./helpers.ts";

const STATES = fileURLToPath(new URL("states/", import.meta.url));
/** What every file in `accepted` was written from. */
const STATE = [0.5, -0.25, 1, 0, -1, 0.125, 2, -3.5, 0.0625, 4, -0.75, 8, -16, 0.375];
const accepted = await casesIn("accepted");
const refused = await casesIn("refused");

describe("readState", () => {
  test.each(accepted)("reads %s", async (name) => {
    expect(await readState(await placed("accepted", name), 14)).toEqual(STATE);
  });

  test.each(refused)("refuses %s", async (name) => {
    const path = await placed("refused", name);
    const error = await failureOf(readState(path, 14));
    expect(error.kind).toBe("input");
    expect(error.message).toContain(path);
    expect(error.message).toContain(
      (await readFile(join(STATES, "refused", `${name}.message`), "utf8")).trim(),
    );
    expect(error.message.length).toBeLessThan(path.length + 200);
  });

  test("says how many numbers it wants", async () => {
    const error = await failureOf(readState(await placed("refused", "nan.json"), 14));
    expect(error.hint).toContain("14 numbers");
  });

  test("names the flag of a file that is missing or a folder", async () => {
    const folder = await temporaryFolder();
    const missing = await failureOf(readState(join(folder, "state.npy"), 14));
    expect(missing.message).toMatch(/--state.*state\.npy: it is not there\.$/);
    expect((await failureOf(readState(folder, 14))).message).toMatch(/--state.*: it is a folder\.$/);
  });
});

async function casesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(STATES, folder));
  return names.filter((name) => name.endsWith(".case")).map((name) => basename(name, ".case"));
}

/** A copy under the name that decides how it is read. */
async function placed(folder: string, name: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await copyFile(join(STATES, folder, `${name}.case`), path);
  return path;
}
