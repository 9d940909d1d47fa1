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
  const names = new Map<string, number>();
  return {
    write(one, className) {
      const whole = written(one, className, names);
      const size = Buffer.byteLength(whole);
      if (size <= left) {
        left -= size;
        return whole;
      }
      return written(shortened(one), className, names);
    },
  };
}

function written(one: JudgedCase, className: string, names: Map<string, number>): string {
  const name = uniqueName(one.name === "" ? "(no name)" : one.name, className, names);
  return serializeXml(
    { name: "testcase", attributes: { name, classname: className }, content: contentOf(one) },
    "    ",
  );
}

/** Servers know a case by its class and name; of two with the same they keep one. */
function uniqueName(name: string, className: string, names: Map<string, number>): string {
  const key = `${className}\n${name}`;
  const count = (names.get(key) ?? 0) + 1;
  names.set(key, count);
  return count === 1 ? name : `${name} (${count})`;
}

function contentOf({ outcome, type, message, figures }: JudgedCase): XmlElement[] {
  const lines = figures.join("\n").slice(0, LONGEST_LINES);
  if (outcome === "passed") return lines === "" ? [] : [{ name: "system-out", content: lines }];
  const told = message.slice(0, LONGEST_MESSAGE);
  // GitLab shows the text alone, Jenkins the message above it.
  const text = figures.includes(message) || lines === "" ? lines || told : `${told}\n\n${lines}`;
  return [{ name: outcome, attributes: { type, message: told }, content: text }];
}

function shortened(one: JudgedCase): JudgedCase {
  return {
    ...one,
    name: one.name.slice(0, SHORT_LENGTH),
    message: one.message.slice(0, SHORT_LENGTH),
    figures: one.outcome === "passed" ? [] : ["The figures are in report.csv."],
  };
}
