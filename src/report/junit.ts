import { junitDocument } from "./junit/document.ts";
import type { TextReporter } from "./reporter.ts";

/** What the test reports of GitLab, Jenkins and others are made of. */
export const junitReporter: TextReporter = {
  name: "junit",
  fileName: "junit.xml",
  description: "JUnit's XML for CI servers: a test case for each gate, benchmark, tensor or row of a card",
  render: (run, _evidence, context) => junitDocument([context === undefined ? { run } : { run, context }]),
};
