import { mkdtemp, open, rm } from "node:fs/promises";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeNpy, readNpyFile } from "../../src/tensors/npy.ts";

/** More than one read of Node can return, 2 GiB. Its peer is a machine with the memory for it. */
const BYTES = 2 ** 31 + 5;

it.skipIf(freemem() < 4 * 2 ** 30)("reads a file of more than 2 GiB, to its last byte", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-npy-"));
  try {
    const path = join(folder, "x.npy");
    const small = encodeNpy({ dtype: "uint8", shape: [3], data: Uint8Array.of(1, 2, 3) });
    const header = Buffer.from(small.subarray(0, 128)).toString("latin1");
    await using file = await open(path, "w");
    // Same length, so that the header stays aligned; the middle of the file is a hole.
    const claim = header.replace(`(3,), }${" ".repeat(9)}`, `(${BYTES},), }`);
    await file.write(Buffer.from(claim, "latin1"), 0, 128, 0);
    await file.write(Uint8Array.of(9, 8, 7), 0, 3, 128 + BYTES - 3);
    const { data, shape } = await readNpyFile(path);
    expect(shape).toEqual([BYTES]);
    expect([...data.subarray(-4)]).toEqual([0, 9, 8, 7]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
