// Measures what the README claims, as ratios against a peer in the same run where there is one.
// usage: npm run bench   (needs GNU time; numpy's row needs python3 with numpy, the tensors' and chat clients' rows see tensors.mjs and chat.mjs)

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chat } from "./chat.mjs";
import { tensors } from "./tensors.mjs";

const RUNS = 9;
const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist/src/cli.js");
const folder = mkdtempSync(join(tmpdir(), "fvalidate-bench-"));

const nothing = [process.execPath, "-e", "0"];
const version = [process.execPath, cli, "--version"];
const replay = [process.execPath, cli, "pi0", "--baseline", "cuda", "--candidate", "flagos"];

const start = measureTogether({ nothing, version });
row("node -e 0", start.nothing);
row("fvalidate --version", start.version, ratio(start.version, start.nothing, "node -e 0"));
const main = measureTogether({ nothing, replay });
row("fvalidate pi0 (replay of 12 observations)", main.replay, ratio(main.replay, main.nothing, "node -e 0"));
metrics();
patch();
await tensors(print);
await chat(print);
rmSync(folder, { recursive: true, force: true });

/** Runs the commands in turn, A B A B …, so that a drift of the machine meets all of them alike. */
function measureTogether(commands) {
  const found = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [name, command] of Object.entries(commands)) {
      const once = measure(command);
      if (run > 0) found[name].push(once);
    }
  }
  return found;
}

/** Wall time and peak memory of one process, as GNU time sees it. */
function measure(command) {
  const { status, stderr } = spawnSync("/usr/bin/time", ["-f", "%e %M", ...command], {
    cwd: folder,
    encoding: "utf8",
  });
  const [seconds, kilobytes] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  if (status !== 0 || Number.isNaN(kilobytes)) throw new Error(`${command.join(" ")} failed: ${stderr}`);
  return { milliseconds: seconds * 1000, megabytes: kilobytes / 1024 };
}

function row(name, runs, note = "") {
  const milliseconds = median(runs.map((run) => run.milliseconds));
  const megabytes = median(runs.map((run) => run.megabytes));
  print(
    `${name.padEnd(46)} ${milliseconds.toFixed(0).padStart(6)} ms  ${megabytes.toFixed(0).padStart(5)} MB  ${note}`,
  );
}

function ratio(runs, peer, name) {
  const ratios = runs.map((run, i) => run.milliseconds / peer[i].milliseconds);
  return `${median(ratios).toFixed(2)} × ${name}`;
}

/** The metric set over 4 million pairs against numpy doing the same figures. */
function metrics() {
  const script = join(root, "test/bench/metrics.mjs");
  const ours = JSON.parse(run([process.execPath, script]));
  const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
  if (!hasNumpy) return print("metrics against numpy: skipped, python3 with numpy is not installed");
  const numpy = JSON.parse(run(["python3", join(root, "test/bench/metrics.py")]));
  const times = (numpy.seconds / ours.seconds).toFixed(2);
  print(
    `${"all metrics, 4 million float32 pairs".padEnd(46)} ${(ours.seconds * 1000).toFixed(0).padStart(6)} ms  ` +
      `numpy, same figures: ${(numpy.seconds * 1000).toFixed(0)} ms (${times} × ours)`,
  );
}

function patch() {
  const { first, best } = JSON.parse(run([process.execPath, join(root, "test/bench/patch.mjs")]));
  const at = (seconds) => `${(seconds * 1000).toFixed(0)} ms`;
  print(
    `${"patch native, 10,000 lines with 2,500 places".padEnd(46)} ${at(first).padStart(9)}  at best ${at(best)}`,
  );
}

function run([program, ...args]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
