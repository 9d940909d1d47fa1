import { basename } from "node:path";
import type { BenchArm } from "../arms/open-arms.ts";

/** The first line of every report: which answers are live, and which come from a file. */
export function describeBenchOrigin(arms: readonly BenchArm[]): string {
  const isFile = ({ opened }: BenchArm) => opened.channel.kind === "predictions";
  if (arms.every(isFile))
    return `Answers from files: ${arms.map(describe).join(", ")}. No server was contacted.`;
  if (arms.some(isFile)) return `Live run against answers from a file: ${arms.map(describe).join(", ")}.`;
  return `Live run: ${arms.map(describe).join(", ")}.`;
}

function describe({ stack, urls, opened: { life, channel } }: BenchArm): string {
  if (channel.kind === "predictions") return `${stack} (${basename(channel.path)})`;
  if (life !== undefined) return `${stack} started for this run (${life.where})`;
  return `${stack} at ${urls.join(" and ")}`;
}
