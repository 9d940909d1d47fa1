import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The default run: Node alone, offline. Tests that need other programs are `*.peer.test.ts`. */
export default defineConfig({
  // Not of packages whose sources are not shipped with their source maps.
  logLevel: "error",
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.peer.test.ts"],
    // Many tests wait for the processes that they start, so there is work for one file more than there are cores.
    maxWorkers: availableParallelism() + 1,
    // A page takes longer than many a run: tests that look at it ask for it.
    env: { FVALIDATE_FORMAT: "json,md,csv" },
    // No test changes what its modules share.
    isolate: false,
    // It imports JSON in a way that Node refuses and Vite does not.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
