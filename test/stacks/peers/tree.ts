import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandOutcome, runCli } from "../../support/cli.ts";
import { freePort } from "../../support/ports.ts";

const TREE = fileURLToPath(new URL("flagscale", import.meta.url));
const MODEL = "flagscale/models/pi0/modeling_pi0.py";

/** A FlagScale tree of a test's own, and the suite that drives it. */
export interface TreeCase {
  readonly folder: string;
  readonly tree: string;
  readonly suite: string;
  readonly port: number;
  /** Runs the built command line there; its states are noted in the test's own folder. */
  cli(...args: string[]): Promise<CommandOutcome>;
  readonly env: Record<string, string>;
  model(): Promise<string>;
}

/** The model's source as it is shipped. */
export function originalModel(): Promise<string> {
  return readFile(join(TREE, MODEL), "utf8");
}

/**
 * Makes a tree and a suite of two stacks, native and FlagOS.
 * @param where what the entries say of their place, given the tree's folder here
 */
export async function treeCase(
  where: (tree: string, port: number) => Record<string, unknown>,
  env: Record<string, string>,
): Promise<TreeCase> {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-tree-"));
  const tree = join(folder, "FlagScale");
  await cp(TREE, tree, { recursive: true });
  const port = await freePort();
  const shared = {
    folder: tree,
    requires: ["run.py", MODEL],
    environment: { PORT: String(port) },
    start: "python3 run.py --config-path ./examples/pi0/conf --config-name serve action=run",
    port,
    ready: {
      signs: [{ log: "Serve URL" }, { tcp: port }, { http: "/infer", status: 405 }],
      quietSeconds: 60,
    },
    logs: ["outputs/pi0/serve_logs/host_0_localhost.output"],
    evidence: { operatorLogs: ["oplist.log"] },
    ...where(tree, port),
  };
  const arm = (gems: string) => ({
    ...shared,
    edits: [{ python: MODEL, gems, seeds: "on", noise: "capsule" }],
  });
  const content = {
    schema: "fvalidate.suite/1",
    kind: "pi0",
    title: "a small FlagScale",
    profile: "flagscale-g1",
    baseline: "cuda",
    candidate: "flagos",
    capsule: { observations: 8 },
    stacks: { cuda: arm("native"), flagos: arm("flagos") },
  };
  const suite = join(folder, "suite.yaml");
  await writeFile(suite, JSON.stringify(content, null, 2));
  const full = { ...env, FVALIDATE_STATE_PATH: join(folder, "state") };
  return {
    folder,
    tree,
    suite,
    port,
    env: full,
    cli: (...args) => runCli(folder, args, full),
    model: () => readFile(join(tree, MODEL), "utf8"),
  };
}
