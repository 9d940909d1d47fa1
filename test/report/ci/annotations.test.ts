import { describe, expect, it } from "vitest";
import { annotationOfError, annotationsOf, workflowCommand } from "../../../src/report/ci/annotations.ts";
import { defuseCommands } from "../../../src/report/ci/defuse.ts";
import { result } from "../../compare/tensors/results.ts";
import { HOSTILE_TEXTS, hostileEverywhere, RUNS_OF_EVERY_KIND } from "../every-kind.ts";
import { compareRun } from "../tensors/runs.ts";

/**
 * As the runner reads a line (actions/runner, ActionCommand.TryParseV2): the command up to the first space, properties
 * with commas between them up to the next "::", then the message; the escapes undone in that order.
 */
function readCommand(line: string) {
  const found = /^::(\w+) ([^\n]*?)::(.*)$/s.exec(line.trim());
  if (found === null || line.includes("\n")) return null;
  const [, kind, properties = "", message = ""] = found;
  const decode = (text: string) =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const pairs = properties.split(",").map((pair) => pair.split("="));
  return {
    kind,
    title: decode(
      pairs
        .find(([key]) => key === "title")
        ?.slice(1)
        .join("=") ?? "",
    ),
    count: pairs.length,
    message: decode(message.replaceAll("%3A", "%253A").replaceAll("%2C", "%252C")),
  };
}

describe.each(RUNS_OF_EVERY_KIND)("annotations of %s", (_name, run) => {
  it("lead with the verdict: an error, a warning or a notice", () => {
    const of = { consistent: "notice", inconsistent: "error", inconclusive: "warning" } as const;
    const wanted = run.status === "complete" ? of[run.verdict] : "error";
    const [first] = annotationsOf(run).filter(({ title }) => title.includes(run.verdict.toUpperCase()));
    expect(first?.kind).toBe(wanted);
  });

  it.each(HOSTILE_TEXTS)("are one line each and come back as they were: %s", (_what, text) => {
    for (const annotation of annotationsOf(hostileEverywhere(run, text))) {
      const { kind, title, message } = annotation;
      expect(readCommand(workflowCommand(annotation))).toEqual({ kind, title, message, count: 1 });
    }
  });
});

it("are ten of each kind at most, the last one saying how many more there are", () => {
  const tensors = Array.from({ length: 40 }, (_, index) => result({ name: `t${index}`, outcome: "fail" }));
  const warnings = Array.from({ length: 12 }, (_, index) => `warning ${index}`);
  const all = annotationsOf(compareRun({ tensors, pairs: 40, verdict: "inconsistent", warnings }));
  const of = (kind: string) => all.filter((one) => one.kind === kind);
  expect([of("error").length, of("warning").length]).toEqual([10, 10]);
  expect(of("error").at(-1)!.message).toBe("and 32 more: see the report");
  expect(of("warning").at(-1)!.message).toBe("and 3 more: see the report");
});

it("an error without a run has its hint", () => {
  const line = workflowCommand(annotationOfError("100 %, it failed", "Do: this"));
  expect(line).toBe("::error title=fvalidate::100 %25, it failed%0ADo: this");
});

it("no line of the summary steers the runner", () => {
  const text = "  ::error::x\n::set-output name=a::b\nplain ::x\n##[error]y ##[group]z";
  expect(defuseCommands(text)).toBe(
    "  : :error::x\n: :set-output name=a::b\nplain ::x\n## [error]y ## [group]z",
  );
});
