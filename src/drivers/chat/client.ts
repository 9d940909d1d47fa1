import { Buffer } from "node:buffer";
import type { Client } from "undici";
import type { ChatOutcome, RequestRest } from "../../contracts/chat.ts";
import { FvalidateError } from "../../support/errors.ts";
import { randomSource } from "../../support/random.ts";
import { addressOf, routeOf } from "./address.ts";
import { headersWith, keyHider } from "./api-key.ts";
import { Connections } from "./connections.ts";
import { Deadlines } from "./deadlines.ts";
import { type Endpoint, newEndpoint } from "./endpoint.ts";
import { Inquiry, type Shared } from "./inquiry.ts";
import { type ChatClient, type ChatClientOptions, DEFAULT_PAUSES } from "./options.ts";
import { chooseModel } from "./served-models.ts";
import { Server } from "./server.ts";
import { factsOf, type ServerFacts, sameAtAll } from "./server-facts.ts";
import { interrupted, Stops } from "./stops.ts";
import { Suspects } from "./suspects.ts";
import { Traffic } from "./traffic.ts";
import { Watch } from "./watch.ts";

/** A server is asked about itself for no longer. */
const LOOK_MILLISECONDS = 10_000;

/**
 * Reaches the servers of one arm and finds out what they serve.
 * @param signal closes the client
 * @throws FvalidateError of kind `stack` when a server is not there, refuses the key or does not serve the model,
 *   `usage` for an address or a key that cannot be used
 */
export async function openChatClient(options: ChatClientOptions, signal: AbortSignal): Promise<ChatClient> {
  // Loading it takes longer than most commands run.
  const { Client: client } = await import("undici");
  const addresses = options.urls.map(addressOf);
  const [first] = addresses;
  if (first === undefined) throw new FvalidateError("usage", "There is no address to ask.");
  const headers = headersWith(options.apiKey);
  const timeoutMilliseconds = Math.min(LOOK_MILLISECONDS, options.timeoutMilliseconds);
  const servers = addresses.map((address) => new Server({ address, client, headers, timeoutMilliseconds }));
  const hide = keyHider(options.apiKey);
  const stops = new Stops();
  try {
    const course = stops.enter(signal);
    const cards = await Promise.all(servers.map((server) => server.card(course, options.apiKey !== null)));
    stops.leave(signal, course);
    const chosen = cards.map(({ models }, i) => chooseModel(models, options.model, addresses[i]?.name ?? ""));
    const facts = cards.map((card, i) => factsOf(card, chosen[i]?.entry ?? null));
    const names = sameAtAll({ chosen, facts, addresses, say: (line) => options.say(hide(line)) });
    const healths = cards.map(({ hasHealth }) => hasHealth);
    return new OpenChatClient({
      options,
      client,
      headers,
      servers,
      healths,
      names,
      facts,
      stops,
      hide,
      signal,
    });
  } catch (error) {
    stops.close(interrupted());
    for (const server of servers) server.destroy();
    throw error instanceof FvalidateError ? withHidden(error, hide) : error;
  }
}

interface Parts {
  readonly options: ChatClientOptions;
  readonly client: typeof Client;
  readonly headers: readonly string[];
  readonly servers: readonly Server[];
  readonly healths: readonly boolean[];
  /** The model's, the one that is asked for first. */
  readonly names: ReadonlySet<string>;
  readonly facts: readonly ServerFacts[];
  readonly stops: Stops;
  readonly hide: (text: string) => string;
  readonly signal: AbortSignal;
}

class OpenChatClient implements ChatClient {
  readonly model: string;
  readonly maxModelLength: number | null;
  readonly serverFacts: Readonly<Record<string, string>>;
  readonly counters = {
    requests: 0,
    answered: 0,
    errored: 0,
    retries: 0,
    throttled: 0,
    interrupted: 0,
    outages: 0,
  };
  readonly #parts: Parts;
  readonly #endpoints: readonly Endpoint[];
  readonly #traffic: Traffic;
  readonly #watch: Watch;
  readonly #shared: Shared;
  readonly #stop = () => this.#close(interrupted());

  constructor(parts: Parts) {
    const [model = ""] = parts.names;
    this.model = model;
    this.maxModelLength = parts.facts[0]?.maxModelLength ?? null;
    this.serverFacts = parts.facts[0]?.texts ?? {};
    this.#parts = parts;
    const { concurrency } = parts.options;
    this.#endpoints = parts.servers.map(({ address }, i) => {
      const deadlines = new Deadlines(parts.options.timeoutMilliseconds);
      const connections = new Connections(address, deadlines, parts.client);
      return newEndpoint({ address, connections, hasHealth: parts.healths[i] ?? false }, concurrency);
    });
    const pauses = parts.options.pauses ?? DEFAULT_PAUSES;
    const draw = randomSource("chat pauses");
    this.#traffic = new Traffic({ endpoints: this.#endpoints, concurrency, pauses, draw });
    this.#watch = this.#newWatch(pauses, draw);
    this.#shared = this.#newShared(pauses, draw);
    parts.signal.addEventListener("abort", this.#stop, { once: true });
  }

  async ask(rest: RequestRest, signal: AbortSignal): Promise<ChatOutcome> {
    const { stops } = this.#parts;
    const course = stops.enter(signal);
    try {
      return await new Inquiry(this.#shared, rest, course).outcome();
    } finally {
      stops.leave(signal, course);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close(new FvalidateError("stack", "The client was closed while questions were being asked."));
  }

  #newWatch(pauses: Shared["pauses"], draw: () => number): Watch {
    const { options, servers, hide } = this.#parts;
    const { onOutage } = options;
    return new Watch({
      endpoints: this.#endpoints,
      outageMilliseconds: options.outageMilliseconds,
      ...(onOutage !== undefined && {
        onOutage: async (message) => options.onOutage?.(hide(message)) ?? false,
      }),
      pauses,
      draw,
      counters: this.counters,
      say: (line) => options.say(hide(line)),
      ailment: async (endpoint) => {
        const server = servers[this.#endpoints.indexOf(endpoint)];
        return (await server?.ailment({ model: this.model, hasHealth: endpoint.hasHealth })) ?? null;
      },
      onChange: () => this.#traffic.wake(),
      giveUp: (error) => this.#close(error),
    });
  }

  #newShared(pauses: Shared["pauses"], draw: () => number): Shared {
    const { options, headers, names, hide } = this.#parts;
    const paths = new Map(this.#endpoints.map((it) => [it, routeOf(it.address, options.api)]));
    return {
      traffic: this.#traffic,
      watch: this.#watch,
      suspects: new Suspects(),
      counters: this.counters,
      form: { api: options.api, names },
      opening: Buffer.from(`{"model":${JSON.stringify(this.model)}`),
      headers,
      maxRetries: options.maxRetries,
      outageMilliseconds: options.outageMilliseconds,
      timeoutMilliseconds: options.timeoutMilliseconds,
      pauses,
      draw,
      pathAt: (endpoint) => paths.get(endpoint) ?? "",
      hide,
      say: (line) => options.say(hide(line)),
      giveUp: (error) => this.#close(error),
    };
  }

  #close(error: FvalidateError): void {
    const { stops, signal, servers, hide } = this.#parts;
    signal.removeEventListener("abort", this.#stop);
    stops.close(withHidden(error, hide));
    this.#watch.close();
    this.#traffic.close();
    for (const { connections } of this.#endpoints) connections.destroy(error);
    for (const server of servers) server.destroy();
  }
}

function withHidden(
  { kind, message, hint, cause }: FvalidateError,
  hide: (text: string) => string,
): FvalidateError {
  return new FvalidateError(kind, hide(message), { ...(hint !== undefined && { hint: hide(hint) }), cause });
}
