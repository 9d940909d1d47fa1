import type { Shard } from "../../contracts/run-parts.ts";
import { FvalidateError } from "../../support/errors.ts";
import {
  COUNT_VARIABLE,
  type Environment,
  INDEX_VARIABLE,
  integerIn,
  type ShardSource,
  shardSources,
} from "./shard-sources.ts";

/**
 * Which shard is meant by `2/4`, `auto` or `auto/4`; the last two take what is left open from the environment.
 * @throws FvalidateError of kind `usage` for another text, for numbers out of range, and for an environment that does not
 *   say, or says two things
 */
export function chooseShard(text: string, environment: Environment): Shard {
  const given = /^(?:(\d+)|auto)(?:\/(\d+))?$/.exec(text.trim());
  if (given === null || (given[1] !== undefined && given[2] === undefined)) throw noShard(text);
  const count = given[2] === undefined ? null : Number(given[2]);
  if (given[1] === undefined) return fromEnvironment(count, environment);
  return inRange({ index: Number(given[1]), count: Number(given[2]) }, `--shard ${text}`);
}

function noShard(text: string): FvalidateError {
  return new FvalidateError("usage", `--shard takes 2/4, auto or auto/4, not "${text}".`, {
    hint: "2/4 is the second of four shards; auto takes both numbers from Slurm, Kubernetes or GitLab.",
  });
}

function fromEnvironment(asked: number | null, environment: Environment): Shard {
  const sources = shardSources(environment);
  const [first] = sources;
  if (first === undefined) {
    throw new FvalidateError("usage", "--shard auto: the environment does not say which shard this is.", {
      hint:
        "It is taken from SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX or CI_NODE_INDEX, or from " +
        `${INDEX_VARIABLE}, counted from 0, and ${COUNT_VARIABLE}.`,
    });
  }
  const count = agreedCount(asked, sources, environment);
  const other = sources.find(({ index }) => index !== first.index);
  if (other !== undefined) throw disagreement(first, other);
  return inRange({ index: first.index, count }, first.name);
}

/** The flag, the tool's own variable and the schedulers must say one thing, as far as they say any. */
function agreedCount(
  asked: number | null,
  sources: readonly ShardSource[],
  environment: Environment,
): number {
  const own = integerIn(environment, COUNT_VARIABLE, 1);
  const said = [
    { name: `--shard auto/${asked}`, count: asked },
    { name: COUNT_VARIABLE, count: own },
    ...sources,
  ].filter((source): source is { name: string; count: number } => source.count !== null);
  const [first] = said;
  if (first === undefined) {
    const names = sources.map(({ name }) => name).join(" and ");
    throw new FvalidateError("usage", `--shard auto: ${names} does not tell how many shards there are.`, {
      hint: `Say how many: --shard auto/4, or ${COUNT_VARIABLE}=4.`,
    });
  }
  const other = said.find(({ count }) => count !== first.count);
  if (other === undefined) return first.count;
  throw new FvalidateError(
    "usage",
    `--shard auto: ${first.name} makes ${first.count} shards, ${other.name} makes ${other.count}.`,
    { hint: "Say which shard this is: --shard 2/4." },
  );
}

function disagreement(first: ShardSource, other: ShardSource): FvalidateError {
  return new FvalidateError(
    "usage",
    `--shard auto: by ${first.name} this is shard ${first.index}, by ${other.name} it is shard ${other.index}.`,
    { hint: `Say which shard this is (--shard 2/4), or set ${INDEX_VARIABLE}, which goes before both.` },
  );
}

function inRange(shard: Shard, from: string): Shard {
  const { index, count } = shard;
  if (count >= 1 && index >= 1 && index <= count && Number.isSafeInteger(count)) return shard;
  throw new FvalidateError("usage", `${from}: there is no shard ${index} of ${count}.`, {
    hint: "Shards are counted from 1 to their number; a scheduler's tasks must be as many as the shards.",
  });
}
