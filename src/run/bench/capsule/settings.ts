import type { BenchOptions, Task } from "../options.ts";

/** All that decides what is asked and how: a run can be resumed only with the same. */
export function settingsOf(options: BenchOptions): Record<string, unknown> {
  const { baseline, candidate, api, concurrency, repeats, baselineRepeat, logprobs, seed } = options;
  return {
    baseline,
    candidate,
    api,
    concurrency,
    repeats,
    baselineRepeat,
    logprobs,
    seed,
    tasks: options.tasks.map(taskSettings),
    ...(options.shard !== null && { shard: options.shard }),
  };
}

function taskSettings({ benchmark, template, numFewshot, sampling, limit, data }: Task) {
  return { name: benchmark.name, template, numFewshot, sampling: { ...sampling }, limit: { ...limit }, data };
}

/** The first setting that differs, as `name: this, not that`; `null` where all agree. */
export function firstDifference(
  recorded: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): string | null {
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(wanted)])) {
    const [before, now] = [JSON.stringify(recorded[name]), JSON.stringify(wanted[name])];
    if (before !== now) return `${name}: it was ${before ?? "not there"}, now it is ${now ?? "not there"}`;
  }
  return null;
}
