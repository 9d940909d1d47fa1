import type { AnyRun } from "../../contracts/any-run.ts";
import { textsIn } from "./flatten.ts";

/** What a run was made under, by name: settings, environments, inputs and versions. */
export function conditionsOf(run: AnyRun): Map<string, string> {
  const { kind, suite, tool, baseline, candidate, shard } = run;
  const found = textsIn({
    kind,
    suite: suite.name,
    shard: shard === undefined ? undefined : `${shard.index} of ${shard.count}`,
    baseline: armConditions(baseline),
    candidate: armConditions(candidate),
    settings: run.settings,
    ...ownConditions(run),
    fvalidate: tool.version,
    Node: tool.node,
  });
  return new Map(found.map(({ path, value }) => [path.join(" · "), value]));
}

function armConditions({ stack, label, source, environment, evidence, ...others }: AnyRun["baseline"]) {
  return {
    stack,
    label,
    source,
    environment,
    evidence: evidence.status,
    ...("model" in others && { model: others.model }),
    ...("fingerprint" in others && { fingerprint: others.fingerprint }),
  };
}

function ownConditions(run: AnyRun): Readonly<Record<string, unknown>> {
  switch (run.kind) {
    case "pi0":
      return { capsule: run.capsule, ...(run.metrics !== null && { dtype: run.dtype, shape: run.shape }) };
    case "bench":
      return {
        capsule: run.capsule,
        benchmarks: Object.fromEntries(
          run.benchmarks.map(({ name, template, extraction, numFewshot, repeats, sampling, data }) => [
            name,
            { template, extraction, numFewshot, repeats, sampling, data },
          ]),
        ),
      };
    case "compare":
      return {};
    case "card":
      return { card: run.card, checked: run.checked.id };
  }
}

/** One condition of two runs; `null` where a run has none of that name. */
export interface ConditionPair {
  readonly name: string;
  readonly a: string | null;
  readonly b: string | null;
}

/** What differs, and how much is the same. */
export function differingConditions(a: AnyRun, b: AnyRun): { differing: ConditionPair[]; same: number } {
  const [ofA, ofB] = [conditionsOf(a), conditionsOf(b)];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])];
  const all = names.map((name) => ({ name, a: ofA.get(name) ?? null, b: ofB.get(name) ?? null }));
  const differing = all.filter((pair) => pair.a !== pair.b);
  return { differing, same: all.length - differing.length };
}
