import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A row as MMLU's data has it, about a sum. */
export interface SumRow {
  readonly question: string;
  readonly subject: string;
  readonly choices: readonly string[];
  readonly answer: number;
}

/** Questions about sums in MMLU's columns: any server that can add answers them. */
export function sumRows(count: number): SumRow[] {
  return Array.from({ length: count }, (_, i) => {
    const sum = 2 * i + 7;
    const answer = (i * 7) % 4;
    const choices = [0, 1, 2, 3].map((place) => String(sum + place - answer));
    return { question: `What is ${i} + ${i + 7}?`, subject: `sums ${i % 3}`, choices, answer };
  });
}

/** Writes them as a file of JSON lines. */
export async function writeSums(folder: string, count: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "mmlu.jsonl");
  await writeFile(
    path,
    `${sumRows(count)
      .map((row) => JSON.stringify(row))
      .join("\n")}\n`,
  );
  return path;
}

/** Answers such a question rightly, but for a share of them that depends on the question and the name alone. */
export function adder({
  name,
  wrongShare,
}: {
  name: string;
  wrongShare: number;
}): (prompt: string) => string {
  return (prompt) => {
    const [, first, second] = /What is (\d+) \+ (\d+)\?/.exec(prompt) ?? [];
    const sum = Number(first) + Number(second);
    const right = new RegExp(`^\\(?([A-D])[).] ${sum}$`, "m").exec(prompt)?.[1] ?? "?";
    const letters = "ABCD";
    const isWrong = hash(`${name} ${first}`) < wrongShare;
    const letter = isWrong ? letters[(letters.indexOf(right) + 1) % 4] : right;
    return `The sum is ${sum}.\nANSWER: ${letter}`;
  };
}

/** From 0 to 1. */
function hash(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
}
