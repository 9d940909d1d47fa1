import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { startEngine } from "../../../../src/run/compare/engine/engine.ts";
import { noneTaken } from "../../../../src/run/compare/engine/segment-taker.ts";
import { WorkerPool } from "../../../../src/run/compare/engine/worker-pool.ts";
import { FvalidateError } from "../../../../src/support/errors.ts";
import { memoryTensor, pairOf } from "./pairs.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-pool-"));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): URL {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `import { parentPort } from "node:worker_threads";\n${text}`);
  return pathToFileURL(path);
}

const tensor = memoryTensor("float32", [4], Float32Array.of(1, 2, 3, 4));
const pair = pairOf(tensor, tensor);

/** What ends a thread in the midst of a job. */
const DEATHS = {
  "it leaves with a code": ["parentPort.on('message', () => process.exit(3));", /code 3/],
  "it throws": ["parentPort.on('message', () => { throw new Error('no such page'); });", /no such page/],
  "it never gets as far as to listen": ["throw new Error('not at all');", /not at all/],
} as const;

describe("a thread that dies fails the comparison, and says so", () => {
  it.each(Object.entries(DEATHS))("%s", async (name, [text, why]) => {
    await using pool = new WorkerPool(2, 2 ** 16, program(name.replaceAll(" ", "-"), text));
    const failure = await pool.measure({ pair, taken: noneTaken() }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({
      kind: "comparison",
      message: expect.stringMatching(why),
      hint: expect.stringContaining("--workers 1"),
    });
  });

  it("what one of them did not foresee is told with the same hint, and the next comparison works", async () => {
    const values = new Float32Array(2 ** 22 + 1);
    const large = memoryTensor("float32", [values.length], values);
    const signal = new AbortController().signal;
    // No memory of a kernel is as large.
    await using engine = await startEngine({ workers: 2, chunkBytes: 2 ** 40, signal });
    await expect(engine.measure(pairOf(large, large))).rejects.toMatchObject({
      kind: "comparison",
      hint: expect.stringContaining("--workers 1"),
    });
    await using other = await startEngine({ workers: 2, signal });
    expect(await other.measure(pairOf(large, large))).toMatchObject({ bitIdentical: true });
  });
});
