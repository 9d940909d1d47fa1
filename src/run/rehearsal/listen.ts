import type { Server } from "node:http";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

/**
 * Starts a server.
 * @returns its host and port as a URL has them, and how to close it with every connection
 * @throws FvalidateError of kind `usage` when the address is taken or not ours
 */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<{ authority: string; close: () => Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    authority: `${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function cannotListen(error: unknown, host: string, port: number): FvalidateError {
  const code = systemCodeOf(error) ?? "";
  return new FvalidateError(
    "usage",
    `Cannot listen on ${host}:${port}: ${REASONS[code] ?? messageOf(error)}.`,
    {
      hint: HINTS[code] ?? "Choose another --port, or 0 for any free one.",
      cause: error,
    },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is taken",
  EACCES: "the port is reserved for the system",
  EADDRNOTAVAIL: "the host is not an address of this machine",
  ENOTFOUND: "the host has a name that cannot be resolved",
};

const HINTS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: "Use --host 127.0.0.1, or 0.0.0.0 for every address of this machine.",
  ENOTFOUND: "Use --host 127.0.0.1, or 0.0.0.0 for every address of this machine.",
};
