import { readFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import { validateXML } from "xmllint-wasm";

const SCHEMA = readFileSync(new URL("../../../fixtures/junit/junit.xsd", import.meta.url), "utf8");

export interface ParsedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ParsedElement[];
  text: string;
}

/** By saxes, which refuses what is not well-formed, illegal characters included. */
export function parseXml(text: string): ParsedElement {
  const top: ParsedElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("text", (part) => {
    open.at(-1)!.text += part;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(text).close();
  return top.children[0]!;
}

/** What libxml2 has against the document; nothing where it is valid. */
export async function schemaErrors(documents: readonly string[], schema = SCHEMA): Promise<string[]> {
  const { errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `junit-${index}.xml`, contents })),
    schema: [schema],
    maxMemoryPages: 16_384,
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

export function casesOf(document: ParsedElement): ParsedElement[] {
  return document.children.flatMap(({ children }) => children.filter(({ name }) => name === "testcase"));
}
