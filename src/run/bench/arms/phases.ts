import type { OpenStack } from "../../../contracts/stack.ts";
import type { StackLife } from "../../../contracts/stack-life.ts";
import { disposeAll } from "../../../support/dispose.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { bringUp, type LiveStack } from "../../lives/live-stack.ts";
import type { ArmContext, Gatherings } from "./arm-context.ts";
import { askServer } from "./ask-server.ts";
import type { BenchArm } from "./open-arms.ts";
import { SharedBodies } from "./shared-bodies.ts";
import { takeAnswers } from "./take-answers.ts";

/**
 * Asks all arms. Stacks that this tool starts run one after the other, since they share a card and a port, unless the
 * options say that they do not; others are asked at the same time.
 *
 * @returns what ended the asking early; what was answered until then is in the journals
 */
export async function askArms(
  arms: readonly BenchArm[],
  context: Omit<ArmContext, "bodies">,
  gathered: Gatherings,
): Promise<FvalidateError | null> {
  for (const together of phasesOf(arms, context)) {
    try {
      await askTogether(together, { ...context, bodies: new SharedBodies(together.length) }, gathered);
    } catch (error) {
      if (error instanceof FvalidateError) return error;
      throw error;
    }
  }
  return null;
}

function phasesOf(
  arms: readonly BenchArm[],
  { options }: Pick<ArmContext, "options">,
): readonly (readonly BenchArm[])[] {
  const isManaged = arms.some(({ opened }) => opened.life !== undefined);
  return isManaged && !options.parallel ? arms.map((arm) => [arm]) : [arms];
}

/** The first arm that fails for good stops the others: without it nothing can be compared. */
async function askTogether(
  arms: readonly BenchArm[],
  context: ArmContext,
  gathered: Gatherings,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  let failure: { error: unknown } | null = null;
  const asked = arms.map((arm) =>
    askOne(arm, { ...context, signal }, gathered).catch((error: unknown) => {
      failure ??= { error };
      stop.abort();
    }),
  );
  await Promise.all(asked);
  const ended = failure as { error: unknown } | null;
  if (ended !== null) throw ended.error;
}

async function askOne(arm: BenchArm, context: ArmContext, gathered: Gatherings): Promise<void> {
  const { channel, life } = arm.opened;
  if (channel.kind === "predictions") return takeAnswers(arm, { path: channel.path }, context, gathered);
  if (life === undefined) return askServer(arm, context, gathered);
  const server = new RestartedOnce(life, context);
  try {
    await server.start();
    await askStarted(arm, { life, server }, context, gathered);
  } finally {
    // Also after a failure: what the server said of itself may explain it.
    await server.gather();
    await server[Symbol.asyncDispose]();
  }
}

async function askStarted(
  arm: BenchArm,
  started: { life: StackLife; server: RestartedOnce },
  context: ArmContext,
  gathered: Gatherings,
): Promise<void> {
  const text = await started.life.predictions();
  if (text !== null) return takeAnswers(arm, { text }, context, gathered);
  requireAddress(arm.opened, arm.stack);
  return askServer(arm, context, gathered, () => started.server.restart());
}

/** A managed server that may die once: it is started again, and the questions go on. */
class RestartedOnce implements AsyncDisposable {
  readonly #life: StackLife;
  readonly #context: ArmContext;
  #live: LiveStack | null = null;
  #restarted = false;

  constructor(life: StackLife, context: ArmContext) {
    this.#life = life;
    this.#context = context;
  }

  async start(): Promise<void> {
    const { signal, onNote } = this.#context;
    this.#live = await bringUp(this.#life, { noise: null, signal, say: onNote });
  }

  /** @returns whether it was started again; a second death is for a person to look at */
  async restart(): Promise<boolean> {
    if (this.#restarted) return false;
    this.#restarted = true;
    this.#context.onNote(`${this.#life.leftovers.stack}: the server is gone; it is started once more.`);
    await this[Symbol.asyncDispose]();
    try {
      await this.start();
      return true;
    } catch (error) {
      if (!(error instanceof FvalidateError) || error.kind === "interrupted") throw error;
      this.#context.onNote(`${this.#life.leftovers.stack}: ${error.message}`);
      return false;
    }
  }

  async gather(): Promise<void> {
    await this.#live?.gather();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#live !== null) await disposeAll([this.#live]);
    this.#live = null;
  }
}

function requireAddress({ channel }: OpenStack, stack: string): void {
  if (channel.kind === "address" && channel.url !== "") return;
  throw new FvalidateError("suite", `${stack} has neither a port nor a url, and writes no predictions.`, {
    hint: "Give it a `port`, or name the file of answers that its script writes: `predictions`.",
  });
}
