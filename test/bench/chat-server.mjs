// A chat server that does nothing: raw TCP, one ready-made answer for each request, so that it is never what limits.
// usage: node chat-server.mjs   prints its port; GET /cpu tells its processor time in microseconds

import { createServer } from "node:net";

const END_OF_HEAD = Buffer.from("\r\n\r\n");

const reply = response({
  id: "chatcmpl-0123456789abcdef0123456789abcdef",
  object: "chat.completion",
  created: 1790000000,
  model: "no-op",
  choices: [
    {
      index: 0,
      message: {
        role: "assistant",
        content: "The answer is (B), because the second statement follows from the first one. ".repeat(3),
        reasoning_content: null,
        tool_calls: [],
      },
      logprobs: null,
      finish_reason: "stop",
      stop_reason: null,
    },
  ],
  usage: { prompt_tokens: 512, total_tokens: 560, completion_tokens: 48, prompt_tokens_details: null },
  prompt_logprobs: null,
});
const models = response({ object: "list", data: [{ id: "no-op", object: "model", owned_by: "bench" }] });

const server = createServer({ noDelay: true }, (socket) => {
  const state = { missing: 0, rest: null };
  socket.on("error", () => {});
  socket.on("data", (received) => {
    const chunk = state.rest === null ? received : Buffer.concat([state.rest, received]);
    state.rest = null;
    for (let at = 0; at < chunk.length; ) {
      at = state.missing === 0 ? readHead(socket, state, chunk, at) : skipBody(socket, state, chunk, at);
    }
  });
});
server.listen(0, "127.0.0.1", 2048, () => process.stdout.write(`${server.address().port}\n`));

/** Answers what has no body; keeps a head that is not whole. */
function readHead(socket, state, chunk, at) {
  const end = chunk.indexOf(END_OF_HEAD, at);
  if (end === -1) {
    state.rest = chunk.subarray(at);
    return chunk.length;
  }
  const head = chunk.latin1Slice(at, end);
  if (head.startsWith("GET")) socket.write(answerTo(head));
  else state.missing = Number(/content-length: *(\d+)/i.exec(head)[1]);
  return end + END_OF_HEAD.length;
}

function skipBody(socket, state, chunk, at) {
  const taken = Math.min(state.missing, chunk.length - at);
  state.missing -= taken;
  if (state.missing === 0) socket.write(reply);
  return at + taken;
}

function answerTo(head) {
  const path = head.split(" ")[1];
  if (path === "/v1/models") return models;
  return path === "/cpu" ? response(process.cpuUsage()) : response({}, "404 Not Found");
}

function response(value, status = "200 OK") {
  const body = JSON.stringify(value);
  const head = `HTTP/1.1 ${status}\r\ndate: Tue, 01 Sep 2026 00:00:00 GMT\r\nserver: no-op\r\n`;
  const length = Buffer.byteLength(body);
  return Buffer.from(`${head}content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`);
}
