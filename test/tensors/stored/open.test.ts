import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { encodeNpy } from "../../../src/tensors/npy.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { encodeSafetensors } from "../safetensors/encode.ts";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/tensors/", import.meta.url));

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "fvalidate-open-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NPY = encodeNpy({ dtype: "float32", shape: [2], data: Float32Array.of(1, 2) });
const one = (name: string) =>
  encodeSafetensors({ [name]: { dtype: "F32", shape: [2], bytes: new Uint8Array(8) } });

function put(files: Record<string, Uint8Array | string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

async function namesIn(path = folder): Promise<string[]> {
  return (await openTensors(path)).tensors.map(({ name }) => name);
}

async function refusalOf(path = folder, dtype?: "bfloat16"): Promise<string> {
  const error = await openTensors(path, dtype === undefined ? {} : { dtype }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(FvalidateError);
  expect(error.kind).toBe("input");
  expect(error.hint ?? "").not.toBe("");
  return error.message.replaceAll(folder, "FOLDER");
}

describe("a folder", () => {
  it("names tensors by their paths, and by the file's own names where it holds several", async () => {
    put({
      "b.npy": NPY,
      "a/c.safetensors": one("whatever"),
      "a/d.safetensors": encodeSafetensors({
        x: { dtype: "U8", shape: [1], bytes: Uint8Array.of(1) },
        "y/z": { dtype: "U8", shape: [1], bytes: Uint8Array.of(2) },
      }),
      "e.json": "[[1, 2]]",
      "layer.0": NPY,
      "layer.1": NPY,
    });
    const { format, tensors, notes } = await openTensors(folder);
    expect(tensors.map(({ name }) => name)).toEqual([
      "a/c",
      "a/d/x",
      "a/d/y/z",
      "b",
      "e",
      "layer.0",
      "layer.1",
    ]);
    expect(format).toBe("safetensors, npy, JSON");
    expect(notes).toEqual([]);
  });

  it("is read by its files' content where that contradicts their endings", async () => {
    put({ "a.safetensors": NPY, "b.npy": one("x"), "c.json": NPY, "d.dat": one("x") });
    expect(await namesIn()).toEqual(["a.safetensors", "b.npy", "c.json", "d.dat"]);
  });

  it("passes over what holds no tensors, and says so", async () => {
    const run = '{"schema": "fvalidate.run/1", "metrics": {"cosine": 1}}';
    put({
      "a.npy": NPY,
      "run.json": run,
      "config.json": '{"hidden": 3, "name": "x"}',
      "README.md": "# x",
      ".hidden.npy": NPY,
      ".git/b.npy": NPY,
      "empty.safetensors": encodeSafetensors({}),
      "samples.jsonl": "{}\n{}",
    });
    const { tensors, notes } = await openTensors(folder);
    expect(tensors.map(({ name }) => name)).toEqual(["a"]);
    expect(notes).toEqual([
      "left out, as they hold no tensors: README.md, samples.jsonl, config.json, empty.safetensors, run.json",
    ]);
  });

  it.each([
    ["truncated.npy", NPY.subarray(0, -1), "its data is truncated"],
    ["empty.npy", "", "it is empty (0 bytes)"],
    [
      "html.safetensors",
      "<!doctype html><p>Not found, which is longer than eight bytes</p>",
      "its header takes",
    ],
    ["ragged.json", "[[1], [2, 3]]", "it is not rectangular"],
    ["cut.json", "[[1]", "it ends where `,` or `]` belongs, at byte 4"],
    ["null.json", "[1, null]", "it has null where a number belongs, at byte 4"],
  ])("is refused for a damaged file in it: %s", async (name, content, message) => {
    put({ "a.npy": NPY, [name]: content });
    expect(await refusalOf()).toContain(`Cannot read FOLDER/${name}: ${message}`);
  });

  it("is refused where two files give one name, and both are named", async () => {
    put({ "a.npy": NPY, "a.safetensors": one("x") });
    expect(await refusalOf()).toBe('Two files give a tensor the name "a": a.npy and a.safetensors.');
    rmSync(join(folder, "a.npy"));
    put({ "a.json": '{"x": [1], "y": [1]}', "a/x.npy": NPY });
    expect(await refusalOf()).toBe('Two files give a tensor the name "a/x": a.json and a/x.npy.');
  });

  it("without any tensor is refused", async () => {
    put({ "README.md": "# x" });
    expect(await refusalOf()).toBe(
      "Cannot read FOLDER: it holds no tensors (left out, as they hold no tensors: README.md).",
    );
  });

  it("is not left through links, nor gone round in", async () => {
    put({ "in/a.npy": NPY, "in/real/b.npy": NPY, "out/secret.npy": NPY });
    symlinkSync("../out/secret.npy", join(folder, "in/leads-out.npy"));
    symlinkSync("../out", join(folder, "in/leads-out"));
    symlinkSync("..", join(folder, "in/real/above"));
    symlinkSync("nowhere.npy", join(folder, "in/broken.npy"));
    symlinkSync("a.npy", join(folder, "in/same.npy"));
    const { tensors, notes } = await openTensors(join(folder, "in"));
    expect(tensors.map(({ name }) => name)).toEqual(["a", "real/b", "same"]);
    expect(notes).toEqual([
      "broken.npy was left out: it is a link that leads nowhere",
      "leads-out was left out: it is a link that leads out of the folder",
      "leads-out.npy was left out: it is a link that leads out of the folder",
      "real/above was left out: it is a link that leads out of the folder",
    ]);
  });

  it("of Hugging Face's cache is read through its links", async () => {
    put({ "models--x/blobs/1234": NPY });
    mkdirSync(join(folder, "models--x/snapshots/abc"), { recursive: true });
    symlinkSync("../../blobs/1234", join(folder, "models--x/snapshots/abc/a.npy"));
    expect(await namesIn(join(folder, "models--x/snapshots/abc"))).toEqual(["a"]);
  });

  it("takes a declared dtype for those files alone that could hold it", async () => {
    const bits = encodeNpy({ dtype: "uint16", shape: [1], data: Uint16Array.of(0x3f80) });
    put({ "bits.npy": bits, "numbers.npy": NPY });
    const { tensors } = await openTensors(folder, { dtype: "bfloat16" });
    expect(tensors.map(({ dtype }) => dtype)).toEqual(["bfloat16", "float32"]);
    expect((await openTensors(folder, { dtype: "float8_e5m2" })).notes).toEqual([
      "no tensor is float8_e5m2, which was declared",
    ]);
    expect(await refusalOf(join(folder, "numbers.npy"), "bfloat16")).toContain("but bfloat16 was declared");
  });
});

describe("a file", () => {
  it.each([
    [
      "picture.dat",
      Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      "it is no file of tensors but looks like a PNG picture.",
    ],
    ["empty", "", "it is no file of tensors but looks like nothing: it is empty."],
    ["notes.txt", "hello", "it is no file of tensors but looks like text."],
    ["run.json", '{"schema": "fvalidate.run/1"}', "it holds text at byte 11."],
    ["no-tensors.safetensors", encodeSafetensors({}), "it holds no tensors."],
  ])("of something else is refused: %s", async (name, content, message) => {
    put({ [name]: content });
    expect(await refusalOf(join(folder, name))).toBe(`Cannot read FOLDER/${name}: ${message}`);
  });

  it("that is not there is refused", async () => {
    expect(await refusalOf(join(folder, "a.npy"))).toBe("Cannot read FOLDER/a.npy: it is not there.");
  });

  it("is known by its content, whatever its name", async () => {
    put({ "weights.v2": NPY });
    expect(await namesIn(join(folder, "weights.v2"))).toEqual(["weights.v2"]);
  });
});

describe("safetensors in shards", () => {
  const index = (weights: Record<string, string>): string =>
    JSON.stringify({ metadata: {}, weight_map: weights });
  const INDEX = "model.safetensors.index.json";

  it("have the index's names, wherever their folder lies", async () => {
    const model = join(FIXTURES, "sharded-safetensors/files/model");
    const names = ["embed.weight", "layers.0.weight", "layers.1.weight", "norm"];
    expect(await namesIn(model)).toEqual(names);
    expect(await namesIn(dirname(model))).toEqual(names.map((name) => `model/${name}`));
    expect((await openTensors(model)).format).toBe("sharded safetensors");
  });

  it("leave out what the index does not name, and say so", async () => {
    put({
      [INDEX]: index({ a: "1.safetensors" }),
      "1.safetensors": encodeSafetensors({
        a: { dtype: "U8", shape: [], bytes: Uint8Array.of(1) },
        b: { dtype: "U8", shape: [], bytes: Uint8Array.of(1) },
      }),
    });
    const { tensors, notes } = await openTensors(folder);
    expect(tensors.map(({ name }) => name)).toEqual(["a"]);
    expect(notes).toEqual([`${INDEX}: in shards but not in the index, left out: 1.safetensors: b`]);
  });

  it.each([
    [
      index({ a: "1.safetensors", b: "3.safetensors" }),
      'it names the shard "3.safetensors": it is not there',
    ],
    [index({ a: "2.safetensors" }), 'it says that "a" lies in "2.safetensors", but no shard holds it'],
    [index({ a: "2.safetensors", b: "1.safetensors" }), 'but it lies in "1.safetensors"'],
    [index({ a: "../1.safetensors" }), '"a" lies in "../1.safetensors", which is no plain name of a file'],
    [index({ a: "/etc/passwd" }), '"a" lies in "/etc/passwd", which is no plain name of a file'],
    [index({ a: ".." }), "which is no plain name of a file"],
    [
      '{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}',
      'byte 35: the key "a" stands there a second time',
    ],
    ['{"weight_map":{"a":1}}', "byte 19: expected a text in double quotes"],
    ['{"metadata":{"x":[1,"]",{"y":"}"}]}}', "its index lacks the key `weight_map`"],
    ['{"weight_map"', "its index is no JSON"],
  ])("are refused: %s", async (text, message) => {
    put({ [INDEX]: text, "1.safetensors": one("a"), "2.safetensors": one("b") });
    expect(await refusalOf(join(folder, INDEX))).toContain(message);
  });

  it("are refused where a shard is damaged, by the shard's name", async () => {
    put({ [INDEX]: index({ a: "1.safetensors" }), "1.safetensors": one("a").subarray(0, -1) });
    expect(await refusalOf(join(folder, INDEX))).toMatch(
      /^Cannot read FOLDER\/1\.safetensors: it is truncated/,
    );
  });
});
