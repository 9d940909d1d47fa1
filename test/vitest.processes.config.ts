import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/**
 * Runs of real processes and servers that are started, killed, resumed and merged. Node alone is needed, but they take
 * as long as everything else together.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["test/**/*.process.test.ts"],
    // A page takes longer than many a run.
    env: { FVALIDATE_FORMAT: "json,md,csv" },
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
