import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The default run: Node alone, offline. Tests that need other programs are `*.peer.test.ts`. */
export default defineConfig({
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
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
