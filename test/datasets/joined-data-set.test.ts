import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataSetSettings, openDataSet } from "../../src/datasets/index.ts";
import { joinDataSets } from "../../src/datasets/joined-data-set.ts";
import { temporaryFolder } from "../support/cli.ts";

const SOURCE = { huggingFace: null, modelScope: null, columns: ["id|ID"], rows: 5 };

async function part(name: string, ids: readonly string[], column: string) {
  const folder = join(await temporaryFolder(), name);
  await mkdir(folder);
  await writeFile(join(folder, "rows.jsonl"), ids.map((id) => `{"${column}": "${id}"}\n`).join(""));
  await writeFile(join(folder, "picture.png"), name);
  const signal = new AbortController().signal;
  const settings = dataSetSettings({ FVALIDATE_CACHE_PATH: folder });
  return openDataSet(SOURCE, { ...settings, path: folder, signal, onProgress: () => undefined });
}

test("parts of a data set are one: rows counted on, pictures from each row's own part", async () => {
  await using joined = joinDataSets([
    await part("first", ["a", "b"], "id"),
    await part("second", ["c"], "ID"),
  ]);
  for (const _ of [1, 2]) {
    const found = [];
    for await (const row of joined.rows()) {
      const picture = Buffer.from(await joined.readFile(row, "picture.png")).toString();
      found.push([row.index, Object.values(row.cells)[0], picture]);
    }
    expect(found).toEqual([
      [0, "a", "first"],
      [1, "b", "first"],
      [2, "c", "second"],
    ]);
  }
  expect(joined.files).toHaveLength(2);
});
