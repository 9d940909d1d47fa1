import type { Server } from "node:http";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

/**
 * Starts a server.
 * @returns its port, and how to close it with every connection
 * @throws FvalidateError of kind `usage` when the address is taken or not ours
 */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close: () => Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function cannotListen(error: unknown, host: string, port: number): FvalidateError {
  const reason = systemCodeOf(error) === "EADDRINUSE" ? "the port is taken" : messageOf(error);
  return new FvalidateError("usage", `Cannot listen on ${host}:${port}: ${reason}.`, {
    hint: "Choose another --port, or 0 for any free one.",
    cause: error,
  });
}
