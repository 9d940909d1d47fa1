import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { outcomeOf } from "./cli.ts";
import { dockerEngine } from "./docker-engine.ts";
import { because, runProgram } from "./host-tools.ts";
import { startSshd } from "./sshd.ts";

const SERVER = `
import flask, http.server, numpy, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(numpy.arange(3).tobytes().hex().encode())

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
`;

/** Before the tests are named, as a skipped one's name says why. */
const engine = await dockerEngine();
const sshd = await startSshd("missing" in engine ? {} : engine.env);

// The default reporter names no skipped tests.
for (const peer of [engine, sshd]) if ("missing" in peer) process.stderr.write(`Skipped: ${peer.missing}.\n`);

afterAll(async () => {
  for (const peer of [sshd, engine]) if (!("missing" in peer)) await peer[Symbol.asyncDispose]();
}, 60_000);

test.skipIf("missing" in engine)(`a container serves on the host's network${because(engine)}`, async () => {
  if ("missing" in engine) return;
  const options = ["-d", "--init", "--net=host"];
  const started = await engine.docker(["run", ...options, engine.image, "python3", "-c", SERVER]);
  expect(started.stderr).toBe("");
  const id = started.stdout.trim();
  try {
    const port = await eventually(async () => Number((await engine.docker(["logs", id])).stdout) || null);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe("000000000000000001000000000000000200000000000000");
    const listed = await engine.docker(["exec", id, "ps", "-eo", "args"]);
    expect(listed.stdout).toContain("http.server");
    const echoed = await engine.docker(["exec", "-i", id, "cat"], "from outside");
    expect(echoed).toEqual({ code: 0, stdout: "from outside", stderr: "" });
    expect((await engine.docker(["stop", id])).code).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  } finally {
    // In a user's engine, it would stay.
    await engine.docker(["rm", "-f", id]);
  }
});

test.skipIf("missing" in sshd)(`ssh finds the host by its alias${because(sshd)}`, async () => {
  if ("missing" in sshd) return;
  const said = await runProgram("ssh", [sshd.alias, "echo hello; exit 3"], { env: sshd.env });
  expect(said).toEqual({ code: 3, stdout: "hello\n", stderr: "" });
});

test.skipIf("missing" in sshd)(`what ssh left running is known${because(sshd)}`, async () => {
  if ("missing" in sshd) return;
  const command = "sleep 321 <&- >&- 2>&- & echo $!";
  const started = await runProgram("ssh", [sshd.alias, command], { env: sshd.env });
  // The shell's copy of itself becomes the command in its own time.
  await eventually(async () => ((await sshd.processes()).join() === "sleep 321" ? true : null));
  process.kill(Number(started.stdout));
  await eventually(async () => ((await sshd.processes()).length === 0 ? true : null));
});

test.skipIf("missing" in sshd)(`ssh forwards a port${because(sshd)}`, async () => {
  if ("missing" in sshd) return;
  const server = createServer((_, response) => response.end("through the tunnel"));
  const far = await listeningPort(server);
  const near = await unusedPort();
  const tunnel = spawn("ssh", ["-N", "-L", `${near}:127.0.0.1:${far}`, sshd.alias], {
    env: { ...process.env, ...sshd.env },
  });
  const over = outcomeOf(tunnel);
  await eventually(() => accepts(near));
  const answer = await fetch(`http://127.0.0.1:${near}/`, { headers: { connection: "close" } });
  expect(await answer.text()).toBe("through the tunnel");
  tunnel.kill();
  expect((await over).stderr).toBe("");
  server.close();
});

const both = "missing" in sshd ? sshd : engine;
test.skipIf("missing" in both)(`docker works at the far end of ssh${because(both)}`, async () => {
  if ("missing" in engine || "missing" in sshd) return;
  const command = `docker run --rm -i --net=host ${engine.image} sha256sum`;
  const said = await runProgram("ssh", [sshd.alias, command], { env: sshd.env, input: "abc" });
  expect(said.stdout).toMatch(/^ba7816bf8f01cfea/);
});

/** What it gives, once that is anything. */
async function eventually<T>(find: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error("nothing came in 20 s");
    await sleep(50);
  }
}

function accepts(port: number): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => socket.destroy()).on("connect", () => resolve(true));
    socket.on("error", () => resolve(null));
  });
}

async function unusedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listeningPort(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listeningPort(server: ReturnType<typeof createTcpServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
