import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decoded, readAll } from "../fixtures.ts";
import { temporaryFolder } from "../options.ts";

const SCRIPT = fileURLToPath(new URL("./pyarrow_tables.py", import.meta.url));
const hasPyarrow = spawnSync("python3", ["-c", "import pyarrow"]).status === 0;
const TABLES = 300;

describe.skipIf(!hasPyarrow)("Parquet files of pyarrow (skipped without python3 and pyarrow)", () => {
  it("of random schemas, codecs and layouts give the rows that pyarrow wrote", async () => {
    const folder = await temporaryFolder();
    execFileSync("python3", [SCRIPT, folder, String(TABLES)], { stdio: "inherit" });
    for (let table = 0; table < TABLES; table += 1) {
      const path = join(folder, `${table}.parquet`);
      const rows = JSON.parse(readFileSync(`${path}.json`, "utf8")).map(decoded);
      const read = await readAll(path, `${table}.parquet`);
      expect(
        read.map(({ cells }) => cells),
        `table ${table} in ${folder}`,
      ).toStrictEqual(rows);
    }
  });
});
