import { describe, expect, it } from "vitest";
import { judgeEvidence } from "../../../src/stacks/managed/evidence.ts";
import { GemsLines } from "../../../src/stacks/managed/gems-lines.ts";
import { managedOptions } from "../../../src/stacks/managed/settings.ts";

const linesOf = (lines: readonly string[]) => {
  const gems = new GemsLines();
  for (const line of lines) gems.take(line);
  return gems;
};

function judge(
  expectation: "native" | "flagos" | "any",
  seen: { logs?: string[]; operatorLog?: string[]; environment?: Record<string, string[]> },
  environment: Record<string, string | null> = {},
) {
  const settings = managedOptions.parse({ start: "serve", environment });
  const operatorLogs = linesOf(seen.operatorLog ?? []);
  return judgeEvidence(
    expectation,
    {
      logs: linesOf(seen.logs ?? []),
      operatorLogs,
      operatorLogNotes: [
        seen.operatorLog === undefined ? "gems.log is not there" : "FlagGems' operator log gems.log",
      ],
      environment: new Map(
        Object.entries(seen.environment ?? {}).map(([name, values]) => [name, new Set(values)]),
      ),
      processes: 2,
    },
    settings,
  );
}

const RAN = ["[DEBUG] flag_gems.ops.mm.mm: GEMS MM"];

describe("evidence", () => {
  it.each([
    ["flagos, proved by the operator log", "flagos", { operatorLog: RAN }, "proved"],
    ["flagos, proved by a log line", "flagos", { logs: ["[FlagGems] Enable all ops"] }, "proved"],
    ["flagos without a sign", "flagos", {}, "missing"],
    ["flagos with the plugin alone", "flagos", { logs: ["Platform plugin fl is activated"] }, "missing"],
    [
      "flagos switched on for nothing",
      "flagos",
      { logs: ["only_enable failed: No include parameter."] },
      "contradicted",
    ],
    ["native without a sign", "native", {}, "clean"],
    ["native with operators", "native", { operatorLog: RAN }, "contradicted"],
    ["either, with operators", "any", { operatorLog: RAN }, "not applicable"],
  ] as const)("%s", (_name, expectation, seen, status) => {
    const { logs, operatorLog } = seen as { logs?: string[]; operatorLog?: string[] };
    expect(judge(expectation, { ...(logs && { logs }), ...(operatorLog && { operatorLog }) }).status).toBe(
      status,
    );
  });

  it("is contradicted by a switch that did not reach the processes, or that should not be there", () => {
    const set = judge(
      "flagos",
      { operatorLog: RAN, environment: { USE_FLAGGEMS: ["1", "0"] } },
      { USE_FLAGGEMS: "1" },
    );
    expect(set).toMatchObject({
      status: "contradicted",
      summary: expect.stringContaining('USE_FLAGGEMS is "0"'),
    });
    const unset = judge("native", { environment: { FLAGCX_PATH: [""] } }, { FLAGCX_PATH: null });
    expect(unset).toMatchObject({ status: "contradicted", summary: expect.stringContaining("takes it out") });
  });

  it("is not contradicted by a device mask that a server sets for its workers", () => {
    const seen = { environment: { CUDA_VISIBLE_DEVICES: ["0,1", "0", "1"] } };
    expect(judge("native", seen, { CUDA_VISIBLE_DEVICES: "0,1" }).status).toBe("clean");
  });

  it("notes silent fallbacks, and a plugin that may fall back silently", () => {
    const logs = [
      "Platform plugin fl is activated",
      "Op 'x' using 'default.flagos'",
      "Implementation 'default.flagos' failed",
    ];
    expect(judge("flagos", { logs }).notes).toEqual([
      expect.stringContaining("1 operators fell back"),
      expect.stringContaining("VLLM_FL_STRICT is not 1"),
    ]);
    expect(judge("flagos", { logs: logs.slice(0, 2) }, { VLLM_FL_STRICT: "1" }).notes).toEqual([]);
  });
});
