import { Buffer } from "node:buffer";
import type { ChatFailure, ChatOutcome, RequestRest } from "../../contracts/chat.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { Exchanged, Outgoing } from "./connections.ts";
import type { Endpoint } from "./endpoint.ts";
import type { ChatCounters, Pauses } from "./options.ts";
import type { ReplyForm } from "./reply.ts";
import { resultOf, type Setback } from "./result.ts";
import { backoffMilliseconds } from "./retry-after.ts";
import { type Course, pause, throwIfStopped, wait } from "./stops.ts";
import type { Suspects } from "./suspects.ts";
import type { Traffic } from "./traffic.ts";
import type { Watch } from "./watch.ts";

/** What all questions of a client share. */
export interface Shared {
  readonly traffic: Traffic;
  readonly watch: Watch;
  readonly suspects: Suspects;
  readonly counters: ChatCounters;
  readonly form: ReplyForm;
  /** `{"model":"<name>"` */
  readonly opening: Uint8Array;
  readonly headers: readonly string[];
  readonly maxRetries: number;
  readonly outageMilliseconds: number;
  readonly timeoutMilliseconds: number;
  readonly pauses: Pauses;
  readonly draw: () => number;
  pathAt(endpoint: Endpoint): string;
  /** Takes the key out of a text. */
  hide(text: string): string;
  say(line: string): void;
  giveUp(error: FvalidateError): void;
}

/** A question that was cut off by so many outages is suspected to be their cause, and asked apart from the others. */
const SUSPECT_AFTER = 2;

/** One question's way to its outcome. */
export class Inquiry {
  readonly #shared: Shared;
  readonly #course: Course;
  readonly #rest: RequestRest;
  #attempts = 0;
  #retries = 0;
  #interruptions = 0;
  #throttledSince: number | null = null;
  #sentAt = 0;
  #life = 0;

  constructor(shared: Shared, rest: RequestRest, course: Course) {
    this.#shared = shared;
    this.#course = course;
    this.#rest = rest;
  }

  async outcome(): Promise<ChatOutcome> {
    for (;;) {
      const outcome =
        this.#interruptions < SUSPECT_AFTER
          ? await this.#attempt()
          : await this.#shared.suspects.alone(this.#course, () => this.#attempt());
      if (outcome !== null) return outcome;
    }
  }

  /** `null`: ask again. */
  async #attempt(): Promise<ChatOutcome | null> {
    const { traffic, counters } = this.#shared;
    throwIfStopped(this.#course);
    const endpoint = traffic.tryTake() ?? (await traffic.take(this.#course));
    const result = resultOf(await this.#send(endpoint), this.#shared.form, this.#attempts);
    if (result.state === "answered") {
      traffic.answered(endpoint);
      traffic.release(endpoint);
      throwIfStopped(this.#course);
      counters.answered += 1;
      return result;
    }
    const { setback } = result;
    // Before its place is free for the next one: nobody is sent to a server that may be dead.
    const life = setback.remedy === "doubtful" ? this.#isAlive(endpoint, setback) : true;
    traffic.release(endpoint);
    const isAlive = await life;
    throwIfStopped(this.#course);
    return isAlive ? this.#overcome(endpoint, setback) : this.#interrupted(setback);
  }

  #send(endpoint: Endpoint): Promise<Exchanged> {
    const { counters, headers, opening } = this.#shared;
    const outgoing: Outgoing = {
      method: "POST",
      path: this.#shared.pathAt(endpoint),
      headers,
      // Put together only now, so that questions that wait hold nothing.
      body: Buffer.concat([opening, this.#rest]),
    };
    this.#attempts += 1;
    counters.requests += 1;
    this.#sentAt = performance.now();
    this.#life = endpoint.life;
    return endpoint.connections.exchange(outgoing, this.#course);
  }

  async #overcome(endpoint: Endpoint, setback: Setback): Promise<ChatOutcome | null> {
    if (setback.remedy === "never") return this.#failed(setback);
    if (setback.remedy === "throttled") return this.#slowDown(endpoint, setback);
    // What took too long once would again, and be twice the work.
    if (setback.kind === "timeout") return this.#failed(this.#timedOut(setback));
    return this.#again(endpoint, setback);
  }

  #timedOut(setback: Setback): Setback {
    const seconds = this.#shared.timeoutMilliseconds / 1000;
    return { ...setback, message: `No whole answer within ${seconds} s.` };
  }

  async #isAlive(endpoint: Endpoint, setback: Setback): Promise<boolean> {
    if (endpoint.life !== this.#life) return false;
    const hasAnsweredSince = setback.kind === "status" && endpoint.answeredAt > this.#sentAt;
    return hasAnsweredSince || (await wait(this.#course, this.#shared.watch.isAlive(endpoint)));
  }

  async #again(endpoint: Endpoint, setback: Setback): Promise<ChatOutcome | null> {
    const { maxRetries, pauses, draw, counters, traffic } = this.#shared;
    if (this.#retries >= maxRetries) return this.#failed(setback);
    this.#retries += 1;
    counters.retries += 1;
    if (setback.retryAfterMilliseconds !== null) traffic.holdBack(endpoint, setback.retryAfterMilliseconds);
    await pause(this.#course, backoffMilliseconds(this.#retries, { pauses, draw: draw() }));
    return null;
  }

  /** The server went down with this question in flight: that is not the question's fault, unless it happens always. */
  #interrupted(setback: Setback): ChatOutcome | null {
    this.#shared.counters.interrupted += 1;
    this.#interruptions += 1;
    if (this.#interruptions <= SUSPECT_AFTER) return null;
    const message = `The server went down each of the ${this.#interruptions} times that this was asked. ${setback.message}`;
    return this.#failed({ ...setback, message });
  }

  /** Too many requests cost no retry: the question waits for as long as an outage may last. */
  #slowDown(endpoint: Endpoint, setback: Setback): ChatOutcome | null {
    const { traffic, counters, say, outageMilliseconds, giveUp } = this.#shared;
    const { pace, address } = endpoint;
    counters.throttled += 1;
    const isNews = traffic.refused(endpoint, this.#sentAt, setback.retryAfterMilliseconds);
    if (isNews)
      say(`${address.name} wants fewer requests: ${setback.message} At most ${pace.limit} at a time.`);
    const now = performance.now();
    if (now - (pace.refusingSince ?? now) > outageMilliseconds) {
      giveUp(nothingButRefusals(address.name, outageMilliseconds, setback.message));
    }
    this.#throttledSince ??= now;
    return now - this.#throttledSince > outageMilliseconds ? this.#failed(setback) : null;
  }

  #failed({ kind, message, status }: Setback): ChatOutcome {
    this.#shared.counters.errored += 1;
    const failure: ChatFailure = {
      kind,
      message: this.#shared.hide(message),
      status,
      attempts: this.#attempts,
    };
    return { state: "errored", failure };
  }
}

function nothingButRefusals(name: string, milliseconds: number, message: string): FvalidateError {
  const seconds = Math.round(milliseconds / 1000);
  return new FvalidateError("stack", `${name} has refused everything for ${seconds} s. ${message}`, {
    hint: "A quota may be used up. What was answered is kept: run again later with --resume.",
  });
}
