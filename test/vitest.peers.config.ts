import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests against numpy, Python servers and the like. Each skips, with a message, where its peer is missing. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["test/**/*.peer.test.ts"],
    // It imports JSON in a way that Node refuses and Vite does not.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    globalSetup: "test/peers-setup.ts",
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
