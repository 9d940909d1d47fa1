import type { Client } from "undici";
import { FvalidateError } from "../../support/errors.ts";
import { pageText, sentence } from "../server-text.ts";
import type { Address } from "./address.ts";
import { Connections, type Exchanged } from "./connections.ts";
import { Deadlines } from "./deadlines.ts";
import { breakWords } from "./result.ts";
import { listOf, type ServedModel, servedModels } from "./served-models.ts";
import { jsonOf, objectOf, statusWords } from "./server-words.ts";
import type { Course } from "./stops.ts";

/** What a server says of itself when it is not asked a question. */
export interface ServerCard {
  /** `null` where it has no list of models. */
  readonly models: readonly ServedModel[] | null;
  readonly version: string | null;
  readonly hasHealth: boolean;
}

export interface ServerOptions {
  readonly address: Address;
  readonly client: typeof Client;
  readonly headers: readonly string[];
  /** For each of these small requests. */
  readonly timeoutMilliseconds: number;
}

/** Asks a server about itself, on connections of its own: whether it lives must not wait behind questions. */
export class Server {
  readonly address: Address;
  readonly #headers: readonly string[];
  readonly #connections: Connections;
  readonly #timeoutMilliseconds: number;

  constructor({ address, client, headers, timeoutMilliseconds }: ServerOptions) {
    this.address = address;
    this.#headers = headers;
    this.#timeoutMilliseconds = timeoutMilliseconds;
    this.#connections = new Connections(address, new Deadlines(timeoutMilliseconds), client);
  }

  /** @throws FvalidateError of kind `stack` when it does not answer, or refuses the key */
  async card(course: Course, hasKey: boolean): Promise<ServerCard> {
    const listing = await this.#get(`${this.address.base}/models`, course);
    const models = this.#modelsOf(listing, hasKey);
    const health = await this.#get(`${this.address.root}/health`, course);
    const version = await this.#get(`${this.address.root}/version`, course);
    return { models, version: versionOf(version), hasHealth: isWell(health) };
  }

  /** What is wrong with the server, in words; `null` when it lives and still serves the model. */
  async ailment({ model, hasHealth }: { model: string; hasHealth: boolean }): Promise<string | null> {
    const course: Course = { cancel: null, stopped: null };
    const listing = await this.#get(`${this.address.base}/models`, course);
    if (listing.state !== "responded") return this.#words(listing);
    if (listing.status >= 500) return statusWords(listing.status, listing.body);
    const models = listing.status === 200 ? servedModels(listing.body) : null;
    if (models !== null && !models.some(({ id }) => id === model)) return `It now serves ${listOf(models)}`;
    if (!hasHealth) return null;
    const health = await this.#get(`${this.address.root}/health`, course);
    if (health.state !== "responded") return this.#words(health);
    return health.status >= 500 ? `Its /health says: ${statusWords(health.status, health.body)}` : null;
  }

  destroy(): void {
    this.#connections.destroy(new Error("closed"));
  }

  async #get(path: string, course: Course): Promise<Exchanged> {
    const outgoing = { method: "GET", path, headers: this.#headers, body: null } as const;
    const exchanged = await this.#connections.exchange(outgoing, course);
    if (course.stopped !== null) throw course.stopped;
    // An idle connection's end would look like the server's.
    this.#connections.closeFree();
    return exchanged;
  }

  #words(exchanged: Exchanged): string {
    if (exchanged.state === "broken") return breakWords(exchanged.error);
    return `It does not answer within ${this.#timeoutMilliseconds / 1000} s`;
  }

  #modelsOf(listing: Exchanged, hasKey: boolean): readonly ServedModel[] | null {
    const where = this.address.name;
    if (listing.state !== "responded") {
      throw new FvalidateError("stack", `${where}: ${this.#words(listing)}.`, {
        hint: "Is the server started, and are the host and the port right?",
      });
    }
    const { status, body } = listing;
    if (status === 200) {
      const models = servedModels(body);
      if (models !== null) return models;
      throw notAnApi(where, `its /models reads ${pageText(new TextDecoder().decode(body))}`);
    }
    if (status === 404 || status === 405) return null;
    throw new FvalidateError("stack", sentence(`${where}: ${statusWords(status, body)}`), {
      hint: hintFor(status, hasKey),
    });
  }
}

function hintFor(status: number, hasKey: boolean): string {
  if (status === 401 || status === 403) {
    return hasKey
      ? "The server refuses the key: check the environment variable that it is read from."
      : "The server wants a key: set the environment variable that the suite names.";
  }
  return status === 503
    ? "The server runs but has not loaded its model yet, or a gateway finds no server: wait and run again."
    : "Check the address: it must be that of an OpenAI-compatible server.";
}

function notAnApi(where: string, words: string): FvalidateError {
  return new FvalidateError("stack", `${where} is no OpenAI-compatible server: ${words}.`, {
    hint: "Check the address and the port.",
  });
}

function isWell(exchanged: Exchanged): boolean {
  return exchanged.state === "responded" && exchanged.status === 200;
}

function versionOf(exchanged: Exchanged): string | null {
  if (exchanged.state !== "responded" || exchanged.status !== 200) return null;
  const version = objectOf(jsonOf(exchanged.body.toString("utf8")))?.["version"];
  return typeof version === "string" && version !== "" ? version : null;
}
