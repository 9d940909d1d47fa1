import { setImmediate } from "node:timers/promises";
import { takesNoise } from "../contracts/file-edit.ts";
import type { PolicyAnswer, PolicySession } from "../contracts/policy.ts";
import type { OpenStack, PolicyChannel } from "../contracts/stack.ts";
import type { StackLife } from "../contracts/stack-life.ts";
import type { Profile } from "../drivers/profile.ts";
import { openSession } from "../drivers/session.ts";
import { FvalidateError } from "../support/errors.ts";
import { encodeNpy } from "../tensors/npy.ts";
import type { Tensor } from "../tensors/tensor.ts";
import type { Abilities } from "./plan.ts";

/** How the run talks to a stack, whichever way it was reached. */
export async function sessionWith(
  { channel, life }: OpenStack,
  line: { profile: Profile; timeoutMilliseconds: number; signal: AbortSignal },
): Promise<PolicySession> {
  if (channel.kind === "recording") return channel.session;
  if (channel.kind === "policy") return policySession(channel, line.profile);
  if (channel.kind === "predictions" || channel.url === "") throw notAsked();
  const session = await openSession({ url: channel.url, ...line });
  return life !== undefined && takesNoise(life.edits) ? withNoise(session, life) : session;
}

/** Puts each question's noise into the server's file before it is asked. */
function withNoise(session: PolicySession, life: StackLife): PolicySession {
  let current: Tensor | null = null;
  return {
    async ask(question, signal) {
      if (question.noise !== current) await life.setNoise(encodeNpy(question.noise));
      current = question.noise;
      return session.ask(question, signal);
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** What a stack can be asked: a recording what it holds, a server what its protocol carries, a policy anything. */
export function abilitiesOf({ channel, life }: OpenStack, repeats: number): Abilities {
  if (channel.kind === "recording") {
    const { passes, perturbations } = channel.recorded;
    return { passes: Math.min(passes, repeats), perturbations };
  }
  // The published protocols carry no noise: the state is moved instead, unless the server was edited to read it.
  const noiseMoves = channel.kind === "policy" || (life !== undefined && takesNoise(life.edits));
  return { passes: repeats, perturbations: noiseMoves ? ["noise", "state"] : ["state"] };
}

/** An embedded policy reads the same request bytes as a server would. */
function policySession(channel: PolicyChannel, profile: Profile): PolicySession {
  return {
    async ask({ body, noise }, signal) {
      if (body === null) throw notRecorded();
      // A computing policy never waits, so signals and progress get their turn here.
      await setImmediate();
      if (signal.aborted) throw new FvalidateError("interrupted", "The run was stopped.");
      const input = await profile.decodeRequest(body);
      const start = performance.now();
      const answer: PolicyAnswer = await channel.infer(input, noise);
      return { ...answer, latencyMilliseconds: performance.now() - start };
    },
    async [Symbol.asyncDispose]() {
      // The policy belongs to the stack, which is closed after its session.
    },
  };
}

function notAsked(): FvalidateError {
  return new FvalidateError("suite", "A stack without a port or a url cannot be asked.", {
    hint: "Give it a `port` in the suite; scripts without a server belong into suites of kind bench.",
  });
}

function notRecorded(): FvalidateError {
  return new FvalidateError(
    "comparison",
    "A recording without its requests cannot be compared with a live stack.",
    {
      hint: "Compare two recordings, or two live stacks.",
    },
  );
}
