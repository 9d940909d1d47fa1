import { FvalidateError, messageOf } from "../../support/errors.ts";
import { sentence } from "../server-text.ts";
import type { Endpoint } from "./endpoint.ts";
import type { ChatClientOptions, ChatCounters, Pauses } from "./options.ts";
import { backoffMilliseconds } from "./retry-after.ts";

export interface WatchOptions extends Pick<ChatClientOptions, "outageMilliseconds" | "onOutage" | "say"> {
  readonly endpoints: readonly Endpoint[];
  readonly pauses: Pauses;
  readonly draw: () => number;
  readonly counters: ChatCounters;
  /** What is wrong with a server, in words; `null` when it lives. */
  ailment(endpoint: Endpoint): Promise<string | null>;
  /** A server's state changed. */
  onChange(): void;
  giveUp(error: FvalidateError): void;
}

/** How often a server is looked at before it counts as down. */
const LOOKS = 3;
/** Between looks at a server that is down. */
const LONGEST_PAUSE_MILLISECONDS = 5000;

interface Outage {
  until: number;
  readonly since: number;
  /** While somebody restarts the server, nobody looks: it might be the old one that still answers. */
  rescue: Promise<void>;
}

/**
 * The circuit breaker. After a connection broke it finds out whether the server lives, once for all that ask. One
 * that is down gets no questions until it is back; when none is left, everybody waits, for as long as an outage may
 * last.
 */
export class Watch {
  readonly #options: WatchOptions;
  readonly #checks = new Map<Endpoint, Promise<boolean>>();
  readonly #sleepers = new Set<() => void>();
  #outage: Outage | null = null;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Whether the server lives. Nothing is sent to it until that is known. */
  isAlive(endpoint: Endpoint): Promise<boolean> {
    if (endpoint.state === "down") return Promise.resolve(false);
    const running = this.#checks.get(endpoint) ?? this.#check(endpoint);
    this.#checks.set(endpoint, running);
    return running;
  }

  close(): void {
    this.#isClosed = true;
    for (const wakeUp of this.#sleepers) wakeUp();
  }

  async #check(endpoint: Endpoint): Promise<boolean> {
    endpoint.state = "checking";
    const start = performance.now();
    let ailment = await this.#ailment(endpoint);
    for (let look = 1; look < LOOKS && ailment !== null && !this.#isClosed; look += 1) {
      await this.#sleep(look, Number.POSITIVE_INFINITY);
      // One that is too busy to answer a look may still answer questions.
      ailment = endpoint.answeredAt > start ? null : await this.#ailment(endpoint);
    }
    this.#checks.delete(endpoint);
    endpoint.state = ailment === null ? "up" : "down";
    if (ailment === null) this.#options.onChange();
    else this.#takeOut(endpoint, ailment);
    return ailment === null;
  }

  #takeOut(endpoint: Endpoint, ailment: string): void {
    endpoint.life += 1;
    endpoint.connections.closeFree();
    if (this.#isClosed) return;
    const words = `${endpoint.address.name}: ${sentence(ailment)}`;
    const left = this.#options.endpoints.filter(({ state }) => state !== "down").length;
    if (left === 0) this.#begin(words);
    else
      this.#options.say(
        `${words} Its questions go to the other ${left === 1 ? "one" : left} until it is back.`,
      );
    void this.#recover(endpoint);
  }

  #begin(words: string): void {
    const { counters, outageMilliseconds, onOutage, say } = this.#options;
    counters.outages += 1;
    const since = performance.now();
    const outage: Outage = { since, until: since + outageMilliseconds, rescue: Promise.resolve() };
    this.#outage = outage;
    say(`${words} Waiting for it; what was in flight will be asked again.`);
    if (onOutage !== undefined) outage.rescue = this.#rescue(outage, () => onOutage(words));
  }

  async #rescue(outage: Outage, rescue: () => Promise<boolean>): Promise<void> {
    try {
      const isWorthAnotherTry = await rescue();
      outage.until = performance.now() + this.#options.outageMilliseconds;
      if (!isWorthAnotherTry) this.#giveUp("It was not brought back.");
    } catch (error) {
      this.#options.giveUp(
        error instanceof FvalidateError
          ? error
          : new FvalidateError("stack", `The server could not be brought back: ${messageOf(error)}`, {
              cause: error,
            }),
      );
    }
  }

  async #recover(endpoint: Endpoint): Promise<void> {
    const start = performance.now();
    for (let look = 1; !this.#isClosed; look += 1) {
      await this.#outage?.rescue;
      await this.#sleep(look, (this.#outage?.until ?? Number.POSITIVE_INFINITY) - performance.now());
      if (this.#isClosed) return;
      const ailment = endpoint.answeredAt > start ? null : await this.#ailment(endpoint);
      if (this.#isClosed) return;
      if (ailment === null) return this.#putBack(endpoint);
      const outage = this.#outage;
      if (outage !== null && performance.now() >= outage.until) {
        this.#giveUp(`${endpoint.address.name}: ${sentence(ailment)}`);
      }
    }
  }

  #putBack(endpoint: Endpoint): void {
    const { say, onChange } = this.#options;
    const after = this.#outage === null ? "" : ` after ${seconds(performance.now() - this.#outage.since)}`;
    this.#outage = null;
    endpoint.state = "up";
    endpoint.pace.notBefore = 0;
    say(`${endpoint.address.name} answers again${after}.`);
    onChange();
  }

  #giveUp(words: string): void {
    const lasted = this.#outage === null ? "" : ` for ${seconds(performance.now() - this.#outage.since)}`;
    const message = `The server has been gone${lasted}. ${words}`;
    this.#options.giveUp(
      new FvalidateError("stack", message, {
        hint: "Its log says why. What was answered is kept: start it and run again with --resume.",
      }),
    );
  }

  /** Only what was found out counts: a look that itself fails is none. */
  async #ailment(endpoint: Endpoint): Promise<string | null> {
    try {
      return await this.#options.ailment(endpoint);
    } catch (error) {
      return messageOf(error);
    }
  }

  /** The n-th pause, no longer than `most`; cut short when the client closes. */
  async #sleep(n: number, most: number): Promise<void> {
    const { pauses, draw } = this.#options;
    const own = Math.min(backoffMilliseconds(n, { pauses, draw: draw() }), LONGEST_PAUSE_MILLISECONDS);
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#sleepers.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.max(0, Math.min(own, most)));
      this.#sleepers.add(finish);
    });
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}
