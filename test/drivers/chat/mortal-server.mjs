// A chat server that answers rightly until it is killed.
// usage: node mortal-server.mjs PORT MILLISECONDS [DEADLY]   prints its port; the question DEADLY ends the process
import { createServer } from "node:http";

const [port, milliseconds, deadly] = process.argv.slice(2);
const server = createServer((request, response) => {
  if (request.method === "GET") {
    const isListing = request.url === "/v1/models";
    response.writeHead(isListing ? 200 : 404).end(JSON.stringify({ data: [{ id: "tiny" }] }));
    return;
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () =>
    setTimeout(() => answer(response, JSON.parse(Buffer.concat(chunks))), Number(milliseconds)),
  );
});
server.listen(Number(port), "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));

function answer(response, { model, messages }) {
  const question = messages.at(-1).content;
  if (question === deadly) process.kill(process.pid, "SIGKILL");
  const content = `«${[...question].reverse().join("")}»`;
  const choices = [{ message: { content }, finish_reason: "stop" }];
  response.writeHead(200).end(JSON.stringify({ model, choices }));
}
