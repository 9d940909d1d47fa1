// A server of the chat completions API as a process of its own, which a stack can start, and which may die by itself.
// usage: node chat-server-process.mjs PORT [DIE_AFTER MARK]: dies after so many answers unless the file MARK is there
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, dieAfter, mark] = process.argv.slice(2);
let answered = 0;

createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  if (request.method === "GET") {
    response.end(JSON.stringify({ object: "list", data: [{ id: "small-model" }] }));
    return;
  }
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const byte = createHash("sha256").update(body).digest()[0] ?? 0;
    answered += 1;
    if (mark !== undefined && answered > Number(dieAfter) && !existsSync(mark)) {
      writeFileSync(mark, "");
      process.exit(1);
    }
    const message = { role: "assistant", content: `ANSWER: ${"ABCD"[byte % 4]}` };
    response.end(
      JSON.stringify({ model: "small-model", choices: [{ index: 0, finish_reason: "stop", message }] }),
    );
  });
}).listen(Number(port), "127.0.0.1");
