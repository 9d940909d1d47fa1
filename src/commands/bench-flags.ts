import { ACCURACY_POLICIES } from "../contracts/bench-result.ts";
import { EXTRACTIONS } from "../contracts/benchmark.ts";
import { CI_FLAGS } from "./ci-flags.ts";
import { FORMAT_FLAG } from "./format-flag.ts";
import { HISTORY_FLAGS } from "./history-flags.ts";
import { SHARD_FLAGS } from "./shard-flags.ts";

/** The flags that change a run's result: what "how to reproduce" repeats. */
export const BENCH_RUN_FLAGS = {
  suite: { type: "string", describe: "a shipped suite's name or a path [bench-endpoints]" },
  baseline: { type: "string", describe: "the reference stack, by its name in the suite" },
  candidate: { type: "string", describe: "the stack that is judged, by its name in the suite" },
  tasks: { type: "string", describe: "benchmarks, with commas between them [the suite's]" },
  limit: {
    type: "string",
    describe: "50: the first fifty questions; 0.1: the first tenth; 100:200: a range",
  },
  repeats: { type: "number", describe: "how often every question is asked [1]" },
  concurrency: { type: "number", alias: "j", describe: "requests in flight for each arm [16]" },
  seed: { type: "number", describe: "of the choices' order and the Monte Carlo tests [0]" },
  "baseline-url": { type: "string", describe: "the baseline's address; several with commas are shared out" },
  "candidate-url": { type: "string", describe: "the candidate's address, likewise" },
  "baseline-model": { type: "string", describe: "the model's name at the baseline [the one it serves]" },
  "candidate-model": { type: "string", describe: "the model's name at the candidate [the one it serves]" },
  api: { type: "string", describe: "chat or completions [chat]" },
  data: { type: "string", describe: "a benchmark's local file or folder, or a folder of such by benchmark" },
  template: { type: "string", describe: "the prompt's form, as list benchmarks shows them" },
  extraction: { type: "string", describe: `how answers are read: ${EXTRACTIONS.join(", ")}` },
  "num-fewshot": { type: "number", describe: "examples in each prompt [the benchmark's]" },
  temperature: { type: "number", describe: "over the benchmarks' own, which is 0 mostly" },
  "top-p": { type: "number", describe: "over the benchmarks' own" },
  "max-tokens": { type: "number", describe: "of an answer, over the benchmarks' own" },
  "request-seed": { type: "number", describe: "sent to the servers as their sampling seed" },
  logprobs: { type: "number", describe: "ask for tokens' log probabilities, with so many alternatives" },
  "baseline-repeat": {
    type: "boolean",
    describe: "ask the baseline once more: how many answers flip anyway",
  },
  timeout: { type: "number", describe: "seconds for one request, from its sending [1800]" },
  "max-retries": { type: "number", describe: "how often a request is sent again after a failure [5]" },
  outage: { type: "number", describe: "seconds to wait for a server that is gone [300]" },
  policy: { type: "string", describe: `which policy decides: ${ACCURACY_POLICIES.join(", ")} [equivalence]` },
  margin: { type: "number", describe: "percentage points within which differences count as none [5]" },
  "error-budget": {
    type: "number",
    describe: "share of failed requests above which nothing is decided [0.01]",
  },
  "judge-url": { type: "string", describe: "an OpenAI-compatible grader, for benchmarks that need one" },
  "judge-model": { type: "string", describe: "its model's name [the one it serves]" },
  parallel: { type: "boolean", describe: "have started stacks up at the same time, on two devices" },
  "require-evidence": { type: "boolean", describe: "inconclusive unless evidence shows that FlagOS ran" },
} as const;

/** Every flag of `fvalidate bench`. */
export const BENCH_FLAGS = {
  ...BENCH_RUN_FLAGS,
  ...HISTORY_FLAGS,
  ...FORMAT_FLAG,
  ...CI_FLAGS,
  ...SHARD_FLAGS,
  resume: { type: "string", describe: "go on with a stopped run: its folder, or alone for the newest one" },
  "retry-errors": { type: "boolean", describe: "with --resume: ask again what ended in an error" },
  "freeze-only": {
    type: "boolean",
    describe: "write the questions and stop, for a program that answers them",
  },
  "allow-inconclusive": { type: "boolean", describe: "exit 0 instead of 4 when the verdict is inconclusive" },
  "output-path": { type: "string", describe: "where the run's folder is made [reports]" },
  json: { type: "boolean", describe: "print the result as JSON and nothing else" },
} as const;
