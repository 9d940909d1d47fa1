/**
 * `node small-server.mjs --port N [--float32] [--hang]`: a server of FlagScale's protocol of November 2025 that starts in
 * no time. Its actions are sines of the state, in float64 or, as another stack would, in float32.
 */
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { port: { type: "string" }, float32: { type: "boolean" }, hang: { type: "boolean" } },
});

const round = values.float32 ? Math.fround : (value) => value;

function actions(state) {
  return Array.from({ length: 10 }, (_, step) =>
    state.map((value, dimension) => round(Math.sin(round(value * (step + 1)) + dimension) + 2)),
  );
}

const server = createServer(async (request, response) => {
  if (request.method !== "POST") return response.writeHead(405).end();
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (values.hang) return;
  const {
    eef_pose: [state],
  } = JSON.parse(Buffer.concat(chunks).toString());
  response.end(JSON.stringify({ success: true, qpos: [actions(state)] }));
});
server.listen(Number(values.port), "127.0.0.1", () => process.stdout.write(`Serving on ${values.port}\n`));
