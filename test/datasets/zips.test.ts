import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openDataSet } from "../../src/datasets/index.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { dataSetOptions, failureOf, hubOf, rowsIn, sourceOf, temporaryFolder } from "./options.ts";

const ZIPS = fileURLToPath(new URL("../../fixtures/datasets/zips", import.meta.url));
const refused = readdirSync(ZIPS).filter((name) => name.endsWith(".txt"));
const anything = sourceOf();

describe("a zip is read as a folder:", () => {
  test("rows of one kind, by patterns or by all names", async () => {
    const path = join(ZIPS, "data.zip");
    const jsonLines = sourceOf({ huggingFace: hubOf(["set/test/*.jsonl"]) });
    await using dataSet = await openDataSet(jsonLines, await dataSetOptions({ path }));
    const rows = await rowsIn(dataSet);
    expect(rows).toHaveLength(201);
    expect(rows[0]).toEqual({ cells: { n: 1 }, file: "data.zip/set/test/a.jsonl", index: 0 });
    expect(dataSet.description).toMatch(/^file data\.zip \(sha256 [0-9a-f]{16}\)$/);
    // The pattern as it is where the zip lies in a repository.
    const within = sourceOf({ huggingFace: hubOf(["data.zip/set/test/a.jsonl"]) });
    await using part = await openDataSet(within, await dataSetOptions({ path: ZIPS }));
    expect(await rowsIn(part)).toMatchObject([{ file: "data.zip/set/test/a.jsonl" }]);
  });

  test("Parquet too, which is unpacked once", async () => {
    const cacheFolder = await temporaryFolder();
    const options = await dataSetOptions({ path: join(ZIPS, "data.zip"), cacheFolder });
    for (let time = 0; time < 2; time += 1) {
      await using dataSet = await openDataSet(anything, options);
      expect(await rowsIn(dataSet)).toHaveLength(4);
      expect(dataSet.notes).toEqual([
        expect.stringMatching(/Parquet is read, .*a\.jsonl, .*b\.jsonl are not/),
      ]);
    }
    const [key = ""] = await readdir(join(cacheFolder, "unpacked"));
    const unpacked = await readdir(join(cacheFolder, "unpacked", key, "set", "test"));
    expect(unpacked).toEqual(["more.parquet"]);
  });

  test("pictures and videos beside the rows", async () => {
    const source = sourceOf({ huggingFace: hubOf(["set/test/a.jsonl"]) });
    await using dataSet = await openDataSet(source, await dataSetOptions({ path: join(ZIPS, "data.zip") }));
    const [row] = await rowsIn(dataSet);
    const picture = await dataSet.readFile(row!, "../images/1.png");
    expect(Buffer.from(picture).subarray(1, 4).toString()).toBe("PNG");
    expect(await dataSet.readFile(row!, "1.png")).toEqual(picture);
    const video = await dataSet.localPath(row!, "v1.mp4");
    expect(await readFile(video!, "utf8")).toBe("video one");
    expect((await stat(video!)).isFile()).toBe(true);
    expect(await dataSet.localPath(row!, "v2.mp4")).toBeNull();
    expect(await failureOf(dataSet.readFile(row!, "../../../x.png"))).toMatchObject({ kind: "input" });
  });

  test("zips beside a file hold what its rows name, where the name is of one file", async () => {
    const folder = await temporaryFolder();
    await cp(join(ZIPS, "images.zip"), join(folder, "images.zip"));
    await writeFile(join(folder, "rows.jsonl"), '{"n": 1}\n');
    await using dataSet = await openDataSet(
      anything,
      await dataSetOptions({ path: join(folder, "rows.jsonl") }),
    );
    const [row] = await rowsIn(dataSet);
    expect(await dataSet.readFile(row!, "images/7.png")).toHaveLength(275);
    expect(String(await dataSet.readFile(row!, "other/8.png"))).toBe("another 8");
    // Two have this name.
    expect(await failureOf(dataSet.readFile(row!, "8.png"))).toMatchObject({
      message: expect.stringContaining("not there"),
    });
  });

  test("a folder with nothing but a zip is that zip", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "inner"));
    await cp(join(ZIPS, "data.zip"), join(folder, "inner", "data.zip"));
    await using dataSet = await openDataSet(anything, await dataSetOptions({ path: folder }));
    expect(await rowsIn(dataSet)).toHaveLength(4);
  });
});

describe.each(refused)("%s", (sidecar) => {
  test("says what is the matter, and writes nothing outside of the cache", async () => {
    const name = sidecar.replace(/\.txt$/, "");
    const message = new RegExp(readFileSync(join(ZIPS, sidecar), "utf8").trim());
    const read = async () => {
      await using dataSet = await openDataSet(anything, await dataSetOptions({ path: join(ZIPS, name) }));
      return await rowsIn(dataSet);
    };
    const failure = await failureOf(read());
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({ kind: "input", message: expect.stringMatching(message) });
    expect((failure as FvalidateError).hint).toMatch(/\S/);
  });
});
