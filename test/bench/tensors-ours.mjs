// Measures how fast this tool compares two tensors.
// usage: node test/bench/tensors-ours.mjs memory|files ELEMENTS ROUNDS [bfloat16]
// `memory`: one thread, tensors in memory as numpy has them. `files`: the whole engine, from the page cache.
// Prints for each round the seconds and the seconds of processor time as JSON, and the most memory that was held.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { segmentCount } from "../../dist/src/compare/elementwise/meter-task.js";
import { PairMeter } from "../../dist/src/compare/elementwise/pair-meter.js";
import { Workspace } from "../../dist/src/compare/elementwise/workspace.js";
import { startEngine } from "../../dist/src/run/compare/engine/engine.js";

const [mode, elementsText, roundsText, dtype = "float32"] = process.argv.slice(2);
const [elements, rounds] = [Number(elementsText), Number(roundsText)];
const bytesPerElement = dtype === "bfloat16" ? 2 : 4;
const tolerance = { relative: 1.3e-6, absolute: 1e-5 };

const taken = [];
const compare = mode === "memory" ? await inMemory() : await inFiles();
for (let round = 0; round <= rounds; round += 1) {
  const [start, busy] = [performance.now(), process.cpuUsage()];
  await compare.run();
  const { user, system } = process.cpuUsage(busy);
  taken.push({ seconds: (performance.now() - start) / 1e3, cpuSeconds: (user + system) / 1e6 });
}
await compare.end();
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ rounds: taken.slice(1), peakMegabytes }));

async function inMemory() {
  const size = elements * bytesPerElement;
  const arms = { baseline: new Uint8Array(size), candidate: new Uint8Array(size) };
  forEachPiece((at, pair) => {
    arms.baseline.set(pair[0], at);
    arms.candidate.set(pair[1], at);
  });
  const workspace = new Workspace(2 ** 18);
  const task = { baseline: dtype, candidate: dtype, elements, tolerance };
  const read = (arm, first, target) => {
    const at = first * bytesPerElement;
    target.set(arms[arm].subarray(at, at + target.length));
  };
  const run = () => {
    const meter = new PairMeter(task, workspace);
    for (let index = 0; index < segmentCount(task); index += 1) meter.measureSegment(index, read);
    return meter.counted();
  };
  return { run, end: () => undefined };
}

async function inFiles() {
  const folder = mkdtempSync(join(process.env.FVALIDATE_BENCH_FOLDER ?? tmpdir(), "fvalidate-bench-"));
  const paths = ["a", "b"].map((name) => join(folder, name));
  const files = paths.map((path) => openSync(path, "w"));
  forEachPiece((_, pair) => {
    for (const [i, bytes] of pair.entries()) writeSync(files[i], bytes);
  });
  for (const file of files) closeSync(file);
  const tensor = (path) => ({
    ...{ name: "x", dtype, shape: [elements], littleEndian: true, strides: null, firstElement: 0 },
    location: { kind: "file", path, offset: 0, byteLength: elements * bytesPerElement },
  });
  const engine = await startEngine({ signal: new AbortController().signal });
  const pair = { baseline: tensor(paths[0]), candidate: tensor(paths[1]), tolerance };
  return {
    run: () => engine.measure(pair),
    async end() {
      await engine[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Normal numbers with errors of a thousandth, the same 2^20 of them again and again. */
function forEachPiece(visit) {
  const length = 2 ** 20;
  const baseline = new Float32Array(length);
  const candidate = new Float32Array(length);
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < length; i += 1) {
    baseline[i] = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
    candidate[i] = baseline[i] * (1 + 1e-3 * (random() - 0.5));
  }
  const stored = [baseline, candidate].map((values) => {
    if (dtype !== "bfloat16") return new Uint8Array(values.buffer);
    return new Uint8Array(Uint16Array.from(new Uint32Array(values.buffer), (bits) => bits >>> 16).buffer);
  });
  for (let first = 0; first < elements; first += length) {
    const end = Math.min(length, elements - first) * bytesPerElement;
    visit(
      first * bytesPerElement,
      stored.map((bytes) => bytes.subarray(0, end)),
    );
  }
}
