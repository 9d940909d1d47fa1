// Measures how fast tensors are compared, against numpy, Polygraphy and msprobe.
// usage: node test/bench/tensors.mjs   after npm run build
// Peers: FVALIDATE_BENCH_PYTHON (default python3) with numpy, polygraphy and mindstudio-probe.
// FVALIDATE_BENCH_ELEMENTS (default 64 Mi), FVALIDATE_BENCH_ROUNDS (default 5). All bytes are those of both tensors.
// Rates are of one core: by processor time, which other programs on the machine disturb least.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ELEMENTS = Number(process.env.FVALIDATE_BENCH_ELEMENTS ?? 2 ** 26);
const ROUNDS = Number(process.env.FVALIDATE_BENCH_ROUNDS ?? 5);
/** The slow ones get a quarter of it, and are compared by their rates. */
const FEWER = ELEMENTS / 4;
/** More than 4 GiB for each tensor. */
const LARGE = 1.25 * 2 ** 30;
const python = process.env.FVALIDATE_BENCH_PYTHON ?? "python3";
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const PACKAGES = { polygraphy: "polygraphy", msprobe: "msprobe" };

export async function tensors(print) {
  for (const dtype of ["float32", "bfloat16"]) compareRates(dtype, print);
  const { rounds, peakMegabytes } = ours("files", LARGE, 1);
  const bytes = 2 * 4 * LARGE;
  print(
    `compare, 2 files of ${(bytes / 2 / 2 ** 30).toFixed(0)} GiB of float32`.padEnd(46) +
      `${rounds[0].seconds.toFixed(1).padStart(6)} s  ${peakMegabytes.toFixed(0).padStart(5)} MB  ${rate(bytes, rounds[0].seconds)} over two threads`,
  );
}

/** Everybody in turn, A B C A B C …, so that a drift of the machine meets all of them alike. */
function compareRates(dtype, print) {
  const size = dtype === "bfloat16" ? 2 : 4;
  const all = contestants(dtype, print);
  const found = new Map(all.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, elements, run } of all) {
      const { cpuSeconds, seconds } = run(elements);
      const bytes = 2 * size * elements;
      found.get(name).push({ rate: bytes / cpuSeconds / 1e9, wallRate: bytes / seconds / 1e9 });
    }
  }
  const first = found.get(OURS);
  const threads = found.get(THREADS);
  for (const [name, runs] of found) {
    const ratios = first.map((it, i) => it.rate / runs[i].rate);
    const byClock = threads.map((it, i) => it.wallRate / runs[i].wallRate);
    const isOurs = name === OURS || name === THREADS;
    const against = isOurs
      ? ""
      : `  fvalidate: ${median(ratios).toFixed(2)} × a core (${range(ratios)}), ${median(byClock).toFixed(2)} × by the clock (${range(byClock)})`;
    print(
      `compare ${dtype}: ${name}`.padEnd(46) +
        `${median(runs.map((it) => it.rate))
          .toFixed(3)
          .padStart(7)} GB/s of a core  ` +
        `${median(runs.map((it) => it.wallRate)).toFixed(3)} GB/s by the clock${against}`,
    );
  }
}

const THREADS = "fvalidate, two threads, files in the cache";
const OURS = "fvalidate, one thread, in memory";

/** A thread reaches its speed when V8 has compiled what it runs often: a folder of dumps is more than one comparison. */
const WARM_COMPARISONS = 7;

function contestants(dtype, print) {
  const peer = (name, what, elements) => ({
    ...{ name, elements },
    run: (count) => theirs(what, count, dtype),
  });
  const all = [
    { name: OURS, elements: ELEMENTS, run: (count) => ours("memory", count, 1, dtype).rounds[0] },
    {
      name: THREADS,
      elements: ELEMENTS,
      run: (count) => middle(ours("files", count, WARM_COMPARISONS, dtype).rounds),
    },
  ];
  if (!has("numpy")) {
    print(`compare ${dtype} against peers: skipped, ${python} has no numpy (see FVALIDATE_BENCH_PYTHON)`);
    return all;
  }
  all.push(peer("numpy, same figures, in pieces", "numpy-chunked", FEWER));
  all.push(peer("numpy, same figures, at once", "numpy", FEWER));
  if (dtype !== "float32") return all;
  all.push(peer("numpy sum (reads, and no more)", "read", ELEMENTS));
  for (const [name, module] of Object.entries(PACKAGES)) {
    if (has(module)) all.push(peer(name, name, FEWER));
    else print(`compare against ${name}: skipped, ${python} has no ${module} (see FVALIDATE_BENCH_PYTHON)`);
  }
  return all;
}

function has(module) {
  return spawnSync(python, ["-c", `import ${module}`]).status === 0;
}

function ours(mode, elements, rounds, dtype = "float32") {
  return lastLine(
    run(process.execPath, [here("tensors-ours.mjs"), mode, String(elements), String(rounds), dtype]),
  );
}

function theirs(what, elements, dtype) {
  return lastLine(run(python, [here("tensors-peers.py"), what, String(elements), "1", dtype]))[0];
}

/** Some peers print of themselves. */
function lastLine(text) {
  return JSON.parse(text.trim().split("\n").at(-1));
}

function run(program, args) {
  // One thread each: numpy's linear algebra would take more.
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env, maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function rate(bytes, seconds) {
  return `${(bytes / seconds / 1e9).toFixed(2)} GB/s`;
}

/** The round whose time is the median of all. */
function middle(rounds) {
  return rounds.toSorted((a, b) => a.seconds - b.seconds)[rounds.length >> 1];
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function range(values) {
  return `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await tensors((line) => process.stdout.write(`${line}\n`));
