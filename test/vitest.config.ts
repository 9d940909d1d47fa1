import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files whose tests start many processes, and wait for them. */
const STARTS_PROCESSES = /\/test\/(commands|patch|stacks\/place)\/|\/test\/(readme|index)\.test\.ts$/;

/**
 * Such files first: they are the longest, and a worker that has grown takes ten times as long to start a process, since
 * the system copies the worker's page tables for it.
 */
class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const starts = ({ moduleId }: TestSpecification) => STARTS_PROCESSES.test(moduleId);
    return [...sorted.filter(starts), ...sorted.filter((file) => !starts(file))];
  }
}

/**
 * The default run: Node alone, offline. Tests that need other programs are `*.peer.test.ts`, those that start and kill
 * many processes `*.process.test.ts`.
 */
export default defineConfig({
  // Not of packages whose sources are not shipped with their source maps.
  logLevel: "error",
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.peer.test.ts", "test/**/*.process.test.ts"],
    // Many tests wait for the processes that they start, so there is work for one file more than there are cores.
    maxWorkers: availableParallelism() + 1,
    // A page takes longer than many a run: tests that look at it ask for it.
    env: { FVALIDATE_FORMAT: "json,md,csv" },
    // No test changes what its modules share.
    isolate: false,
    // It imports JSON in a way that Node refuses and Vite does not.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    sequence: { sequencer: ProcessesFirst },
    // On a busy machine everything takes ten times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
