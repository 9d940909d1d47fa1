import { Buffer } from "node:buffer";
import type { Client, Dispatcher } from "undici";
import type { Address } from "./address.ts";
import type { Deadlines, Expiring } from "./deadlines.ts";
import type { Course } from "./stops.ts";

/** Far above any answer; what is larger is none. */
export const MAXIMUM_ANSWER_BYTES = 64 * 2 ** 20;
/** Servers of the uvicorn kind close an idle connection after five seconds, maybe just as it is used again. */
const IDLE_MILLISECONDS = 4000;
const CONNECT_MILLISECONDS = 10_000;

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What became of one request. */
export type Exchanged =
  | {
      readonly state: "responded";
      readonly status: number;
      readonly headers: Headers;
      readonly body: Buffer;
      /** From the first byte sent to the last one received. */
      readonly latencyMilliseconds: number;
    }
  | { readonly state: "broken"; readonly error: unknown }
  | { readonly state: "expired" }
  | { readonly state: "stopped" };

export interface Outgoing {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
}

/**
 * The connections to one server. Free ones are kept as a stack, so that finding one takes no search: undici's own
 * pool looks through all of them for each request, which at a thousand connections is most of its time.
 */
export class Connections {
  readonly #address: Address;
  readonly #deadlines: Deadlines;
  readonly #client: typeof Client;
  readonly #free: Client[] = [];
  readonly #busy = new Set<Exchange>();

  constructor(address: Address, deadlines: Deadlines, client: typeof Client) {
    this.#address = address;
    this.#deadlines = deadlines;
    this.#client = client;
  }

  /** Sends a request on a connection of its own. Whatever happens is a result, never thrown. */
  exchange(outgoing: Outgoing, course: Course): Promise<Exchanged> {
    return new Promise((resolve) => {
      const client = this.#free.pop() ?? this.#connect();
      const exchange = new Exchange((exchanged) => {
        course.cancel = null;
        this.#deadlines.delete(exchange);
        this.#busy.delete(exchange);
        // Nothing is known of what a failed connection still holds.
        if (exchanged.state === "responded") this.#free.push(client);
        else client.destroy(null, () => {});
        resolve(exchanged);
      });
      this.#busy.add(exchange);
      this.#deadlines.add(exchange);
      course.cancel = () => exchange.settle({ state: "stopped" });
      client.dispatch({ ...outgoing, headers: outgoing.headers as string[] }, exchange);
    });
  }

  /** Closes the free connections: their server may be another one by now. */
  closeFree(): void {
    for (const client of this.#free.splice(0)) client.destroy(null, () => {});
  }

  /** Ends what is in flight as broken, and closes everything. */
  destroy(error: Error): void {
    for (const exchange of this.#busy) exchange.settle({ state: "broken", error });
    this.closeFree();
    this.#deadlines.clear();
  }

  #connect(): Client {
    return new this.#client(this.#address.origin, {
      pipelining: 1,
      // The deadline is for the whole request.
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: CONNECT_MILLISECONDS,
      keepAliveTimeout: IDLE_MILLISECONDS,
      maxResponseSize: MAXIMUM_ANSWER_BYTES,
    });
  }
}

class Exchange implements Dispatcher.DispatchHandler, Expiring {
  readonly #onSettled: (exchanged: Exchanged) => void;
  readonly #chunks: Buffer[] = [];
  #sentAt = 0;
  #status = 0;
  #headers: Headers = {};
  #isSettled = false;

  constructor(onSettled: (exchanged: Exchanged) => void) {
    this.#onSettled = onSettled;
  }

  onRequestStart(): void {
    this.#sentAt = performance.now();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    this.settle({
      state: "responded",
      status: this.#status,
      headers: this.#headers,
      body: only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks),
      latencyMilliseconds: performance.now() - this.#sentAt,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.settle({ state: "broken", error });
  }

  expire(): void {
    this.settle({ state: "expired" });
  }

  settle(exchanged: Exchanged): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#onSettled(exchanged);
  }
}
