import { describe, expect, it } from "vitest";
import type { Arm } from "../../../src/contracts/run-parts.ts";
import { joinTexts, machineWarnings, mergeArms } from "../../../src/run/shards/merge-arms.ts";

function arm(of: Partial<Arm> = {}): Arm {
  return {
    stack: "flagos",
    label: "FlagOS",
    source: "docker",
    environment: { torch: "2.11.0" },
    evidence: { status: "proved", summary: "FlagGems ran.", operators: { add: 2, mm: 1 } },
    ...of,
  };
}

const shards = (...arms: Arm[]) => arms.map((value, i) => ({ index: i + 1, value }));

describe("one arm out of several shards", () => {
  it("is the arm itself where all say the same, its operators summed", () => {
    expect(mergeArms(shards(arm(), arm(), arm()))).toEqual(
      arm({ evidence: { status: "proved", summary: "FlagGems ran.", operators: { add: 6, mm: 3 } } }),
    );
  });

  it("that was replayed has the operators of its recording, which every shard has read", () => {
    const { evidence } = mergeArms(shards(arm({ source: "recording" }), arm({ source: "recording" })));
    expect(evidence.operators).toEqual({ add: 2, mm: 1 });
  });

  it("is proved only where every shard proves it, and contradicted where one does", () => {
    const missing = arm({ evidence: { status: "missing", summary: "No log.", notes: ["empty list"] } });
    const against = arm({ evidence: { status: "contradicted", summary: "FlagGems was off." } });
    expect(mergeArms(shards(arm(), missing, arm())).evidence).toEqual({
      status: "missing",
      summary: "FlagGems ran. (shards 1 and 3) No log. (shard 2)",
      operators: { add: 4, mm: 2 },
      notes: ["empty list"],
    });
    expect(mergeArms(shards(missing, against)).evidence.status).toBe("contradicted");
  });

  it("names the shards of facts that differ", () => {
    const at = (url: string) => arm({ environment: { url, torch: "2.11.0" } });
    expect(mergeArms(shards(at("http://a:1"), at("http://b:1"), at("http://a:1"))).environment).toEqual({
      url: "http://a:1 (shards 1 and 3), http://b:1 (shard 2)",
      torch: "2.11.0",
    });
  });
});

it("machines that differ in what may matter are warned of", () => {
  const on = (driver: string) => arm({ environment: { driver, url: driver } });
  expect(machineWarnings("candidate", shards(on("570.1"), on("570.1")))).toEqual([]);
  expect(machineWarnings("candidate", shards(on("570.1"), on("580.2"), arm()))).toEqual([
    "The shards' candidate ran on machines that differ in driver: 570.1 (shard 1), 580.2 (shard 2), not known (shard 3).",
  ]);
});

it("a text that all shards share stands once", () => {
  expect(joinTexts([])).toBe("");
  expect(joinTexts([{ index: 2, value: "x" }])).toBe("x");
  expect(joinTexts([1, 2, 4].map((index) => ({ index, value: "x" })))).toBe("x");
});
