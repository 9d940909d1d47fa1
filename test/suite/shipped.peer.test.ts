import { chmod, cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { readResult, runCli, runFolderIn } from "../support/cli.ts";
import { dockerEngine } from "../support/docker-engine.ts";
import { because } from "../support/host-tools.ts";

const engine = await dockerEngine();
if ("missing" in engine) process.stderr.write(`Skipped: ${engine.missing}.\n`);
afterAll(async () => {
  if (!("missing" in engine)) await engine[Symbol.asyncDispose]();
}, 60_000);

const name = (what: string) => `${what}${because(engine)}`;
const skipped = it.skipIf("missing" in engine);
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const docker = async (...args: string[]) => {
  if ("missing" in engine) throw new Error(engine.missing);
  const { code, stdout, stderr } = await engine.docker(args);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
};

interface Bench {
  readonly folder: string;
  /** Of `docker run`: the stand-ins in place of the image's own programs and files. */
  readonly volumes: string[];
}

/** A folder with the stand-ins, each where the suite's commands look for it. */
async function bench(places: Record<string, string>): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-shipped-"));
  await cp(file("peers/bin"), join(folder, "bin"), { recursive: true });
  for (const program of ["python", "vllm", "flagscale"]) await chmod(join(folder, "bin", program), 0o755);
  const volumes = Object.entries(places).map(([here, there]) => `--volume=${join(folder, here)}:${there}`);
  return { folder, volumes: ["--net=host", `--volume=${join(folder, "bin")}:/usr/local/bin`, ...volumes] };
}

/** A shipped suite with nothing changed but where its containers come from. */
async function adapted(
  suite: string,
  { folder }: Bench,
  container: Record<string, unknown>,
): Promise<string> {
  const content = parse(await readFile(file(`../../suites/${suite}.yaml`), "utf8"), { merge: true });
  for (const stack of Object.values<Record<string, unknown>>(content.stacks)) {
    for (const key of ["image", "options", "container"]) delete stack[key];
    Object.assign(stack, container);
  }
  const path = join(folder, `${suite}.yaml`);
  await writeFile(path, stringify(content));
  return path;
}

const run = ({ folder }: Bench, suite: string, ...args: string[]) =>
  runCli(folder, ["run", "--suite", suite, ...args], {
    ...("missing" in engine ? {} : engine.env),
    FVALIDATE_STATE_PATH: join(folder, "state"),
  });

const image = () => ("missing" in engine ? "" : engine.image);

skipped(name("pi0-docker: the card's commands, patches and evidence"), async () => {
  const stand = await bench({
    FlagScale: "/workspace/FlagScale",
    pi0: "/workspace/pi0",
    paligemma: "/workspace/paligemma-3b-pt-224",
  });
  await cp(file("../stacks/peers/flagscale"), join(stand.folder, "FlagScale"), { recursive: true });
  const model = join(stand.folder, "FlagScale/flagscale/models/pi0/modeling_pi0.py");
  // Where the suite looks for an image's own log.
  await writeFile(model, (await readFile(model, "utf8")).replace("oplist.log", "/tmp/gems.txt"));
  for (const folder of ["pi0", "paligemma"]) await mkdir(join(stand.folder, folder));
  await writeFile(join(stand.folder, "pi0/config.json"), "{}");
  const suite = await adapted("pi0-docker", stand, {
    target: "docker",
    image: image(),
    options: stand.volumes,
  });
  const { code, stdout, stderr } = await run(stand, suite, "--observations", "8");
  expect(code, `${stdout}${stderr}`).toBe(0);
  const result = await readResult(join(stand.folder, runFolderIn(stdout)));
  expect(result.baseline.evidence.status).toBe("clean");
  expect(result.candidate.evidence).toMatchObject({
    status: "proved",
    operators: { "flag_gems.ops.mm.mm": 1 },
  });
});

skipped(name("minicpm-o-4.5-vllm: both sides' switches, readiness and evidence"), async () => {
  const stand = await bench({ share: "/share", FlagCX: "/workspace/FlagCX" });
  await mkdir(join(stand.folder, "share/MiniCPMO45"), { recursive: true });
  await mkdir(join(stand.folder, "FlagCX"));
  await writeFile(join(stand.folder, "share/MiniCPMO45/config.json"), "{}");
  const suite = await adapted("minicpm-o-4.5-vllm", stand, {
    target: "docker",
    image: image(),
    options: stand.volumes,
  });
  const { code, stdout, stderr } = await run(stand, suite, "--start-only", "--require-evidence");
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect(stdout).toMatch(/cuda \(baseline\): clean\./);
  expect(stdout).toMatch(/flagos \(candidate\): proved\..*flaggems_enable_oplist\.txt names 2 operators/);
  expect(stdout).not.toContain("VLLM_FL_STRICT is not 1");
});

skipped(name("minicpm-o-4.5-transformers: answers of this run, and of no other"), async () => {
  const stand = await bench({ share: "/share" });
  await mkdir(join(stand.folder, "share/MiniCPMO45"), { recursive: true });
  await writeFile(join(stand.folder, "share/MiniCPMO45/config.json"), "{}");
  await cp(file("peers/bin/video_mme.py"), join(stand.folder, "share/video_mme.py"));
  const container = { target: "docker", image: image(), options: stand.volumes };
  const suite = await adapted("minicpm-o-4.5-transformers", stand, container);
  const { code, stdout, stderr } = await run(stand, suite, "--start-only", "--require-evidence");
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect(stdout).toMatch(/flagos \(candidate\): proved\.[\s\S]*answers: 3/);
  // A script that writes nothing leaves the answers of the run before.
  await writeFile(join(stand.folder, "share/video_mme.py"), "");
  const stale = await run(stand, suite, "--start-only");
  expect(stale.code).toBe(3);
  expect(stale.stderr).toMatch(/left untouched, as they were before its start, its answers/);
});

skipped(
  name("ernie-4.5-300b: host file, YAML values, FlagScale's launcher, and all given back"),
  async () => {
    const stand = await bench({
      FlagScale: "/repos/FlagScale",
      models: "/models",
      conda: "/opt/user/miniconda3/bin",
    });
    const conf = join(stand.folder, "FlagScale/examples/ernie45/conf");
    await cp(file("peers/ernie"), conf, { recursive: true });
    await cp(file("../stacks/peers/flagscale/run.py"), join(stand.folder, "FlagScale/run.py"));
    await mkdir(join(stand.folder, "models/ERNIE-4.5-300B-A47B-PT"), { recursive: true });
    await writeFile(join(stand.folder, "models/ERNIE-4.5-300B-A47B-PT/config.json"), "{}");
    await mkdir(join(stand.folder, "conda"));
    await writeFile(join(stand.folder, "conda/activate"), "");
    const container = `ernie-${process.pid}`;
    await docker(
      "run",
      "-d",
      "--init",
      "--env=HOME=/opt/user",
      "--name",
      container,
      ...stand.volumes,
      image(),
      "sleep",
      "3600",
    );
    try {
      const suite = await adapted("ernie-4.5-300b", stand, { target: "docker", container });
      const { code, stdout, stderr } = await run(stand, suite, "--start-only", "--require-evidence");
      expect(code, `${stdout}${stderr}`).toBe(0);
      expect(stdout).toMatch(/cuda \(baseline\): clean\./);
      expect(stdout).toMatch(
        /flagos \(candidate\): proved\..*gems_oplist\.log\.txt names 1 operator that ran/,
      );
      for (const name of ["serve.yaml", "serve/300b.yaml", "hostfile.txt"]) {
        expect(await readFile(join(conf, name), "utf8")).toBe(
          await readFile(file(`peers/ernie/${name}`), "utf8"),
        );
      }
      expect(await docker("exec", container, "ps", "-eo", "args")).not.toContain("vllm serve");
    } finally {
      await docker("rm", "-f", container);
    }
  },
);
