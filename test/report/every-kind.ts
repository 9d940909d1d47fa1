import { readFileSync } from "node:fs";
import { type AnyRun, RUN_SCHEMAS } from "../../src/contracts/any-run.ts";
import { checkCard } from "../../src/run/compare/card/check-card.ts";
import { result, unmeasured } from "../compare/tensors/results.ts";
import { BENCH_RUNS, benchRun } from "./bench/runs.ts";
import { compareRun } from "./tensors/runs.ts";

const FIXTURES = new URL("../../fixtures/", import.meta.url);

function pi0Run(changes: object = {}): AnyRun {
  const run: object = JSON.parse(readFileSync(new URL("runs/pi0-h200.json", FIXTURES), "utf8"));
  return RUN_SCHEMAS.pi0.parse({ ...run, ...changes });
}

function cardRun(): AnyRun {
  return checkCard({
    run: benchRun("bench-ernie"),
    runPath: "reports/run",
    card: {
      path: "README.md",
      text: readFileSync(new URL("cards/fractions.md", FIXTURES), "utf8"),
      sha256: "0".repeat(64),
    },
    id: "card-1",
    startedAt: new Date("2026-11-21T12:00:00Z"),
    command: ["compare", "reports/run", "--card", "README.md"],
  });
}

const ENDED = {
  kind: "stack",
  message: "the server went away",
  hint: "Start it again.",
  log: "out of memory",
};

/** Finished, failed and interrupted runs of every kind. */
export const RUNS_OF_EVERY_KIND: readonly (readonly [name: string, run: AnyRun])[] = [
  ["pi0", pi0Run()],
  [
    "pi0, failed",
    pi0Run({
      metrics: null,
      metricsReason: "the server went away",
      gates: [],
      status: "failed",
      failure: ENDED,
      verdict: "inconclusive",
      reasons: ["the server went away"],
    }),
  ],
  ...BENCH_RUNS,
  ["compare", compareRun()],
  [
    "compare, inconsistent",
    compareRun({
      tensors: [unmeasured({ name: "shape" }), result({ name: "in.1" })],
      pairs: 2,
      missing: { fromCandidate: ["gone"], fromBaseline: ["extra"] },
      verdict: "inconsistent",
      headline: "flagos does not agree with native",
      reasons: ["the shapes differ"],
    }),
  ],
  [
    "compare, interrupted",
    compareRun({
      tensors: [],
      pairs: 7,
      status: "interrupted",
      failure: { kind: "interrupted", message: "It was stopped.", hint: null },
      verdict: "inconclusive",
      headline: "it was interrupted",
      reasons: ["it was interrupted after 0 of 7 tensors"],
    }),
  ],
  ["card", cardRun()],
];

const freePaths = new Map<AnyRun, ReadonlySet<string>>();

/** The same run with `text` in every place where its schema takes any text at all. */
export function hostileEverywhere(run: AnyRun, text: string): AnyRun {
  const paths = freePaths.get(run) ?? freePathsOf(run);
  freePaths.set(run, paths);
  return RUN_SCHEMAS[run.kind].parse(withNames(withText(run, paths, text) as AnyRun, text));
}

/** Words that nobody uses: what takes them takes anything. */
function freePathsOf(run: AnyRun): ReadonlySet<string> {
  const isFree = (path: string) =>
    RUN_SCHEMAS[run.kind].safeParse(withText(run, new Set([path]), "no such word")).success;
  return new Set([...textPaths(run)].filter(isFree));
}

/** Where the texts are, with no difference made between the items of a list. */
function textPaths(value: unknown, path = ""): Set<string> {
  if (typeof value === "string") return new Set([path]);
  if (typeof value !== "object" || value === null) return new Set();
  const inner = Array.isArray(value) ? value.map((item) => ["[]", item]) : Object.entries(value);
  return new Set(inner.flatMap(([key, item]) => [...textPaths(item, `${path}/${String(key)}`)]));
}

function withText(value: unknown, paths: ReadonlySet<string>, text: string, path = ""): unknown {
  if (typeof value === "string") return paths.has(path) ? text : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withText(item, paths, text, `${path}/[]`));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withText(item, paths, text, `${path}/${key}`)]),
  );
}

/** Names of an environment and of operators are somebody else's too. */
function withNames(run: AnyRun, text: string): unknown {
  const arm = <Side extends AnyRun["baseline"]>(side: Side) => ({
    ...side,
    environment: { ...side.environment, [text]: text },
    evidence: { ...side.evidence, operators: { [text]: 1 } },
  });
  return { ...run, baseline: arm(run.baseline), candidate: arm(run.candidate) };
}

/** Each of them has broken some report of some tool. */
export const HOSTILE_TEXTS: readonly (readonly [name: string, text: string])[] = [
  ["pipes, quotes and line breaks", 'a|b "c" \\| `x``y` \r\n# h\n- item\r1. one\t|'],
  [
    "mark-up",
    "<script>alert(1)</script> & &lt;b&gt; ]]> <![CDATA[ --> <!-- ![i](x) [l](javascript:alert(1)) **b** _e_ ~~d~~ $1$",
  ],
  ["commands of CI servers", "::error title=x::y\n::set-output name=a::b\n##[error]z %0A::stop-commands::t"],
  ["CJK and emoji", "日本語 中文 한국어 👩‍🔬 🤖 \u{20000}"],
  ["what XML has no place for", "\u0000\u0007\u001b[31m\ufffe\uffff\ud800 x \udc00\u0085\u2028\u202e"],
  ["ten thousand characters", `${"x".repeat(4_999)}日${"y".repeat(5_000)}`],
  ["nothing", ""],
];
