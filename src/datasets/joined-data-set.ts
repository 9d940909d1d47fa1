import type { DataRow } from "../contracts/benchmark.ts";
import { disposeAll } from "../support/dispose.ts";
import type { DataSet } from "./data-set.ts";

/**
 * Several data sets as one, for benchmarks that are published in parts. Rows are counted on from part to part, and each
 * looks for its pictures in its own part.
 *
 * @param parts disposed with the whole
 */
export function joinDataSets(parts: readonly DataSet[]): DataSet {
  const partOf = new WeakMap<DataRow, { part: DataSet; row: DataRow }>();
  const own = (row: DataRow) => {
    const found = partOf.get(row);
    if (found === undefined) throw new RangeError("a row of another data set");
    return found;
  };
  return {
    description: parts.map(({ description }) => description).join("; "),
    notes: parts.flatMap(({ notes }) => notes),
    files: parts.flatMap(({ files }) => files),
    published: parts[0]?.published ?? 0,
    async *rows() {
      let index = 0;
      for (const part of parts) {
        for await (const row of part.rows()) {
          const counted = { ...row, index };
          partOf.set(counted, { part, row });
          yield counted;
          index += 1;
        }
      }
    },
    readFile(row, path) {
      const { part, row: inPart } = own(row);
      return part.readFile(inPart, path);
    },
    localPath(row, path) {
      const { part, row: inPart } = own(row);
      return part.localPath(inPart, path);
    },
    [Symbol.asyncDispose]: () => disposeAll(parts),
  };
}
