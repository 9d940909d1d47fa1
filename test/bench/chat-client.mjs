// Asks a server with this project's client and prints what it took.
// usage: node chat-client.mjs URL CONCURRENCY WARM-UP REQUESTS BYTES   (as chat-peers.py)

import { openChatClient } from "../../dist/src/drivers/chat/client.js";
import { requestRest } from "../../dist/src/drivers/chat/request.js";

const [url, ...numbers] = process.argv.slice(2);
const [concurrency, warmUp, requests, bytes] = numbers.map(Number);
const signal = new AbortController().signal;
const client = await openChatClient(
  {
    urls: [url],
    model: null,
    api: "chat",
    apiKey: null,
    concurrency,
    timeoutMilliseconds: 60_000,
    maxRetries: 0,
    outageMilliseconds: 0,
    say: () => {},
  },
  signal,
);
// A long question is one with a picture, in base64.
const isPicture = bytes > 100_000;
const words = "x".repeat(bytes);
const picture = Buffer.alloc((bytes * 3) / 4, 7);
Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(picture);

await ask(warmUp);
const cpu = process.cpuUsage();
const start = performance.now();
await ask(requests);
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
await client[Symbol.asyncDispose]();
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes }));

async function ask(count) {
  let asked = 0;
  const worker = async () => {
    while (asked < count) {
      asked += 1;
      const outcome = await client.ask(rest(asked), signal);
      if (!outcome.reply?.text.startsWith("The answer is (B)")) throw new Error(JSON.stringify(outcome));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** Each question's bytes are made anew, as in a run. */
function rest(number) {
  const question = { kind: "text", text: isPicture ? `Question ${number}` : `Question ${number}: ${words}` };
  const parts = isPicture ? [{ kind: "image", bytes: picture }, question] : [question];
  return requestRest({
    api: "chat",
    messages: [{ role: "user", parts }],
    sampling: { temperature: 0, maxTokens: 512 },
    seed: 1234,
  });
}
