import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./checkout.ts";
import { isWanted, readWorkflow, type Workflow, workflowErrors } from "./workflow.ts";

const FOLDER = join(ROOT, "nightly/github");
const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".yml"));
const contentOf = (name: string) => readFile(join(FOLDER, name), "utf8");
/** The workflow with the history in the cache. */
const cached = readWorkflow(await contentOf("fvalidate-nightly.yml"));

it.each(files)("%s is a workflow by GitHub's own parser", async (name) => {
  expect(await workflowErrors(name, await contentOf(name))).toEqual([]);
});

it("the parser refuses what is none", async () => {
  const content = (await contentOf(files[0]!)).replace("runs-on:", "runs-at:");
  expect(await workflowErrors("x.yml", content)).not.toEqual([]);
});

it("a night runs nobody else's code on one's own machines", () => {
  const condition = cached.jobs["validate"]!.if!;
  const event = (repository: string, ...labels: string[]) => ({
    github: {
      event_name: "pull_request",
      repository: "flagos/models",
      event: {
        pull_request: {
          head: { repo: { full_name: repository } },
          labels: labels.map((name) => ({ name })),
        },
      },
    },
  });
  expect(isWanted(condition, event("flagos/models", "validate"))).toBe(true);
  expect(isWanted(condition, event("flagos/models", "docs"))).toBe(false);
  expect(isWanted(condition, event("stranger/models", "validate"))).toBe(false);
  expect(isWanted(condition, { github: { event_name: "schedule" } })).toBe(true);
});

it("the workflow with the history in a branch is the other one but for where the history is", async () => {
  const workflow = readWorkflow(await contentOf("fvalidate-nightly-branch.yml"));
  const scripts = ({ jobs }: Workflow) =>
    jobs["validate"]!.steps.filter(
      ({ name = "", uses = "" }) => !/history/.test(name) && !/cache/.test(uses),
    );
  expect(scripts(workflow)).toEqual(scripts(cached));
});

it("comments on a pull request are written where a night failed, and not where none was run", () => {
  const condition = cached.jobs["comment"]!.if!;
  const wanted = (result: string) =>
    isWanted(condition, { github: { event_name: "pull_request" }, needs: { validate: { result } } }, true);
  expect([wanted("success"), wanted("failure"), wanted("skipped")]).toEqual([true, true, false]);
});
