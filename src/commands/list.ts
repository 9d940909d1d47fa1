import { BENCHMARKS } from "../benchmarks/index.ts";
import { ACCURACY_POLICY } from "../compare/accuracy/policies/index.ts";
import { ELEMENTWISE_FIGURES } from "../compare/elementwise/figures.ts";
import { FIGURES } from "../compare/metrics/index.ts";
import { MAPE_CONVENTIONS } from "../compare/metrics/mape-conventions.ts";
import { POLICIES } from "../compare/policies/index.ts";
import { gateDescriptions } from "../compare/tensors/judged-figures.ts";
import { PROFILES } from "../drivers/index.ts";
import { IMPORTERS } from "../importers/index.ts";
import { REPORTERS } from "../report/index.ts";
import { type CompositeSuite, loadAnySuite } from "../suite/composite/load-composite.ts";
import type { Suite } from "../suite/load.ts";
import { shippedSuites } from "../suite/locate.ts";
import { FvalidateError } from "../support/errors.ts";
import { printLine } from "../support/terminal.ts";
import { isSet, type Parsed, requiredText, text } from "./arguments.ts";
import type { Command } from "./command.ts";

/** What is listed: a name and a sentence. */
interface Item {
  readonly name: string;
  readonly description: string;
}

const LISTS: Record<string, (parsed: Parsed) => Promise<Item[]>> = {
  suites: listSuites,
  stacks: listStacks,
  metrics: async () => [
    ...FIGURES.map(({ key, description }) => ({ name: key, description })),
    ...Object.values(MAPE_CONVENTIONS).map(({ name, description }) => ({
      name: `--mape ${name}`,
      description,
    })),
  ],
  benchmarks: listBenchmarks,
  policies: async () =>
    [...Object.values(POLICIES), ...Object.values(ACCURACY_POLICY)].map(({ name, description }) => ({
      name,
      description,
    })),
  profiles: async () => Object.values(PROFILES).map(({ name, description }) => ({ name, description })),
  gates: async () =>
    gateDescriptions(ELEMENTWISE_FIGURES).map(({ key, description }) => ({ name: key, description })),
  harnesses: async () => IMPORTERS.map(({ name, description }) => ({ name, description })),
  reporters: async () => Object.values(REPORTERS).map(({ name, description }) => ({ name, description })),
};

/** `fvalidate list WHAT` */
export const listCommand: Command = {
  flags: {
    suite: { type: "string", describe: "whose stacks to list; all shipped suites' otherwise" },
    json: { type: "boolean", describe: "print JSON" },
  },
  async run(parsed) {
    const what = requiredText(parsed, "what");
    const list = Object.hasOwn(LISTS, what) ? LISTS[what] : undefined;
    if (list === undefined) {
      throw new FvalidateError("usage", `Cannot list "${what}".`, {
        hint: `Choose from ${Object.keys(LISTS).join(", ")}.`,
      });
    }
    const items = await list(parsed);
    if (isSet(parsed, "json")) printLine(JSON.stringify(items, null, 2));
    else for (const line of aligned(items)) printLine(line);
    return 0;
  },
};

async function listBenchmarks(): Promise<Item[]> {
  const benchmarks = await Promise.all(Object.values(BENCHMARKS).map((load) => load()));
  return benchmarks.map(({ name, description, modality, questions, templates, extractions, judging }) => ({
    name,
    description:
      `${description} ${modality}, ${questions.rows} questions; ` +
      `templates ${Object.keys(templates).join(", ")}; extraction ${extractions.join(", ")}` +
      (judging === undefined ? "" : "; needs a judge"),
  }));
}

async function listSuites(): Promise<Item[]> {
  const suites = await Promise.all((await shippedSuites()).map((name) => loadAnySuite(name)));
  return suites.map((suite) => ({ name: suite.name, description: `${suite.title} (${contentOf(suite)})` }));
}

function contentOf(suite: Suite | CompositeSuite): string {
  return suite.kind === "suite"
    ? `runs ${suite.parts.map(({ name }) => name).join(", ")}`
    : `${Object.keys(suite.stacks).length} stacks`;
}

/** A suite of suites has its parts' stacks. */
async function suitesWithStacks(wanted: string | null): Promise<Suite[]> {
  const suites = await Promise.all(
    (wanted === null ? await shippedSuites() : [wanted]).map((name) => loadAnySuite(name)),
  );
  return suites.flatMap((suite) => {
    if (suite.kind !== "suite") return [suite];
    return wanted === null
      ? []
      : [...new Map(suite.parts.map((part) => [part.suite.path, part.suite])).values()];
  });
}

async function listStacks(parsed: Parsed): Promise<Item[]> {
  const suites = await suitesWithStacks(text(parsed, "suite"));
  return suites.flatMap((suite) =>
    Object.entries(suite.stacks).map(([name, entry]) => ({
      name,
      description: `${entry.target}, in the suite ${suite.name}${entry.label === undefined ? "" : ` (${entry.label})`}`,
    })),
  );
}

function aligned(items: readonly Item[]): string[] {
  const width = Math.max(...items.map(({ name }) => name.length));
  return items.map(({ name, description }) => `${name.padEnd(width)}  ${description}`);
}
