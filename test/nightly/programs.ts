import { describe } from "vitest";
import { findProgram } from "../support/host-tools.ts";

/** Starts programs other than Node: the tests of such a file are peers, and skipped where one is missing. */
export async function describeWith(...programs: string[]): Promise<(name: string, body: () => void) => void> {
  const paths = await Promise.all(programs.map(findProgram));
  const missing = programs.filter((_, index) => paths[index] === null);
  if (missing.length === 0) return describe;
  return (name, body) => describe.skip(`${name} (skipped: no ${missing.join(", no ")} here)`, body);
}
