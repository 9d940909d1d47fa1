import { expect, it } from "vitest";
import { job } from "./gitlab-job.ts";

it("keeps the history from pipeline to pipeline, and publishes a night's runs with their test report", () => {
  expect(job.cache).toMatchObject({ paths: ["reports/"], when: "always" });
  expect(job.artifacts).toMatchObject({
    when: "always",
    paths: ["night/"],
    reports: { junit: "night/*/junit.xml" },
  });
});

it("takes fvalidate's exit codes as a warning, a retry or a failure", () => {
  expect(job.allow_failure.exit_codes).toEqual([4]);
  expect(job.retry.exit_codes).toEqual([3]);
});
