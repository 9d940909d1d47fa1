import { setImmediate } from "node:timers/promises";
import type { PolicyAnswer, PolicySession } from "../contracts/policy.ts";
import type { OpenStack, PolicyChannel } from "../contracts/stack.ts";
import type { Profile } from "../drivers/profile.ts";
import { openSession } from "../drivers/session.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Abilities } from "./plan.ts";

/** How the run talks to a stack, whichever way it was reached. */
export async function sessionWith(
  { channel }: OpenStack,
  line: { profile: Profile; timeoutMilliseconds: number; signal: AbortSignal },
): Promise<PolicySession> {
  if (channel.kind === "recording") return channel.session;
  if (channel.kind === "address") return openSession({ url: channel.url, ...line });
  return policySession(channel, line.profile);
}

/** What a stack can be asked: a recording what it holds, a server what its protocol carries, a policy anything. */
export function abilitiesOf({ channel }: OpenStack, repeats: number): Abilities {
  if (channel.kind === "recording") {
    const { passes, perturbations } = channel.recorded;
    return { passes: Math.min(passes, repeats), perturbations };
  }
  // The published protocols carry no noise, so a server's state is moved instead.
  return { passes: repeats, perturbations: channel.kind === "policy" ? ["noise", "state"] : ["state"] };
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

function notRecorded(): FvalidateError {
  return new FvalidateError(
    "comparison",
    "A recording without its requests cannot be compared with a live stack.",
    {
      hint: "Compare two recordings, or two live stacks.",
    },
  );
}
