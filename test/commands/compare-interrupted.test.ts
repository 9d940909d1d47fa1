import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compareRunSchema } from "../../src/contracts/compare-run.ts";
import { encodeNpy } from "../../src/tensors/npy.ts";
import { outcomeOf, runFolderIn, startCli, temporaryFolder } from "../support/cli.ts";

/** Long enough to be interrupted in, and no byte of it on the disk. */
const ELEMENTS = 2 ** 27;

/** A .npy of zeros: its header, and a hole. */
async function writeZeros(path: string): Promise<void> {
  const small = encodeNpy({ dtype: "float32", shape: [1], data: Float32Array.of(0) });
  const text = Buffer.from(small.subarray(0, -4)).toString("latin1");
  // The header is padded with blanks, so that a longer shape finds room.
  const shape = `(${ELEMENTS},)`;
  const header = text.replace(
    /\(1,\)(.*?)( +)\n$/,
    (_, rest: string, blanks: string) => `${shape}${rest}${blanks.slice(shape.length - 4)}\n`,
  );
  const file = await open(path, "w");
  await file.write(Buffer.from(header, "latin1"));
  await file.truncate(header.length + ELEMENTS * 4);
  await file.close();
}

it("Ctrl-C leaves what was compared so far, told to be a part", async () => {
  const folder = await temporaryFolder();
  for (const side of ["native", "flagos"]) {
    await mkdir(join(folder, side));
    for (const name of ["a", "b", "c", "d"]) await writeZeros(join(folder, side, `${name}.npy`));
  }
  const child = startCli(folder, ["compare", "native", "flagos"]);
  child.stdout?.once("data", () => setTimeout(() => child.kill("SIGINT"), 100));
  const { code, stdout, stderr } = await outcomeOf(child);
  expect(stderr).toContain("The comparison was stopped before its last tensor.");
  expect(code).toBe(130);
  const report = join(folder, runFolderIn(stdout));
  const run = compareRunSchema.parse(JSON.parse(await readFile(join(report, "run.json"), "utf8")));
  expect(run).toMatchObject({ status: "interrupted", verdict: "inconclusive", pairs: 4 });
  expect(run.tensors.length).toBeLessThan(4);
  expect(await readFile(join(report, "report.md"), "utf8")).toMatch(
    /^> \*\*The comparison was interrupted\.\*\*/,
  );
});
