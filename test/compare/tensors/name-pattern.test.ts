import { describe, expect, it } from "vitest";
import { namePattern } from "../../../src/compare/tensors/name-pattern.ts";

describe("a name pattern", () => {
  const cases: [pattern: string, fits: string[], fitsNot: string[]][] = [
    ["a", ["a"], ["ab", "ba", "A"]],
    ["model.*", ["model.", "model.layers.0/weight", "model.a\nb"], ["modelx", "xmodel."]],
    ["*.weight", ["a.weight", "a/b.weight", ".weight"], ["a.weights", "weight"]],
    ["layer?", ["layer1", "layer."], ["layer", "layer10"]],
    ["{q,k}_proj", ["q_proj", "k_proj"], ["v_proj", "{q,k}_proj", "qk_proj"]],
    ["{q*,?}.w", ["qkv.w", "x.w"], ["xy.w"]],
    ["a[0].b", ["a[0].b"], ["a0.b", "a[0]xb"]],
    ["a{b", ["a{b"], ["ab"]],
    ["a|b", ["a|b"], ["a", "b"]],
    ["***", ["", "anything"], []],
  ];
  it.each(cases)("%s", (pattern, fits, fitsNot) => {
    const wanted = namePattern(pattern);
    expect([...fits, ...fitsNot].filter(wanted)).toEqual(fits);
  });

  it("is fast with many stars", () => {
    const started = performance.now();
    expect(namePattern("*****************************b")("a".repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
