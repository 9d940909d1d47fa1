import { existsSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { DataRow, DataSource } from "../../src/contracts/benchmark.ts";
import { type DataSet, openDataSet } from "../../src/datasets/index.ts";
import { dataSetOptions, failureOf, hubOf, rowsIn, sourceOf, temporaryFolder } from "./options.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/datasets/valid", import.meta.url));
const SHARED =
  process.env["FVALIDATE_SHARED_PATH"] ?? fileURLToPath(new URL("../../../shared", import.meta.url));

async function openAt(path: string, source: DataSource = sourceOf()): Promise<DataSet> {
  return openDataSet(source, await dataSetOptions({ path }));
}

/** Files by their paths, in a fresh folder. */
async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

function idsOf(rows: readonly DataRow[]): unknown[] {
  return rows.map(({ cells }) => cells["id"]);
}

describe("a file", () => {
  test("is described by its name and hash, and streams again at each call", async () => {
    const folder = await folderOf({ "rows.jsonl": '{"id": 1}\n{"id": 2}\n' });
    await using dataSet = await openAt(join(folder, "rows.jsonl"));
    const rows = [
      { cells: { id: 1 }, file: "rows.jsonl", index: 0 },
      { cells: { id: 2 }, file: "rows.jsonl", index: 1 },
    ];
    expect(await rowsIn(dataSet)).toEqual(rows);
    expect(await rowsIn(dataSet)).toEqual(rows);
    // By sha256sum.
    const sha256 = "781ff5f85c89826b0126e003be6b6f78477dffcb4a2cf0b4e2a5ed9d78bb84cf";
    expect(dataSet.files).toEqual([{ path: "rows.jsonl", bytes: 20, sha256 }]);
    expect(dataSet.description).toBe("file rows.jsonl (sha256 781ff5f85c89826b)");
  });

  test("may be left in the middle, and its streams are closed", async () => {
    for (const name of ["codec-gzip.parquet", "table-packed.csv.gz", "lines-plain.jsonl"]) {
      await using dataSet = await openAt(join(FIXTURES, name));
      for (let time = 0; time < 50; time += 1) {
        for await (const row of dataSet.rows()) {
          expect(row.index).toBe(0);
          break;
        }
      }
    }
  });

  test("of a kind that is not read is refused with those that are", async () => {
    const folder = await folderOf({ "rows.arrow": "x" });
    expect(await failureOf(openAt(join(folder, "rows.arrow")))).toMatchObject({
      kind: "input",
      message: expect.stringContaining("rows.arrow is of no kind that is read"),
      hint: expect.stringMatching(/\.parquet .*\.jsonl .*\.csv .*\.zip/),
    });
  });

  test("that is not there is named", async () => {
    expect(await failureOf(openAt("nowhere/rows.csv"))).toMatchObject({
      kind: "input",
      message: "Cannot read the data set nowhere/rows.csv: it is not there.",
    });
  });

  test("without a row is refused", async () => {
    for (const name of ["no-rows.parquet", "table-header-only.csv", "array-empty.json"]) {
      await using dataSet = await openAt(join(FIXTURES, name));
      expect(await failureOf(rowsIn(dataSet))).toMatchObject({
        kind: "input",
        message: `No row is in ${name}.`,
      });
    }
    const folder = await folderOf({ "rows.jsonl": "", "rows.csv": "" });
    for (const name of ["rows.jsonl", "rows.csv"]) {
      await using dataSet = await openAt(join(folder, name));
      expect(await failureOf(rowsIn(dataSet))).toMatchObject({ message: `No row is in ${name}.` });
    }
  });
});

describe("a row that lacks a column is refused with its place and the columns that are there", () => {
  test.each([
    [
      "rows.jsonl",
      '{"id": 1, "answer": 2}\n\n{"id": 1, "text": "x"}\n',
      "rows.jsonl, row 2 (line 3): the column answer is missing. There are id, text.",
    ],
    [
      "rows.csv",
      'id,"te\nxt"\n1,2\n',
      "rows.csv, row 1 (line 3): the column answer is missing. There are id, te\nxt.",
    ],
    ["rows.json", '[{"id": 1}]', "rows.json, row 1: the column answer is missing. There are id."],
    [
      "bare.jsonl",
      '{"text": 1}',
      "bare.jsonl, row 1 (line 1): the columns id, answer are missing. There are text.",
    ],
  ])("%s", async (name, content, message) => {
    const folder = await folderOf({ [name]: content });
    await using dataSet = await openAt(join(folder, name), sourceOf({ columns: ["id", "answer"] }));
    expect(await failureOf(rowsIn(dataSet))).toMatchObject({ kind: "input", message });
  });

  test("a null is a value", async () => {
    const folder = await folderOf({ "rows.jsonl": '{"id": null}\n' });
    await using dataSet = await openAt(join(folder, "rows.jsonl"), sourceOf({ columns: ["id"] }));
    expect(idsOf(await rowsIn(dataSet))).toEqual([null]);
  });
});

describe("a folder", () => {
  const line = (id: string) => `{"id": "${id}"}\n`;

  test("gives the files that one hub's patterns name, in their order", async () => {
    const path = await folderOf({
      "data/b-test.jsonl": line("b"),
      "data/a-test.jsonl": line("a"),
      "data/a-dev.jsonl": line("dev"),
      "test.jsonl": line("of the other hub"),
    });
    const source = sourceOf({
      huggingFace: hubOf(["data/b-*", "data/*-test.jsonl"]),
      modelScope: hubOf(["test.jsonl"]),
    });
    await using dataSet = await openAt(path, source);
    expect(await rowsIn(dataSet)).toMatchObject([
      { cells: { id: "b" }, file: "data/b-test.jsonl", index: 0 },
      { cells: { id: "a" }, file: "data/a-test.jsonl", index: 1 },
    ]);
    expect(dataSet.notes).toEqual([]);
    expect(dataSet.description).toMatch(
      new RegExp(`^folder ${basename(path)}, 2 files \\(sha256 of their sums [0-9a-f]{16}\\)$`),
    );
  });

  test("gives those of the other hub where the first one's are not there", async () => {
    const path = await folderOf({ "test.jsonl": line("ms"), "dev.jsonl": line("dev") });
    const source = sourceOf({ huggingFace: hubOf(["data/*.parquet"]), modelScope: hubOf(["test.jsonl"]) });
    await using dataSet = await openAt(path, source);
    expect(idsOf(await rowsIn(dataSet))).toEqual(["ms"]);
  });

  test("within the one that was meant is found by the files' names, with a note", async () => {
    const path = await folderOf({ "test-0.jsonl": line("x"), "dev-0.jsonl": line("dev") });
    await using dataSet = await openAt(path, sourceOf({ huggingFace: hubOf(["data/test-*"]) }));
    expect(idsOf(await rowsIn(dataSet))).toEqual(["x"]);
    expect(dataSet.notes).toEqual([expect.stringContaining("by their names")]);
  });

  test("that holds a part says what is not there", async () => {
    const path = await folderOf({ "Art/validation-0.jsonl": line("art") });
    const source = sourceOf({
      huggingFace: hubOf(["Art/validation-*", "Biology/validation-*", "Math/validation-*"]),
    });
    await using dataSet = await openAt(path, source);
    expect(idsOf(await rowsIn(dataSet))).toEqual(["art"]);
    expect(dataSet.notes).toEqual([
      "No file is like Biology/validation-*, Math/validation-*: that part of the data is not there.",
    ]);
  });

  test("of other names gives all files of one kind, not what libraries leave there", async () => {
    const path = await folderOf({
      "mine/2.csv": "id\n2\n",
      "mine/1.csv": "id\n1\n",
      "mine/3.tsv": "id\n3\n",
      "dataset_info.json": "{}",
      ".cache/hidden.jsonl": line("hidden"),
      "__MACOSX/x.jsonl": line("mac"),
      "README.md": "#",
    });
    await using dataSet = await openAt(path, sourceOf({ huggingFace: hubOf(["data/test-*.parquet"]) }));
    expect(idsOf(await rowsIn(dataSet))).toEqual(["1", "2"]);
    expect(dataSet.notes).toEqual([
      expect.stringContaining("all files are read"),
      "There are files of several kinds: CSV is read, mine/3.tsv is not.",
    ]);
  });

  test("without rows says what it holds", async () => {
    const path = await folderOf({ "README.md": "#", "state.json": "{}" });
    expect(await failureOf(openAt(path))).toMatchObject({
      kind: "input",
      message: `${path} holds no file with rows. It holds README.md, state.json.`,
    });
  });

  test("with a link to itself is walked once", async () => {
    const path = await folderOf({ "a.jsonl": line("a") });
    await symlink(path, join(path, "again"));
    await using dataSet = await openAt(path);
    expect(idsOf(await rowsIn(dataSet))).toEqual(["a"]);
  });
});

describe("a file that a row names", () => {
  test("is found beside the row's file, in the folder, and in images/ there", async () => {
    const path = await folderOf({
      "sub/rows.jsonl": '{"id": 1}\n',
      "sub/1.png": "beside",
      "2.png": "in the folder",
      "images/3.png": "in images",
      "images/deep/4.png": "deeper",
      "videos/5.mp4": "video",
      "1.png": "not this",
    });
    await using dataSet = await openAt(path);
    const [row] = await rowsIn(dataSet);
    const named = [
      "1.png",
      "./1.png",
      "2.png",
      "../2.png",
      "3.png",
      "elsewhere/3.png",
      "deep/4.png",
      "images\\3.png",
    ];
    const contents = await Promise.all(named.map(async (name) => String(await dataSet.readFile(row!, name))));
    expect(contents).toEqual([
      "beside",
      "beside",
      "in the folder",
      "in the folder",
      "in images",
      "in images",
      "deeper",
      "in images",
    ]);
    expect(await dataSet.localPath(row!, "5.mp4")).toBe(join(path, "videos/5.mp4"));
  });

  test.each([
    "../secret.txt",
    "../../secret.txt",
    "/etc/passwd",
    "C:\\secret.txt",
    "a/../../../secret.txt",
    "\0",
  ])("is not read outside of the folder: %j", async (name) => {
    const outer = await folderOf({ "secret.txt": "secret", "set/rows.jsonl": '{"id": 1}\n' });
    await using dataSet = await openAt(join(outer, "set"));
    const [row] = await rowsIn(dataSet);
    const failure = await failureOf(dataSet.readFile(row!, name));
    expect(failure).toMatchObject({ kind: "input", message: expect.stringContaining("outside of") });
    expect(await failureOf(dataSet.localPath(row!, name))).toMatchObject({ kind: "input" });
  });

  test("is not read through a link that leads out", async () => {
    const outer = await folderOf({
      "secret.txt": "secret",
      "set/rows.jsonl": '{"id": 1}\n',
      "set-2/x.png": "x",
    });
    await symlink(join(outer, "secret.txt"), join(outer, "set", "1.png"));
    await symlink(outer, join(outer, "set", "images"));
    await symlink(join(outer, "set-2"), join(outer, "set", "other"));
    await using dataSet = await openAt(join(outer, "set", "rows.jsonl"));
    const [row] = await rowsIn(dataSet);
    for (const name of ["1.png", "secret.txt", "other/x.png"]) {
      expect(await failureOf(dataSet.readFile(row!, name))).toMatchObject({
        kind: "input",
        message: expect.stringContaining("outside of"),
      });
    }
  });

  test("is read in a cache of Hugging Face's own tools, whose files are links to contents beside", async () => {
    const cache = await folderOf({
      "blobs/b1": '{"id": 1}\n',
      "blobs/b2": "picture",
      "secret.txt": "secret",
    });
    const snapshot = join(cache, "snapshots", "c0ffee");
    await mkdir(snapshot, { recursive: true });
    await symlink("../../blobs/b1", join(snapshot, "rows.jsonl"));
    await symlink("../../blobs/b2", join(snapshot, "1.png"));
    await symlink("../../secret.txt", join(snapshot, "2.png"));
    await using dataSet = await openAt(snapshot);
    const [row] = await rowsIn(dataSet);
    expect(String(await dataSet.readFile(row!, "1.png"))).toBe("picture");
    expect(await failureOf(dataSet.readFile(row!, "2.png"))).toMatchObject({ kind: "input" });
  });

  test("is a file: a folder of that name is none", async () => {
    const path = await folderOf({ "rows.jsonl": '{"id": 1}\n', "1.png/x": "" });
    await using dataSet = await openAt(path);
    const [row] = await rowsIn(dataSet);
    expect(await failureOf(dataSet.readFile(row!, "1.png"))).toMatchObject({
      message: expect.stringContaining("not there"),
    });
  });
});

test("a run that is stopped reads no further", async () => {
  const controller = new AbortController();
  const folder = await folderOf({ "rows.jsonl": '{"id": 1}\n'.repeat(1000) });
  const options = await dataSetOptions({ path: folder, signal: controller.signal });
  await using dataSet = await openDataSet(sourceOf(), options);
  const read = async () => {
    for await (const { index } of dataSet.rows()) if (index === 10) controller.abort();
  };
  expect(await failureOf(read())).toMatchObject({ kind: "interrupted" });
});

describe.skipIf(!existsSync(join(SHARED, "data/benchmarks")))(
  "real questions (skipped without ../shared)",
  () => {
    const benchmarks = join(SHARED, "data/benchmarks");

    test.each([
      ["mmlu-stem-360.jsonl", 360, ["question", "choices", "answer", "subject"]],
      ["aime-2024.jsonl", 30, []],
      ["mathvision/testmini-40.jsonl", 40, ["question", "image", "answer"]],
    ])("%s has %i rows", async (name, rows, columns) => {
      await using dataSet = await openAt(join(benchmarks, name), sourceOf({ columns }));
      expect(await rowsIn(dataSet)).toHaveLength(rows);
    });

    test("MATH-Vision's pictures lie beside its rows", async () => {
      const folder = await temporaryFolder();
      await cp(join(benchmarks, "mathvision"), folder, { recursive: true });
      await using dataSet = await openAt(folder);
      for (const row of await rowsIn(dataSet)) {
        const picture = await dataSet.readFile(row, String(row.cells["image"]));
        expect(picture.length).toBeGreaterThan(100);
      }
    });
  },
);
