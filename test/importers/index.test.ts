import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitArm } from "../../src/importers/files/arm-suffix.ts";
import { IMPORTERS, importerFor, isHarnessOutput } from "../../src/importers/index.ts";
import { OUTPUTS } from "./conformance.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-importers-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("who reads a path", () => {
  test("is told by what is in it", async () => {
    expect((await importerFor(join(OUTPUTS, "lm-eval/mmlu-local-a"))).name).toBe("lm-evaluation-harness");
    expect(await isHarnessOutput(join(OUTPUTS, "evalscope/mmlu-a"))).toBe(true);
    expect(await isHarnessOutput(folder)).toBe(false);
  });

  test("is nobody for a folder of other things, and the message says what each looks for", async () => {
    await mkdir(join(folder, "other"));
    await writeFile(join(folder, "other/notes.json"), '{"results": [1, 2]}');
    const failure = await importerFor(join(folder, "other")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: "input", message: expect.stringContaining("other") as unknown });
    for (const { name } of IMPORTERS) expect((failure as { hint: string }).hint).toContain(`  ${name}: `);
  });

  test("is nobody where nothing is", async () => {
    await expect(importerFor(join(folder, "nothing"))).rejects.toThrow(
      /There is no file or folder .*nothing/,
    );
  });

  test("is not guessed where two could be meant", async () => {
    await cp(join(OUTPUTS, "lm-eval/dummy-a"), join(folder, "both"), { recursive: true });
    await cp(join(OUTPUTS, "inspect-ai/zstd-a"), join(folder, "both"), { recursive: true });
    await expect(importerFor(join(folder, "both"))).rejects.toThrow(
      /may be the output of (lm-evaluation-harness or inspect_ai|inspect_ai or lm-evaluation-harness)/,
    );
  });
});

describe("an arm behind a path", () => {
  test("is taken off, and nothing else is", async () => {
    expect(await splitArm("runs/one#candidate")).toEqual({ place: "runs/one", arm: "candidate" });
    expect(await splitArm("runs/one#baseline")).toEqual({ place: "runs/one", arm: "baseline" });
    expect(await splitArm("runs/one#other")).toEqual({ place: "runs/one#other", arm: null });
    expect(await splitArm("runs/one")).toEqual({ place: "runs/one", arm: null });
  });

  test("is not taken off a file that is called so", async () => {
    const path = join(folder, "run#candidate");
    await writeFile(path, "");
    expect(await splitArm(path)).toEqual({ place: path, arm: null });
  });
});
