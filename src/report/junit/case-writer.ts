import { Buffer } from "node:buffer";
import type { JudgedCase } from "./case.ts";
import { serializeXml, type XmlElement } from "./xml.ts";

/** GitLab reads files below 30 MB; half of it for whole cases leaves room for 20,000 short ones and the rest. */
const WHOLE_BYTES = 15_000_000;
const SHORT_LENGTH = 200;
const LONGEST_MESSAGE = 4_000;
const LONGEST_LINES = 40_000;

/** Writes cases one after the other, whole as long as the document has room for it, and shortly from there on. */
export interface CaseWriter {
  /** @param className as all cases of one suite have it */
  write(one: JudgedCase, className: string): string;
}

export function caseWriter(wholeBytes = WHOLE_BYTES): CaseWriter {
  let left = wholeBytes;
  const taken = new Map<string, number>();
  const write = (one: JudgedCase, className: string, most: number): string | null => {
    const key = `${className}\n${one.name}`;
    const count = (taken.get(key) ?? 0) + 1;
    const text = written({ ...one, name: uniqueName(one.name, count) }, className);
    if (Buffer.byteLength(text) > most) return null;
    taken.set(key, count);
    return text;
  };
  return {
    write(one, className) {
      const whole = rawLength(one) > left ? null : write(one, className, left);
      left = whole === null ? 0 : left - Buffer.byteLength(whole);
      return whole ?? write(shortened(one), className, Number.POSITIVE_INFINITY) ?? "";
    },
  };
}

/** Less than what is written takes: thousands that have no room need not be written to see it. */
function rawLength({ name, message, figures }: JudgedCase): number {
  return figures.reduce((length, line) => length + line.length, name.length + message.length);
}

function written(one: JudgedCase, className: string): string {
  const attributes = { name: one.name, classname: className };
  return serializeXml({ name: "testcase", attributes, content: contentOf(one) }, "    ");
}

/** Servers know a case by its class and name; of two with the same they keep one. */
function uniqueName(name: string, count: number): string {
  const filled = name === "" ? "(no name)" : name;
  return count === 1 ? filled : `${filled} (${count})`;
}

function contentOf({ outcome, type, message, figures }: JudgedCase): XmlElement[] {
  const lines = figures.join("\n").slice(0, LONGEST_LINES);
  if (outcome === "passed") return lines === "" ? [] : [{ name: "system-out", content: lines }];
  const told = message.slice(0, LONGEST_MESSAGE);
  // GitLab shows the text alone, Jenkins the message above it.
  const text = figures.includes(message) || lines === "" ? lines || told : `${told}\n\n${lines}`;
  return [
    { name: outcome, attributes: { type: type === "" ? outcome : type, message: told }, content: text },
  ];
}

function shortened(one: JudgedCase): JudgedCase {
  return {
    ...one,
    name: one.name.slice(0, SHORT_LENGTH),
    message: one.message.slice(0, SHORT_LENGTH),
    figures: one.outcome === "passed" ? [] : ["The figures are in report.csv."],
  };
}
