import { describe, expect, it } from "vitest";
import { parseCell } from "../../../src/cards/figures/cell.ts";

describe("a cell", () => {
  it.each([
    ["0.667", { value: 0.667, decimals: 3, signed: false, hasPercentSign: false }],
    ["66.667", { value: 66.667, decimals: 3 }],
    [".5", { value: 0.5, decimals: 1 }],
    ["85", { value: 85, decimals: 0 }],
    ["21.8%", { value: 21.8, hasPercentSign: true }],
    ["21.8 ％", { value: 21.8, hasPercentSign: true }],
    ["+1.25%", { value: 1.25, signed: true }],
    ["-0.40%", { value: -0.4, signed: true }],
    ["−0.40", { value: -0.4, signed: true }],
    ["71,6", { value: 71.6, decimals: 1 }],
    ["0,667", { value: 0.667, decimals: 3 }],
    ["76.67(±0.67)", { value: 76.67, spread: 0.67 }],
    ["76.67 ± 0.67", { value: 76.67, spread: 0.67 }],
    ["76.67% (+/- 0.67%)", { value: 76.67, spread: 0.67, hasPercentSign: true }],
    ["↑ 50.0", { value: 50 }],
    ["92.8*", { value: 92.8 }],
    ["1.07x", { value: 1.07 }],
    ["3.3 points", { value: 3.3 }],
  ])("%s is a number", (text, expected) => {
    expect(parseCell(text)).toMatchObject({ kind: "number", ...expected });
  });

  it.each([
    ["23/30", 23, 30],
    ["0 / 30", 0, 30],
    ["23/30 (76.67%)", 23, 30],
    ["76.67 (23/30)", 23, 30],
  ])("%s is a count", (text, right, of) => {
    expect(parseCell(text)).toEqual({ kind: "count", right, of });
  });

  it.each([
    "",
    " ",
    "-",
    "–",
    "—",
    "--",
    "/",
    "N/A",
    "n/a",
    "NA",
    "TBD",
    "tba",
    "Evaluating",
    "evaluating...",
    "x.xx",
    "?",
    "待测",
    "None",
    "nan",
  ])("%j holds nothing", (text) => {
    expect(parseCell(text)).toMatchObject({ kind: "empty", reason: expect.stringMatching(/./) });
  });

  it.each([
    "31/30",
    "1/0",
    "about 90",
    "≈ 90",
    "> 90",
    "90-91",
    "1,234",
    "v0.8.0",
    "570.158.01",
    "Version: 3.0",
    "2025-07-08",
    "1e5",
  ])("%s cannot be read", (text) => {
    expect(parseCell(text)).toMatchObject({ kind: "unreadable", reason: expect.stringMatching(/./) });
  });
});
