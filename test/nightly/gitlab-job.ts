import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./checkout.ts";

interface GitlabJob {
  readonly parallel: { readonly matrix: readonly Readonly<Record<string, string>>[] };
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly cache: { readonly key: string; readonly paths: readonly string[]; readonly when: string };
  readonly artifacts: {
    readonly when: string;
    readonly paths: readonly string[];
    readonly reports: { junit: string };
  };
  readonly allow_failure: { readonly exit_codes: readonly number[] };
  readonly retry: { readonly exit_codes: readonly number[] };
}

const PATH = join(ROOT, "nightly/gitlab/fvalidate-nightly.gitlab-ci.yml");
/** The job that is ready to paste. */
export const job: GitlabJob = parse(await readFile(PATH, "utf8")).fvalidate;
