import type { Extreme, PairMeasurement } from "../../contracts/pair-measurement.ts";
import { figureText, roundedUp, shareText, toleranceNumber, valueText } from "./figure-text.ts";

type Measured = Pick<PairMeasurement, "bitIdentical" | "closeness" | "figures" | "nonFinite">;

/** How two tensors differ, or that they do not: a line for each thing to know. */
export function mismatchMessage(measured: Measured): string {
  if (measured.bitIdentical) return "bit-identical";
  const { mismatched, elements } = measured.closeness;
  const lines = mismatched === 0 ? [closeLine(measured)] : mismatchLines(measured, mismatched, elements);
  return [...nonFiniteLines(measured), ...lines].join("\n");
}

function nonFiniteLines({ nonFinite: { mismatches, firstMismatch } }: Measured): string[] {
  if (firstMismatch === null) return [];
  const { index, baseline, candidate } = firstMismatch;
  const many = mismatches === 1 ? "1 position" : `${mismatches} positions`;
  return [
    `NaN or infinity in one arm: ${many}, first at index (${index.join(", ")}): baseline ${valueText(baseline)}, candidate ${valueText(candidate)}`,
  ];
}

function closeLine({ closeness, figures }: Measured): string {
  const { elements } = closeness;
  if (elements === 0) return "No pair of finite elements: nothing to compare";
  const greatest = figures["maxAbsolute"];
  const most = typeof greatest === "number" ? `; greatest absolute difference: ${figureText(greatest)}` : "";
  const all = elements === 1 ? "The only element is close" : `All ${elements} elements are close`;
  return `${all} (${allowedText(closeness)})${most}`;
}

function mismatchLines({ closeness }: Measured, mismatched: number, elements: number): string[] {
  const { absolute, relative, greatestAbsolute, greatestRelative } = closeness;
  return [
    `Mismatched elements: ${mismatched} / ${elements} (${shareText(mismatched, elements)} %), ${allowedText(closeness)}`,
    ...extremeLine("absolute", greatestAbsolute, ({ baseline }) => absolute + relative * Math.abs(baseline)),
    ...extremeLine("relative", greatestRelative, ({ baseline }) => relative + absolute / Math.abs(baseline)),
    `Smallest tolerance that would pass: ${smallestTolerance(closeness)}`,
  ];
}

function extremeLine(kind: string, extreme: Extreme | null, allowed: (extreme: Extreme) => number): string[] {
  if (extreme === null) return [];
  const { value, index, baseline, candidate } = extreme;
  const limit = allowed(extreme);
  // A zero reference allows no relative difference that could be named: any is infinite.
  const upTo = Number.isFinite(limit) ? `, up to ${figureText(limit)} allowed there` : "";
  return [
    `Greatest ${kind} difference: ${figureText(value)} at index (${index.join(", ")}): ` +
      `baseline ${valueText(baseline)}, candidate ${valueText(candidate)}${upTo}`,
  ];
}

function allowedText({ absolute, relative }: Measured["closeness"]): string {
  if (absolute === 0 && relative === 0) return "none may differ";
  return `|b − a| up to ${toleranceNumber(absolute)} + ${toleranceNumber(relative)} × |a| allowed`;
}

/** What to type so that these two tensors pass, rounded up so that they do. */
function smallestTolerance(closeness: Measured["closeness"]): string {
  const { absolute, relative, smallestAbsolute, smallestRelative } = closeness;
  const byAbsolute = `--atol ${roundedUp(smallestAbsolute)} --rtol ${toleranceNumber(relative)}`;
  if (smallestRelative === null || !Number.isFinite(smallestRelative)) {
    return `${byAbsolute} (no --rtol does it: a reference is zero)`;
  }
  return `--rtol ${roundedUp(smallestRelative)} --atol ${toleranceNumber(absolute)}, or ${byAbsolute}`;
}
