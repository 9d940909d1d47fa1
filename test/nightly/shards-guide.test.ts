import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { chooseShard } from "../../src/run/shards/choose-shard.ts";

const text = await readFile(
  fileURLToPath(new URL(join("..", "..", "nightly", "SHARDS.md"), import.meta.url)),
  "utf8",
);
const [gitlab, github] = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block]) => parse(block ?? ""));

test("the guide's GitLab job runs as many shards as it counts", () => {
  const { parallel, script } = gitlab.shard;
  expect(script).toContain("--shard auto");
  expect(chooseShard("auto", { CI_NODE_INDEX: "4", CI_NODE_TOTAL: String(parallel) })).toEqual({
    index: 4,
    count: 4,
  });
  expect(script).toContain(`--output-path ${gitlab.shard.artifacts.paths[0]}`);
  expect(gitlab.merge.script).toBe(`npx fvalidate merge ${gitlab.shard.artifacts.paths[0]}`);
});

test("the guide's GitHub matrix tells each job its shard", () => {
  const { strategy, env } = github.jobs.shard;
  const jobs = strategy.matrix.part.length;
  // What GitHub puts in for the expressions, in the third job.
  const filled = Object.fromEntries(
    Object.entries<string>(env).map(([name, value]) => [
      name,
      value
        .replace(/^\$\{\{ strategy\.job-index \}\}$/, "2")
        .replace(/^\$\{\{ strategy\.job-total \}\}$/, String(jobs)),
    ]),
  );
  expect(chooseShard(filled["FVALIDATE_SHARD"] ?? "", filled)).toEqual({ index: 3, count: jobs });
});
