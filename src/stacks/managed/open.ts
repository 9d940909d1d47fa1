import { randomBytes } from "node:crypto";
import type { OpenStack } from "../../contracts/stack.ts";
import { freePort } from "../place/tunnel.ts";
import type { OpenContext } from "../target.ts";
import type { Box } from "./box.ts";
import { managedLife } from "./life.ts";
import type { ManagedSettings } from "./settings.ts";

/** A stack that is known and not started: nothing is touched until its life begins. */
export async function openManaged(
  request: { settings: ManagedSettings; box: (token: string) => Box; source: "process" | "docker" },
  context: OpenContext,
): Promise<OpenStack> {
  const { settings, source } = request;
  const token = randomBytes(6).toString("hex");
  const needsTunnel = settings.ssh !== undefined && settings.port !== undefined && settings.url === undefined;
  const tunnelPort = needsTunnel ? await freePort() : null;
  const url = settings.url ?? urlOf(tunnelPort ?? settings.port);
  const life = managedLife({
    stack: context.stack,
    token,
    settings,
    box: request.box(token),
    url,
    tunnelPort,
    expect: settings.evidence.expect ?? context.expect ?? "any",
  });
  return {
    source,
    get environment() {
      return life.gathered?.environment ?? {};
    },
    channel: { kind: "address", url: url ?? "" },
    ...(settings.model !== undefined && { model: settings.model }),
    life,
    evidence: async () =>
      life.gathered?.evidence ?? {
        status: "missing",
        summary: "It did not run long enough to be looked at.",
      },
    async [Symbol.asyncDispose]() {
      // Whoever began its life ends it.
    },
  };
}

function urlOf(port: number | undefined): string | null {
  return port === undefined ? null : `http://127.0.0.1:${port}`;
}
