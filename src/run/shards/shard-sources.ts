import { FvalidateError } from "../../support/errors.ts";

/** What a scheduler's variables say of this task; `count` is `null` where it does not tell. */
export interface ShardSource {
  /** The scheduler and its variables, for messages. */
  readonly name: string;
  /** Counted from 1. */
  readonly index: number;
  readonly count: number | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that says which shard this is, counted from 0, where no scheduler does. */
export const INDEX_VARIABLE = "FVALIDATE_SHARD_INDEX";
/** The variable that says how many shards there are. */
export const COUNT_VARIABLE = "FVALIDATE_SHARDS";

/** Every scheduler whose variables are known, each read from the environment or `null` where it is not there. */
const SCHEDULERS: readonly ((environment: Environment) => ShardSource | null)[] = [
  slurmArray,
  kubernetesIndexedJob,
  gitlabParallel,
];

/**
 * What the schedulers say, one entry each. The tool's own variable goes before them: whoever sets it means this run.
 * @throws FvalidateError of kind `usage` for variables that are no whole numbers or make no sense together
 */
export function shardSources(environment: Environment): ShardSource[] {
  const own = integerIn(environment, INDEX_VARIABLE, 0);
  if (own !== null) return [{ name: INDEX_VARIABLE, index: own + 1, count: null }];
  return SCHEDULERS.map((read) => read(environment)).filter((source) => source !== null);
}

/** A whole number from the environment; `null` where the variable is absent or empty, as CI systems leave some. */
export function integerIn(environment: Environment, name: string, minimum: number): number | null {
  const text = environment[name]?.trim() ?? "";
  if (text === "") return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= minimum) return value;
  throw new FvalidateError("usage", `${name} is "${text}", not a whole number of at least ${minimum}.`, {
    hint: `Set it right, or say which shard this is: --shard 2/4.`,
  });
}

/** Slurm's job arrays begin where they like and may have steps: `--array=0-7`, `--array=1-8`, `--array=0-14:2`. */
function slurmArray(environment: Environment): ShardSource | null {
  const task = integerIn(environment, "SLURM_ARRAY_TASK_ID", 0);
  if (task === null) return null;
  const name = "SLURM_ARRAY_TASK_ID";
  const first = integerIn(environment, "SLURM_ARRAY_TASK_MIN", 0);
  const last = integerIn(environment, "SLURM_ARRAY_TASK_MAX", 0);
  const tasks = integerIn(environment, "SLURM_ARRAY_TASK_COUNT", 1);
  if (first === null || last === null || tasks === null) {
    throw new FvalidateError(
      "usage",
      "SLURM_ARRAY_TASK_ID is set without SLURM_ARRAY_TASK_MIN, SLURM_ARRAY_TASK_MAX and SLURM_ARRAY_TASK_COUNT.",
      { hint: 'Say which shard this is, for an array from 1 to 8: --shard "$SLURM_ARRAY_TASK_ID/8".' },
    );
  }
  const step = integerIn(environment, "SLURM_ARRAY_TASK_STEP", 1) ?? 1;
  const index = (task - first) / step + 1;
  const isEven = (last - first) / step + 1 === tasks && Number.isSafeInteger(index);
  if (isEven && index >= 1 && index <= tasks) return { name, index, count: tasks };
  throw new FvalidateError(
    "usage",
    `The Slurm array's tasks are not evenly spaced: task ${task} of ${tasks} tasks from ${first} to ${last} in steps of ${step}.`,
    {
      hint: 'For a part of an array, such as --array=2,5, say which shard this is: --shard "$SLURM_ARRAY_TASK_ID/8".',
    },
  );
}

function kubernetesIndexedJob(environment: Environment): ShardSource | null {
  const index = integerIn(environment, "JOB_COMPLETION_INDEX", 0);
  return index === null ? null : { name: "JOB_COMPLETION_INDEX", index: index + 1, count: null };
}

/** `CI_NODE_TOTAL` is there for jobs without `parallel` too. */
function gitlabParallel(environment: Environment): ShardSource | null {
  const index = integerIn(environment, "CI_NODE_INDEX", 1);
  if (index === null) return null;
  return { name: "CI_NODE_INDEX", index, count: integerIn(environment, "CI_NODE_TOTAL", 1) };
}
