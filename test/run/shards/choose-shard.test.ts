import { describe, expect, it } from "vitest";
import { chooseShard } from "../../../src/run/shards/choose-shard.ts";

/** As sbatch sets them: Slurm's manual, "Job array support". */
function slurm(task: number, [first, last, step = 1]: readonly number[], count: number) {
  return {
    SLURM_ARRAY_TASK_ID: String(task),
    SLURM_ARRAY_TASK_MIN: String(first),
    SLURM_ARRAY_TASK_MAX: String(last),
    SLURM_ARRAY_TASK_STEP: String(step),
    SLURM_ARRAY_TASK_COUNT: String(count),
  };
}

describe("a shard that is named", () => {
  it.each([
    ["1/1", { index: 1, count: 1 }],
    ["2/4", { index: 2, count: 4 }],
    [" 4/4 ", { index: 4, count: 4 }],
  ])("%s", (text, shard) => {
    // Whatever a scheduler says: who names it means it.
    expect(chooseShard(text, { JOB_COMPLETION_INDEX: "7" })).toEqual(shard);
  });

  it.each(["0/4", "5/4", "1/0", "auto/0"])("%s is out of range", (text) => {
    expect(() => chooseShard(text, { JOB_COMPLETION_INDEX: "0" })).toThrow(/there is no shard \d of \d/);
  });

  it.each(["2", "2/", "/4", "-1/4", "1.5/4", "2/4/8", "two of four", "auto4", "Auto"])(
    "%s is none",
    (text) => {
      expect(() => chooseShard(text, {})).toThrow(`--shard takes 2/4, auto or auto/4, not "${text}".`);
    },
  );
});

describe("a Slurm array", () => {
  it.each([
    ["0-7", slurm(0, [0, 7], 8), { index: 1, count: 8 }],
    ["0-7", slurm(7, [0, 7], 8), { index: 8, count: 8 }],
    ["1-4", slurm(3, [1, 4], 4), { index: 3, count: 4 }],
    ["0-14:2", slurm(6, [0, 14, 2], 8), { index: 4, count: 8 }],
    ["5-15:5", slurm(15, [5, 15, 5], 3), { index: 3, count: 3 }],
    ["3", slurm(3, [3, 3], 1), { index: 1, count: 1 }],
  ])("--array=%s, one task of it", (_, environment, shard) => {
    expect(chooseShard("auto", environment)).toEqual(shard);
  });

  it("that is not evenly spaced does not say which shard it is: a part that is run again", () => {
    expect(() => chooseShard("auto", slurm(5, [2, 5], 2))).toThrow(/not evenly spaced: task 5 of 2 tasks/);
    expect(() => chooseShard("auto/8", slurm(5, [5, 5], 1))).toThrow(
      "--shard auto/8 makes 8 shards, SLURM_ARRAY_TASK_ID makes 1.",
    );
  });

  it("without its bounds says nothing either", () => {
    expect(() => chooseShard("auto", { SLURM_ARRAY_TASK_ID: "3" })).toThrow(
      "SLURM_ARRAY_TASK_ID is set without SLURM_ARRAY_TASK_MIN",
    );
  });
});

describe("a Kubernetes Indexed Job", () => {
  const pod = { JOB_COMPLETION_INDEX: "3" };

  it("counts from 0, and the number of its completions has to be told", () => {
    expect(chooseShard("auto/8", pod)).toEqual({ index: 4, count: 8 });
    expect(chooseShard("auto", { ...pod, FVALIDATE_SHARDS: "8" })).toEqual({ index: 4, count: 8 });
    expect(() => chooseShard("auto", pod)).toThrow(
      "JOB_COMPLETION_INDEX does not tell how many shards there are.",
    );
  });

  it("with more completions than shards is refused", () => {
    expect(() => chooseShard("auto/3", pod)).toThrow("JOB_COMPLETION_INDEX: there is no shard 4 of 3.");
  });
});

describe("GitLab's parallel", () => {
  it("counts from 1 and says how many", () => {
    expect(chooseShard("auto", { CI_NODE_INDEX: "2", CI_NODE_TOTAL: "5" })).toEqual({ index: 2, count: 5 });
  });

  it("is not there in a job without it, where the total is 1 all the same", () => {
    expect(() => chooseShard("auto", { CI_NODE_TOTAL: "1" })).toThrow("does not say which shard");
  });
});

describe("the tool's own variables", () => {
  it("count from 0, as GitHub's strategy.job-index does, and go before a scheduler's", () => {
    const github = { FVALIDATE_SHARD_INDEX: "0", FVALIDATE_SHARDS: "3" };
    expect(chooseShard("auto", github)).toEqual({ index: 1, count: 3 });
    expect(chooseShard("auto", { ...github, CI_NODE_INDEX: "2", CI_NODE_TOTAL: "5" })).toEqual({
      index: 1,
      count: 3,
    });
  });

  it("that are empty are not there, as CI systems leave those without a value", () => {
    expect(() => chooseShard("auto", { FVALIDATE_SHARD_INDEX: "", CI_NODE_INDEX: " " })).toThrow(
      "the environment does not say which shard this is",
    );
  });
});

describe("an environment that is wrong", () => {
  it.each(["-1", "1.5", "0x2", "one", "1e1", "99999999999999999999"])(
    "index %s is no whole number",
    (index) => {
      expect(() => chooseShard("auto/4", { JOB_COMPLETION_INDEX: index })).toThrow(
        `JOB_COMPLETION_INDEX is "${index}", not a whole number of at least 0.`,
      );
    },
  );

  it("that says two things is refused with both", () => {
    const both = { JOB_COMPLETION_INDEX: "0", CI_NODE_INDEX: "2", CI_NODE_TOTAL: "4" };
    expect(() => chooseShard("auto", both)).toThrow(
      "by JOB_COMPLETION_INDEX this is shard 1, by CI_NODE_INDEX it is shard 2.",
    );
    expect(chooseShard("auto", { ...both, JOB_COMPLETION_INDEX: "1" })).toEqual({ index: 2, count: 4 });
    expect(() => chooseShard("auto/8", both)).toThrow(/auto\/8 makes 8 shards, CI_NODE_INDEX makes 4/);
    expect(() => chooseShard("auto", { ...both, FVALIDATE_SHARDS: "6" })).toThrow(
      "FVALIDATE_SHARDS makes 6 shards, CI_NODE_INDEX makes 4.",
    );
  });
});
