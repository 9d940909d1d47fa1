import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { benchRunSchema } from "../../src/contracts/bench-run.ts";
import { readResult, readRun } from "../../src/contracts/read-run.ts";
import { runResultSchema } from "../../src/contracts/run-result.ts";
import { type SuiteRun, suiteRunSchema } from "../../src/contracts/suite-run.ts";
import { readHistory } from "../../src/history/store.ts";
import { runCli, temporaryFolder } from "../support/cli.ts";
import { freePort } from "../support/ports.ts";

const SHIPPED = fileURLToPath(new URL("../../suites/", import.meta.url));

/** Parts over recordings: `pi0` is consistent, `fault` inconsistent, `answers` consistent, `few` inconclusive. */
const PARTS = {
  pi0: "{ suite: pi0, baseline: cuda, candidate: flagos }",
  fault: "{ suite: pi0, name: fault, baseline: cuda, candidate: fault-num-steps-9 }",
  answers: "{ suite: bench-recorded, name: answers }",
  few: "{ suite: bench-recorded, name: few, limit: 10 }",
  gone: "./gone.yaml",
};

/** Writes a suite of parts, with one whose servers are not there, and runs it. */
async function runParts(parts: readonly (keyof typeof PARTS)[], ...flags: string[]) {
  const folder = await temporaryFolder();
  const port = await freePort();
  const arms = "baseline: a\ncandidate: b\n";
  await writeFile(
    join(folder, "gone.yaml"),
    `schema: fvalidate.suite/1\nkind: pi0\ntitle: nobody listens\n${arms}stacks:\n` +
      `  a: { target: endpoint, url: "http://127.0.0.1:${port}" }\n` +
      `  b: { target: endpoint, url: "http://127.0.0.1:${port}/b" }\n`,
  );
  const list = parts.map((name) => `  - ${PARTS[name]}\n`).join("");
  await writeFile(
    join(folder, "night.yaml"),
    `schema: fvalidate.suite/1\nkind: suite\ntitle: a night\nparts:\n${list}`,
  );
  return runIn(folder, "--suite", "./night.yaml", ...flags);
}

async function runIn(folder: string, ...flags: string[]) {
  const outcome = await runCli(folder, ["run", ...flags]);
  const names = (await readdir(join(folder, "reports")).catch(() => [])).filter(
    (name) => name !== "history.jsonl",
  );
  const run = join(folder, "reports", names.sort().at(-1) ?? "none");
  return { ...outcome, folder, names, run, result: () => suiteIn(run) };
}

async function suiteIn(run: string): Promise<SuiteRun> {
  return suiteRunSchema.parse(JSON.parse(await readFile(join(run, "run.json"), "utf8")));
}

const verdicts = ({ parts }: SuiteRun) => parts.map(({ name, status, verdict }) => [name, status, verdict]);

describe("fvalidate run of a suite of suites", () => {
  test("runs all its parts into folders of their own and gives one verdict", async () => {
    const { code, stdout, stderr, names, run, result } = await runIn(
      await temporaryFolder(),
      ...["--suite", "h200-recorded", "--format", "json,md,csv,junit,comment"],
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(names).toEqual([expect.stringMatching(/^suite-\d{4}-\d\d-\d\d-\d{6}-h200-recorded$/)]);
    const suite = await result();
    expect(suite).toMatchObject({
      kind: "suite",
      status: "complete",
      failure: null,
      verdict: "consistent",
      command: ["run", "--suite", "h200-recorded"],
      parts: [
        { name: "pi0", kind: "pi0", suite: { name: "pi0" }, baseline: { stack: "cuda", label: "CUDA" } },
        {
          name: "answers",
          kind: "bench",
          suite: { name: "bench-recorded" },
          candidate: { stack: "bfloat16" },
        },
      ],
    });
    const [pi0, answers] = suite.parts.map(({ folder }) => folder ?? "");
    expect(runResultSchema.parse(await readRun(join(run, pi0 ?? "")))).toMatchObject({
      id: pi0,
      verdict: "consistent",
    });
    expect(benchRunSchema.parse(await readRun(join(run, answers ?? "")))).toMatchObject({ id: answers });
    const reports = ["comment.md", "junit.xml", "report.csv", "report.md", "run.json"];
    expect((await readdir(run)).sort()).toEqual([pi0, answers, ...reports].sort());
    for (const folder of [pi0, answers])
      expect(await readdir(join(run, folder ?? ""))).toEqual(expect.arrayContaining(reports));
    expect(stdout.trim().split("\n").slice(-6)).toEqual([
      "  CONSISTENT    both parts are consistent",
      "",
      // As the parts' own reports have them.
      "  pi0      consistent  MAPE 0.8899 %",
      "  answers  consistent  MMLU −1.50 points",
      "",
      `  reports/${names[0]}/report.md`,
    ]);
    // It loads all that the other tests need.
  }, 60_000);

  test("is as bad as its worst part, and says which that is", async () => {
    const { code, stdout, result } = await runParts(["answers", "few", "fault"]);
    expect(code).toBe(1);
    const suite = await result();
    expect(verdicts(suite)).toEqual([
      ["answers", "complete", "consistent"],
      ["few", "complete", "inconclusive"],
      ["fault", "complete", "inconsistent"],
    ]);
    expect([suite.status, suite.verdict]).toEqual(["complete", "inconsistent"]);
    expect(suite.headline).toBe("of 3 parts, fault is inconsistent; few is inconclusive");
    expect(suite.reasons[2]).toBe(
      "fault: inconsistent, fault-num-steps-9 does not compute what cuda computes",
    );
    expect(stdout).toContain("  INCONSISTENT    of 3 parts, fault is inconsistent; few is inconclusive");
  });

  test("is inconclusive where a part is, and may be allowed to be", async () => {
    expect((await runParts(["answers", "few"])).code).toBe(4);
    expect((await runParts(["answers", "few"], "--allow-inconclusive")).code).toBe(0);
  });

  test("runs the other parts when one cannot be run, and keeps their results", async () => {
    const { code, stdout, stderr, run, result } = await runParts(["gone", "answers"], "--json");
    expect(code).toBe(3);
    // The suite's result, and nothing else.
    expect(stdout).toBe(await readFile(join(run, "run.json"), "utf8"));
    expect(stderr).toMatch(/^error: .*127\.0\.0\.1/m);
    const suite = await result();
    expect(verdicts(suite)).toEqual([
      ["gone", "failed", "inconclusive"],
      ["answers", "complete", "consistent"],
    ]);
    expect(suite).toMatchObject({
      status: "failed",
      verdict: "inconclusive",
      headline: "of 2 parts, gone failed",
      failure: { kind: "stack", message: expect.stringMatching(/^gone: .*127\.0\.0\.1/) },
    });
    expect(await readdir(run)).toEqual(expect.arrayContaining(["report.md", "report.csv", "run.json"]));
    expect(await readFile(join(run, "report.md"), "utf8")).toContain("### gone: what went wrong");
  });

  test("--fail-fast begins nothing behind the first part that does not end with 0", async () => {
    const { code, result } = await runParts(["answers", "fault", "pi0"], "--fail-fast");
    expect(code).toBe(1);
    const suite = await result();
    expect(verdicts(suite)).toEqual([
      ["answers", "complete", "consistent"],
      ["fault", "complete", "inconsistent"],
      ["pi0", "not run", null],
    ]);
    expect(suite.parts[2]).toMatchObject({
      folder: null,
      headline: "--fail-fast stopped the run after fault.",
    });
    expect(suite).toMatchObject({
      status: "interrupted",
      failure: { message: "--fail-fast stopped the run after fault." },
    });
  });

  test("--fail-fast goes on behind an inconclusive part that is allowed", async () => {
    const { code, result } = await runParts(["few", "answers"], "--fail-fast", "--allow-inconclusive");
    expect(code).toBe(0);
    expect((await result()).status).toBe("complete");
  });

  test("--only runs some of the parts, and says so", async () => {
    const { code, stdout, result } = await runParts(["pi0", "fault", "answers"], "--only", "answers,pi0");
    expect(code).toBe(0);
    const suite = await result();
    expect(suite.parts.map(({ name }) => name)).toEqual(["pi0", "answers"]);
    expect(suite.warnings[0]).toBe(
      "The verdict is of pi0, answers alone: fault of night was left out with --only.",
    );
    expect(stdout).toContain("WARNING  The verdict is of pi0, answers alone");
    const other = await runParts(["pi0", "answers"], "--only", "pi1");
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("Its parts: pi0, answers.")]);
  });

  test("records each part in the history beside the suite's folder, and gates each on drift", async () => {
    const first = await runParts(["answers", "pi0"], "--against", "last");
    expect(first.code).toBe(0);
    expect((await first.result()).parts.map(({ drift }) => drift?.verdict)).toEqual([null, null]);
    const file = join(first.folder, "reports", "history.jsonl");
    const { runs } = await readHistory(file);
    const suite = await first.result();
    expect(runs.map(({ runId, folder }) => [runId, folder])).toEqual(
      suite.parts.map(({ id, folder }) => [id, `${suite.id}/${folder}`]),
    );
    // Within the same second, most likely: the parts' ids still differ.
    const second = await runIn(first.folder, "--suite", "./night.yaml", "--against", "last");
    expect(second.code).toBe(0);
    const again = await second.result();
    expect(again.parts.map(({ drift }) => drift)).toMatchObject([
      { against: "last", verdict: "consistent" },
      { against: "last", verdict: "consistent" },
    ]);
    expect(again.reasons[0]).toContain("; drift consistent: ");
  });

  test("an open drift leaves the suite's verdict open", async () => {
    // Nothing is blessed yet, which leaves the gate open.
    const { code, result } = await runParts(["answers"], "--against", "blessed");
    expect(code).toBe(4);
    expect(await result()).toMatchObject({
      verdict: "inconclusive",
      parts: [{ verdict: "consistent", drift: { against: "blessed", verdict: "inconclusive" } }],
    });
  });
});

describe("flags of several parts", () => {
  test.each([
    [["--seed", "3"], "--seed is not plain for pi0 and answers"],
    [["--repeats", "3"], "--repeats is not plain for pi0 and answers"],
    [["--baseline-url", "http://127.0.0.1:1"], "--baseline-url is not plain for pi0 and answers"],
    [["--candidate", "flagos"], 'the part answers has no stack "flagos"'],
    [["--only", "pi0", "--candidate", "nothing"], 'The suite pi0 has no stack "nothing"'],
    [["--only", "pi0", "--tasks", "mmlu"], "--tasks is for parts of kind bench: pi0 has no use for it."],
    [["--only", "answers", "--max-mape", "3"], "--max-mape is for parts of kind pi0"],
    [["--policy", "strict"], "Of kind pi0: floor, card"],
    [["--only", "answers", "--policy", "floor"], "Of kind bench: equivalence, card"],
    [["--shard", "1/2"], "--shard splits a single run, and night holds several."],
    [["--freeze-only"], "--freeze-only is for a suite of kind bench."],
    [["--retry-errors"], "--retry-errors belongs to --resume"],
    [["--resume", "nowhere"], "--resume: there is no folder nowhere."],
    [["--resume"], "No unfinished run of night is in reports."],
    [["--limit", "many"], "many"],
  ])("%s is refused before anything is run", async (flags, words) => {
    const { code, stderr, names } = await runParts(["pi0", "answers"], ...flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(names).toEqual([]);
  });

  test("go to the parts of the kind that knows them, over what the suite says", async () => {
    const { result, run } = await runParts(
      ["pi0", "few"],
      "--max-mape",
      "0.5",
      "--limit",
      "20",
      "--policy",
      "flagrelease",
    );
    const suite = await result();
    expect(suite.command).toEqual([
      "run",
      "--suite",
      "./night.yaml",
      "--limit",
      "20",
      "--policy",
      "flagrelease",
      "--max-mape",
      "0.5",
    ]);
    const [pi0, few] = await Promise.all(suite.parts.map(({ folder }) => readRun(join(run, folder ?? ""))));
    expect(pi0).toMatchObject({
      verdict: "inconsistent",
      settings: { policy: "floor", limits: { maxMapePercent: 0.5 } },
    });
    expect(few).toMatchObject({ settings: { policy: "flagrelease" }, benchmarks: [{ n: 20 }] });
    expect(pi0?.command).toEqual([
      "pi0",
      "--baseline",
      "cuda",
      "--candidate",
      "flagos",
      "--suite",
      "pi0",
      "--max-mape",
      "0.5",
    ]);
  });

  test("a policy of both kinds is for both", async () => {
    const { result, run } = await runParts(["pi0", "few"], "--policy", "card");
    const runs = await Promise.all(
      (await result()).parts.map(({ folder }) => readRun(join(run, folder ?? ""))),
    );
    expect(runs).toMatchObject([{ settings: { policy: "card" } }, { settings: { policy: "card" } }]);
  });

  test("one that both kinds take otherwise is plain where one part is left", async () => {
    const { result, run } = await runParts(["pi0", "answers"], "--only", "answers", "--seed", "3");
    const [answers] = (await result()).parts;
    expect(await readRun(join(run, answers?.folder ?? ""))).toMatchObject({ settings: { seed: 3 } });
  });

  test("those for suites of suites are refused elsewhere", async () => {
    for (const flags of [["--only", "pi0"], ["--fail-fast"]]) {
      const { code, stderr } = await runIn(await temporaryFolder(), "--suite", "pi0-h200-live", ...flags);
      expect([code, stderr]).toEqual([2, expect.stringContaining("is for suites of other suites")]);
    }
  });
});

test("--start-only brings up the stacks of every part and asks nothing", async () => {
  const { code, stdout, names } = await runParts(["pi0", "answers"], "--start-only");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Part pi0: [\s\S]*^cuda \(baseline\): [\s\S]*^Part answers: [\s\S]*^float32 \(baseline\): /m,
  );
  expect(names).toEqual([]);
});

describe("fvalidate report", () => {
  const FORMATS = "json,md,csv,html,junit,comment";

  test("renders a copied folder again, byte for byte", async () => {
    const { run } = await runParts(["fault", "pi0"], "--fail-fast", "--format", FORMATS, "--against", "last");
    const copy = join(await temporaryFolder(), "elsewhere");
    await cp(run, copy, { recursive: true });
    const files = ["run.json", "report.md", "report.csv", "report.html", "junit.xml", "comment.md"];
    for (const file of files.slice(1)) await rm(join(copy, file));
    const { code, stderr } = await runCli(copy, ["report", copy, "--format", FORMATS, "--write"]);
    expect([code, stderr.match(/^wrote /gm)]).toEqual([0, files.map(() => "wrote ")]);
    for (const file of files)
      expect(await readFile(join(copy, file), "utf8"), file).toBe(await readFile(join(run, file), "utf8"));
    const printed = await runCli(copy, ["report", join(copy, "run.json")]);
    expect(printed.stdout).toBe(await readFile(join(run, "report.md"), "utf8"));
  });

  test("does without a part's folder that is gone", async () => {
    const { folder, run, result } = await runParts(["answers"]);
    await rm(join(run, (await result()).parts[0]?.folder ?? ""), { recursive: true });
    const { code, stdout } = await runCli(folder, ["report", run, "--format", "junit"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("cannot be read")]);
  });
});

test("a title that would steer the terminal, or end a comment, is shown and does neither", async () => {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, "odd.yaml"),
    'schema: fvalidate.suite/1\nkind: suite\ntitle: "\\e[31mred\\nrm -rf x # | 日本語"\nparts: [bench-recorded]\n',
  );
  const whole = await runIn(folder, "--suite", "./odd.yaml");
  expect(whole.code).toBe(0);
  expect(whole.stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(whole.stdout).toContain("Suite odd, 1 part: \\u{1b}[31mred rm -rf x # | 日本語");
});

describe("other commands", () => {
  test("card writes one section from all parts of a suite's run", async () => {
    const { folder, names, run, result } = await runParts(["pi0", "answers"]);
    const whole = await runCli(folder, ["card", join("reports", names[0] ?? "")]);
    const parts = (await result()).parts.map((part) => join(run, part.folder ?? ""));
    expect(whole.code).toBe(0);
    expect(whole.stdout).toBe((await runCli(folder, ["card", ...parts])).stdout);
  });

  test("card and history refuse a run in which a part is missing", async () => {
    const { folder, run } = await runParts(["fault", "pi0"], "--fail-fast");
    for (const command of [
      ["card", run],
      ["history", "add", run],
    ]) {
      const { code, stderr } = await runCli(folder, command);
      expect([code, stderr]).toEqual([2, expect.stringContaining("The part pi0 of ")]);
    }
  });

  test("history add takes in all parts", async () => {
    const { folder, run, result } = await runParts(["answers", "pi0"], "--no-history");
    expect((await runCli(folder, ["history", "add", run, "--history", "elsewhere"])).code).toBe(0);
    const { runs } = await readHistory(join(folder, "elsewhere", "history.jsonl"));
    expect(runs.map(({ runId }) => runId)).toEqual((await result()).parts.map(({ id }) => id));
  });

  test("those that look at one pair of arms name the parts", async () => {
    const { folder, run } = await runParts(["answers"]);
    const { code, stderr } = await runCli(folder, ["calibrate", run]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("Name one of its parts, a folder in it: bench-"),
    ]);
    expect(await readResult(run)).toMatchObject({ kind: "suite" });
  });

  test("list names a suite's parts", async () => {
    const folder = await temporaryFolder();
    expect((await runCli(folder, ["list", "suites"])).stdout).toMatch(
      /^h200-recorded +.* \(runs pi0, answers\)$/m,
    );
    const { stdout } = await runCli(folder, ["list", "stacks", "--suite", "h200-recorded"]);
    expect(stdout).toMatch(
      /^cuda +recording, in the suite pi0 [\s\S]*^rope-theta-10000 +predictions, in the suite bench-recorded/m,
    );
  });

  test("pi0 and bench say how a suite of suites is run", async () => {
    const path = join(SHIPPED, "h200-recorded.yaml");
    for (const command of ["pi0", "bench"]) {
      const { code, stderr } = await runCli(await temporaryFolder(), [command, "--suite", path]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("fvalidate run --suite")]);
    }
  });
});
