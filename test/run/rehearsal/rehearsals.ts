import {
  CAMERAS,
  type PolicySession,
  type Question,
  type TimedAnswer,
} from "../../../src/contracts/policy.ts";
import { profileNamed } from "../../../src/drivers/index.ts";
import { openSession } from "../../../src/drivers/session.ts";
import { drawObservation } from "../../../src/run/capsule/draw-observation.ts";
import { drawNoise } from "../../../src/run/capsule/noise.ts";
import { plannedFailure, type RehearsalServer, startRehearsal } from "../../../src/run/rehearsal/index.ts";
import { openEmbeddedPolicy } from "../../../src/stacks/embedded/policy.ts";

export const NOISE = drawNoise({ seed: 42, chunk: 50, actionDimensions: 32 });

export interface Rehearsal extends AsyncDisposable {
  readonly server: RehearsalServer;
  readonly session: PolicySession;
  /** Asks about one of two small observations. */
  ask(index?: number): Promise<TimedAnswer>;
}

/** A server with the embedded policy behind it and a real driver in front of it. */
export async function rehearse(
  profileName: string,
  options: { fail?: string; timeoutMilliseconds?: number } = {},
): Promise<Rehearsal> {
  const profile = profileNamed(profileName);
  const policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 42 });
  const server = await startRehearsal({
    policy,
    profile,
    noise: NOISE,
    host: "127.0.0.1",
    port: 0,
    failure: options.fail === undefined ? null : plannedFailure(options.fail),
  });
  const { timeoutMilliseconds = 10_000 } = options;
  const session = await openSession({ url: server.url, profile, timeoutMilliseconds });
  return {
    server,
    session,
    ask: async (index = 0) => session.ask(await questionOf(profileName, index), new AbortController().signal),
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await policy[Symbol.asyncDispose]();
    },
  };
}

/** The frozen bytes of one small observation. */
export async function bodyOf(profileName: string, index = 0): Promise<Uint8Array> {
  const profile = profileNamed(profileName);
  const { stateDimensions } = profile;
  const pictureSize = { width: 8, height: 8 };
  const drawn = { seed: 1, index, cameras: CAMERAS, stateDimensions, pictureSize };
  return profile.encodeRequest(await drawObservation(drawn));
}

async function questionOf(profileName: string, index: number): Promise<Question> {
  const body = await bodyOf(profileName, index);
  return { observation: index, pass: 0, perturbation: null, body, noise: NOISE };
}
