import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The jobs of `nightly/`, run: they are for bash, git and flock. Each is skipped, with a message, where one is missing. */
export default defineConfig({
  // Not of packages whose sources are not shipped with their source maps.
  logLevel: "error",
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["test/nightly/**/*.peer.test.ts"],
    isolate: false,
    // It imports JSON in a way that Node refuses and Vite does not.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
