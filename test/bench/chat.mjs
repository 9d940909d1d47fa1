// Measures the chat client against Python's, all against the same server that does nothing.
// usage: node test/bench/chat.mjs   after npm run build
// Peers: FVALIDATE_BENCH_PYTHON (default python3) with aiohttp and openai. Server and client have a core each where
// taskset is there.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const ROUNDS = Number(process.env.FVALIDATE_BENCH_ROUNDS ?? 5);
const SAMPLES_OF_MMLU = 14_042;
const [small, large] = [2 * 1024, 400 * 1024];
const python = process.env.FVALIDATE_BENCH_PYTHON ?? "python3";
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const isPinned = availableParallelism() > 1 && spawnSync("taskset", ["-c", "0", "true"]).status === 0;

const ours = { name: "fvalidate", command: [process.execPath, here("chat-client.mjs")] };
const peers = ["aiohttp", "openai"].map((name) => ({ name, command: [python, here("chat-peers.py"), name] }));

/** Of one run: it takes a second or more, after engines have compiled and connections are there. */
const REQUESTS = { fvalidate: 30_000, aiohttp: 10_000, openai: 1_500 };
const WARM_UP = { fvalidate: 10_000, aiohttp: 3_000, openai: 300 };

export async function chat(print) {
  const clients = [ours, ...peers.filter((peer) => isInstalled(peer, print))];
  const server = await startServer();
  try {
    for (const concurrency of [64, 1024]) await throughput({ server, clients, concurrency, print });
    await memory({ server, concurrency: 64, bytes: small, print });
    await memory({ server, concurrency: 1024, bytes: small, print });
    await memory({ server, concurrency: 64, bytes: large, print });
  } finally {
    server.stop();
  }
}

function isInstalled({ name }, print) {
  if (spawnSync(python, ["-c", `import ${name}`]).status === 0) return true;
  print(
    `chat client against ${name}: skipped, ${python} has no ${name} (FVALIDATE_BENCH_PYTHON names another one)`,
  );
  return false;
}

/** The clients in turn, A B C A B C …, so that a drift of the machine meets all of them alike. */
async function throughput({ server, clients, concurrency, print }) {
  const found = new Map(clients.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const client of clients) {
      const requests = REQUESTS[client.name];
      const warmUp = WARM_UP[client.name] + concurrency;
      found.get(client.name).push(await run({ server, client, concurrency, warmUp, requests, bytes: small }));
    }
  }
  for (const [name, runs] of found) {
    const rate = median(runs.map((it) => it.rate));
    const cpu = median(runs.map((it) => it.cpuMicroseconds));
    const busy = median(runs.map((it) => it.serverPercent));
    const first = found.get(ours.name);
    const ratios = first.map((it, i) => it.rate / runs[i].rate);
    const ofCpu = first.map((it, i) => runs[i].cpuMicroseconds / it.cpuMicroseconds);
    const against =
      name === ours.name
        ? ""
        : `  fvalidate: ${median(ratios).toFixed(2)} × (${range(ratios)}), by CPU ${median(ofCpu).toFixed(2)} × (${range(ofCpu)})`;
    print(
      `chat client, 2 KB, ${concurrency} at once: ${name}`.padEnd(46) +
        `${Math.round(rate).toLocaleString("en").padStart(8)} requests/s  ${cpu.toFixed(0).padStart(5)} µs of CPU each  ` +
        `server ${busy.toFixed(0)} % busy${against}`,
    );
  }
}

async function memory({ server, concurrency, bytes, print }) {
  const { peakMegabytes, rate } = await run({
    server,
    client: ours,
    concurrency,
    warmUp: 0,
    requests: SAMPLES_OF_MMLU,
    bytes,
  });
  const name = `${SAMPLES_OF_MMLU.toLocaleString("en")} samples of ${bytes / 1024} KB, ${concurrency} at once`;
  print(
    `${name.padEnd(46)} ${peakMegabytes.toFixed(0).padStart(7)} MB at its peak  ${Math.round(rate).toLocaleString("en")} requests/s from a cold start`,
  );
}

async function run({ server, client, concurrency, warmUp, requests, bytes }) {
  const numbers = [concurrency, warmUp, requests, bytes].map(String);
  const before = await server.cpuMicroseconds();
  const [program, ...args] = pinned(1, [...client.command, server.url, ...numbers]);
  // Not spawnSync: this process asks the server too.
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${client.name} ended with ${code}`);
  const { seconds, cpuSeconds, peakMegabytes } = JSON.parse(Buffer.concat(chunks).toString());
  const served = (await server.cpuMicroseconds()) - before;
  const share = requests / (requests + warmUp);
  return {
    rate: requests / seconds,
    cpuMicroseconds: (cpuSeconds * 1e6) / requests,
    serverPercent: (served * share) / (seconds * 1e4),
    peakMegabytes,
  };
}

async function startServer() {
  const [program, ...args] = pinned(0, [process.execPath, here("chat-server.mjs")]);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const url = `http://127.0.0.1:${String(line).trim()}`;
  const cpuMicroseconds = async () => {
    const { user, system } = await (await fetch(`${url}/cpu`)).json();
    return user + system;
  };
  return { url, cpuMicroseconds, stop: () => child.kill() };
}

function pinned(core, command) {
  return isPinned ? ["taskset", "-c", String(core), ...command] : command;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function range(values) {
  return `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await chat((line) => process.stdout.write(`${line}\n`));
