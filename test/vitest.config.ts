import { defineConfig } from "vitest/config";

/** The default run: Node alone, offline. Tests that need other programs are `*.peer.test.ts`. */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.peer.test.ts"],
    testTimeout: 20_000,
  },
});
