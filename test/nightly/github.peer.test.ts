import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { casesOf, parseXml } from "../report/junit/parse.ts";
import { temporaryFolder } from "../support/cli.ts";
import { checkout, namesIn, ROOT, runScript } from "./checkout.ts";
import { describeWith } from "./programs.ts";
import { type GithubStores, readWorkflow, runJob, type Workflow } from "./workflow.ts";

const describeNights = await describeWith("bash", "git");

const FOLDER = join(ROOT, "nightly/github");
const contentOf = (name: string) => readFile(join(FOLDER, name), "utf8");
/** The workflow with the history in the cache. */
const cached = readWorkflow(await contentOf("fvalidate-nightly.yml"));

async function emptyStores(): Promise<GithubStores> {
  const folder = await temporaryFolder();
  const stores = { caches: join(folder, "caches"), artefacts: join(folder, "artefacts") };
  for (const one of Object.values(stores)) await mkdir(one);
  return stores;
}

interface Night {
  readonly chip?: number;
  readonly run?: string;
  readonly bless?: boolean;
  readonly matrix?: Readonly<Record<string, string>>;
  /** A checkout whose remote is a repository. */
  readonly remote?: string;
}

/** One night of one chip, in a checkout of its own, where everything is installed. */
async function night(workflow: Workflow, stores: GithubStores, asked: Night) {
  const { chip = 0, run = "1", bless = false, remote } = asked;
  const job = workflow.jobs["validate"]!;
  const folder = await checkout();
  if (remote !== undefined) await runScript(`git init -q && git remote add origin ${remote}`, { folder });
  const matrix = { ...job.strategy!.matrix.include[chip]!, ...asked.matrix };
  const github = { run_id: run, run_attempt: "1", event_name: "schedule" };
  const steps = await runJob(job, {
    ...{ folder, stores, without: ["Install fvalidate"] },
    contexts: { github, matrix, inputs: { bless } },
  });
  const step = (name: string) => steps.find((one) => one.name === name)!;
  return { folder, steps, step, outcomes: steps.map(({ outcome }) => outcome) };
}

describeNights("the workflow with the history in the cache", () => {
  const workflow = cached;
  let stores: GithubStores;
  const artefact = (chip: string) => join(stores.artefacts, chip);

  beforeAll(async () => {
    stores = await emptyStores();
  });

  it("warns on the first night, which has no reference, and makes it one where that is asked", async () => {
    const { folder, step, outcomes } = await night(workflow, stores, { bless: true });
    expect(outcomes).toEqual(outcomes.map(() => "success"));
    expect(step("Run the suite").stdout).toContain("::warning title=pi0 on h200::Inconclusive");
    expect(step("Make this night the reference").stdout).toMatch(/is the reference of/);
    const index = workflow.jobs["validate"]!.steps.findIndex(({ id }) => id === "night");
    const summary = await readFile(join(folder, ".tmp", `summary-${index}`), "utf8");
    expect(summary).toContain("### ✅ CONSISTENT");
    expect(summary).toContain("https://github.example/flagos/models/actions/runs/7");
  });

  it("compares the next night with it", async () => {
    const { step, outcomes } = await night(workflow, stores, { run: "2" });
    expect(step("Run the suite").stdout).toContain("NO DRIFT");
    expect(outcomes.filter((outcome) => outcome !== "success")).toEqual(["skipped"]);
    const [run] = await namesIn(artefact("fvalidate-h200-pi0"));
    const junit = parseXml(await readFile(join(artefact("fvalidate-h200-pi0"), run!, "junit.xml"), "utf8"));
    expect(casesOf(junit).map(({ attributes }) => attributes["name"])).toContain("drift");
  });

  it("keeps another chip's history apart", async () => {
    const { step } = await night(workflow, stores, { chip: 1 });
    expect(step("Run the suite").stdout).toContain("no run of this series is blessed");
    expect(await namesIn(stores.artefacts)).toEqual([
      "fvalidate-ascend-910b-bench-recorded",
      "fvalidate-h200-pi0",
    ]);
  });

  it("fails where the arms differ, with the reports published and the history kept all the same", async () => {
    const own = await emptyStores();
    const flags = "--baseline cuda --candidate fault-num-steps-9";
    const { step } = await night(workflow, own, { matrix: { flags } });
    expect(step("Run the suite")).toMatchObject({ outcome: "failure", code: 1 });
    expect(step("Run the suite").stderr).toMatch(/^::error title=fvalidate pi0 pi0%3A INCONSISTENT::/m);
    expect(await namesIn(own.artefacts)).toEqual(["fvalidate-h200-pi0"]);
    expect(await namesIn(own.caches)).toHaveLength(1);
  });

  it("calls a stack that cannot be reached an error of infrastructure", async () => {
    const own = await emptyStores();
    const flags = "--baseline-url http://127.0.0.1:1 --candidate-url http://127.0.0.1:2 --observations 1";
    const { step } = await night(workflow, own, {
      matrix: { suite: "pi0-endpoints", flags: `--baseline cuda --candidate flagos ${flags}` },
    });
    expect(step("Run the suite")).toMatchObject({ outcome: "failure", code: 3 });
    expect(step("Run the suite").stdout).toContain("::Infrastructure: a stack or its data could not be run.");
  });
});

describeNights("the workflow with the history in a branch", () => {
  it("blesses one night and compares the next one with it, on another runner", async () => {
    const workflow = readWorkflow(await contentOf("fvalidate-nightly-branch.yml"));
    const stores = await emptyStores();
    const remote = join(stores.caches, "remote.git");
    await runScript("git init -q --bare remote.git", { folder: stores.caches });
    const first = await night(workflow, stores, { chip: 1, bless: true, remote });
    expect(first.outcomes).toEqual(first.outcomes.map(() => "success"));
    expect(first.step("Run the suite").stdout).toContain("::warning title=bench-recorded on ascend-910b::");
    const second = await night(workflow, stores, { chip: 1, remote, run: "2" });
    // The blessed run itself is not in the branch: its 200 answers cannot be paired, and the figures alone do not tell.
    expect(second.step("Run the suite").stdout).toContain("blessed “run 7 of the workflow”");
    expect(second.step("Run the suite").stdout).toContain("The answers were not paired");
    const history = await runScript(
      "git -C remote.git show fvalidate-history:ascend-910b/bench-recorded/history.jsonl",
      {
        folder: stores.caches,
      },
    );
    expect(history.stdout.match(/"type":"run"/g)).toHaveLength(2);
  });
});

describeNights("the installation", () => {
  it("npm takes the line that installs", async () => {
    const folder = await checkout();
    // npm itself checks the folder and the lock file, and leaves both alone.
    const dry = { npm_config_dry_run: "true", npm_config_ignore_scripts: "true", npm_config_offline: "true" };
    const install = cached.jobs["validate"]!.steps.find(({ name }) => name === "Install fvalidate")!.run!;
    expect(await runScript(install, { folder, env: dry })).toMatchObject({ code: 0 });
  });
});

describeNights("the comments on a pull request", () => {
  /** In the place of GitHub's own command, with its list of comments in a file. */
  const GH = `#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from "node:fs";
const store = process.env.COMMENTS;
const comments = existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : [];
const args = process.argv.slice(2);
const after = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : null);
const path = args.find((arg) => arg.startsWith("repos/"));
const method = after("--method");
if (method === null) {
  for (const { id, body, user } of comments) if (user.type === "Bot") console.log(id + " " + body.split("\\n")[0]);
} else {
  const body = readFileSync(after("--field").replace("body=@", ""), "utf8");
  if (method === "POST") comments.push({ id: comments.length + 1, path, body, user: { type: "Bot" } });
  else Object.assign(comments.find(({ id }) => path.endsWith("/" + id)), { body, wasUpdated: true });
  writeFileSync(store, JSON.stringify(comments));
}
`;
  const comment = (run: string) =>
    `<!-- fvalidate:comment pi0/pi0/cuda/flagos -->\n### ✅ ${run} \`$(id)\` "quoted"\n`;

  async function writeComments(stores: GithubStores, store: string, run: string) {
    for (const chip of ["h200", "ascend-910b"]) {
      const folder = join(stores.artefacts, `fvalidate-${chip}-pi0`, "pi0-run");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "comment.md"), comment(run));
    }
    const folder = await checkout();
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/gh"), GH);
    await chmod(join(folder, "bin/gh"), 0o755);
    const github = {
      ...{ token: "t", repository: "flagos/models", event_name: "pull_request" },
      event: { pull_request: { number: 12 } },
    };
    const PATH = `${join(folder, "bin")}:${process.env["PATH"]}`;
    const job = cached.jobs["comment"]!;
    const outcome = await runJob(job, {
      folder,
      stores,
      contexts: { github },
      env: { PATH, COMMENTS: store },
    });
    expect(outcome.at(-1)).toMatchObject({ code: 0, stderr: "" });
    return JSON.parse(await readFile(store, "utf8"));
  }

  it("are one for each chip, and the next run writes them anew", async () => {
    const stores = await emptyStores();
    const store = join(stores.caches, "comments.json");
    const foreign = { id: 99, body: "<!-- fvalidate-h200-pi0 --> by hand", user: { type: "User" } };
    await writeFile(store, JSON.stringify([foreign]));
    const first = await writeComments(stores, store, "first night");
    expect(first.map(({ path }: { path?: string }) => path)).toEqual([
      undefined,
      "repos/flagos/models/issues/12/comments",
      "repos/flagos/models/issues/12/comments",
    ]);
    const second = await writeComments(stores, store, "second night");
    expect(second).toHaveLength(3);
    expect(second[0]).toEqual(foreign);
    const bodies = second.slice(1).map(({ body }: { body: string }) => body);
    expect(bodies).toEqual(
      ["ascend-910b", "h200"].map(
        (chip) =>
          `<!-- fvalidate-${chip}-pi0 --><!-- fvalidate:comment pi0/pi0/cuda/flagos -->\n**${chip}-pi0**\n\n` +
          '### ✅ second night `$(id)` "quoted"\n',
      ),
    );
  });
});
