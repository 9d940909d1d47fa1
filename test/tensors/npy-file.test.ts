import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { encodeNpy, readNpyFile, writeNpyFile } from "../../src/tensors/npy.ts";
import { float32Tensor } from "../../src/tensors/tensor.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fvalidate-npy-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tensor = float32Tensor([2, 3], [1, 2, 3, 4, 5, 6]);

it("reads what it wrote, and leaves no other file behind", async () => {
  const path = join(folder, "new", "x.npy");
  await writeNpyFile(path, tensor);
  expect(await readNpyFile(path)).toEqual(tensor);
  expect(await readdir(join(folder, "new"))).toEqual(["x.npy"]);
  expect(new Uint8Array(await readFile(path))).toEqual(encodeNpy(tensor));
});

it("replaces a file whole", async () => {
  const path = join(folder, "x.npy");
  await writeFile(path, "x".repeat(1000));
  await writeNpyFile(path, tensor, { version: 2, byteOrder: "big", fortranOrder: true });
  expect(await readNpyFile(path)).toEqual(tensor);
});

it("says that a file is not there", async () => {
  const path = join(folder, "missing.npy");
  await expect(readNpyFile(path)).rejects.toMatchObject({
    kind: "input",
    message: `Cannot read ${path}: it is not there.`,
  });
});

it("says that a part of the path is a file", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(readNpyFile(join(folder, "file", "x.npy"))).rejects.toThrow("it is not there");
});

it("refuses a folder", async () => {
  await expect(readNpyFile(folder)).rejects.toMatchObject({
    kind: "input",
    message: `Cannot read ${folder}: it is a folder.`,
  });
});

it.skipIf(process.platform === "win32")("refuses a pipe instead of waiting for its writer", async () => {
  const path = join(folder, "pipe.npy");
  execFileSync("mkfifo", [path]);
  await expect(readNpyFile(path)).rejects.toThrow("it is not a regular file");
});

it.skipIf(process.platform === "win32")("refuses a device", async () => {
  await expect(readNpyFile("/dev/zero")).rejects.toThrow("it is not a regular file");
});

// Root may read everything.
it.skipIf(process.getuid?.() === 0)("says that there is no permission", async () => {
  const path = join(folder, "x.npy");
  await writeNpyFile(path, tensor);
  await chmod(path, 0);
  await expect(readNpyFile(path)).rejects.toThrow("there is no permission to read it");
});

it("refuses a file whose data is a hole far beyond its shape, without reading it", async () => {
  const path = join(folder, "x.npy");
  await writeNpyFile(path, tensor);
  await truncate(path, 2 ** 40);
  await expect(readNpyFile(path)).rejects.toThrow(`${2 ** 40 - 128 - 24} bytes are left over`);
});

it("reads a header alone without reserving the terabytes that it claims", async () => {
  const path = join(folder, "x.npy");
  const claim = Buffer.from(encodeNpy(tensor))
    .toString("latin1")
    .replace("(2, 3), }        ", "(1048576, 9999), }");
  await writeFile(path, Buffer.from(claim, "latin1"));
  await expect(readNpyFile(path)).rejects.toThrow(/its data is truncated: from byte 12\d on/);
});

it("says where it could not write", async () => {
  const path = join(folder, "x.npy");
  await mkdir(path);
  await expect(writeNpyFile(path, tensor)).rejects.toMatchObject({ kind: "output" });
  expect(await readdir(folder)).toEqual(["x.npy"]);
});
