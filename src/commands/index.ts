import type { CommandEntry } from "./command.ts";

/** Every command. Each module is loaded only when its command is called, so that the tool starts quickly. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "pi0",
    describe: "drive both stacks with the same observations and compare their action tensors",
    load: async () => (await import("./pi0.ts")).pi0Command,
  },
  {
    name: "bench",
    describe: "ask both servers the same benchmark questions and compare their accuracies, paired",
    load: async () => (await import("./bench.ts")).benchCommand,
  },
  {
    name: "calibrate [run]",
    describe: "how often each policy would fail two identical stacks at so many questions",
    load: async () => (await import("./calibrate.ts")).calibrateCommand,
  },
  {
    name: "compare <baseline> [candidate]",
    describe: "compare what is already there: tensors in files, outputs of harnesses, a run and a card",
    load: async () => (await import("./compare.ts")).compareCommand,
  },
  {
    name: "run",
    describe: "all that a suite holds, its stacks started and stopped; --dry-run shows the commands",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "merge <shards..>",
    describe: "join the runs of all shards (--shard) into one, equal to the run that was not split",
    load: async () => (await import("./merge.ts")).mergeCommand,
  },
  {
    name: "cleanup",
    describe: "end and undo what a killed run left behind: processes, containers, edited files",
    load: async () => (await import("./cleanup.ts")).cleanupCommand,
  },
  {
    name: "latency",
    describe: "warm up a stack, time its calls one after the other, and compare two stacks' times",
    load: async () => (await import("./latency.ts")).latencyCommand,
  },
  {
    name: "patch <action> <files..>",
    describe:
      "switch the flag_gems lines of Python files off (native) and on (flagos), or show or restore them",
    load: async () => (await import("./patch.ts")).patchCommand,
  },
  {
    name: "report <run>",
    describe: "render a finished run again",
    load: async () => (await import("./report.ts")).reportCommand,
  },
  {
    name: "view [run]",
    describe: "show all finished runs in the browser, and two of them side by side",
    load: async () => (await import("./view.ts")).viewCommand,
  },
  {
    name: "card <runs..>",
    describe: "write a model card's evaluation results from finished runs, or into its README.md",
    load: async () => (await import("./card.ts")).cardCommand,
  },
  {
    name: "history [action] [runs..]",
    describe:
      "trends over nights and where they changed; add, bless or unbless runs; drift since a reference",
    load: async () => (await import("./history.ts")).historyCommand,
  },
  {
    name: "serve",
    describe: "offer an embedded policy over a real pi0 protocol, to rehearse against",
    load: async () => (await import("./serve.ts")).serveCommand,
  },
  {
    name: "list <what>",
    describe: "list suites, stacks, benchmarks, metrics, gates, harnesses, policies, profiles or reporters",
    load: async () => (await import("./list.ts")).listCommand,
  },
  {
    name: "doctor",
    describe: "what this machine can run, and what is missing",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
];
