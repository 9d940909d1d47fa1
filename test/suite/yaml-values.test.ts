import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { setYamlValues } from "../../src/suite/yaml-values.ts";

/** As the ERNIE card shows FlagScale's file. */
const SERVE = `defaults:
- _self_
- serve: 300b
experiment:
  exp_dir: outputs/\${experiment.exp_name}
  runner:
    docker: ernie   # Change to the name of the launched container
  envs:
    USE_FLAGGEMS: false
    EMPTY:
`;

describe("setting values of a YAML file", () => {
  it("changes the value's own characters and no others", () => {
    const set = { "experiment.runner.docker": "flagos", "experiment.envs.USE_FLAGGEMS": true };
    const expected = SERVE.replace("ernie", "flagos").replace("FLAGGEMS: false", "FLAGGEMS: true");
    expect(setYamlValues(SERVE, set, "serve.yaml")).toBe(expected);
  });

  it("reaches into lists by position", () => {
    const model = "- serve_id: vllm_model\n  engine_args:\n    port: 1 # here\n";
    expect(setYamlValues(model, { "0.engine_args.port": 30000 }, "300b.yaml")).toBe(
      model.replace("1 #", "30000 #"),
    );
  });

  it("adds keys that are not there, fills empty ones, and keeps comments", () => {
    const text = setYamlValues(
      SERVE,
      { "experiment.envs.RAY": 60, "experiment.envs.EMPTY": "x" },
      "serve.yaml",
    );
    expect(parse(text).experiment.envs).toEqual({ USE_FLAGGEMS: false, RAY: 60, EMPTY: "x" });
    expect(text).toContain("# Change to the name");
  });

  it("quotes what would be read as something else", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom("true", "null", "1e3", "- a", "# b", "a: b")),
        (value) => {
          const text = setYamlValues(SERVE, { "experiment.runner.docker": value }, "serve.yaml");
          expect(parse(text).experiment.runner.docker).toBe(value);
          expect(parse(text).experiment.envs.USE_FLAGGEMS).toBe(false);
        },
      ),
    );
  });

  it("refuses what is no YAML, and a key that leads through a value", () => {
    expect(() => setYamlValues("a: [", { a: 1 }, "x.yaml")).toThrow(/x\.yaml is not YAML/);
    expect(() => setYamlValues(SERVE, { "experiment.exp_dir.deeper": 1 }, "x.yaml")).toThrow(/cannot set/);
  });
});
