/** An element as data; `serializeXml` alone knows how it is written. */
export interface XmlElement {
  readonly name: string;
  /** In this order; those that are `null` are left out. */
  readonly attributes?: Readonly<Record<string, string | number | null>>;
  readonly content?: readonly XmlElement[] | string;
}

/** An element that is written already, for parts whose size had to be known before. */
export interface WrittenElement extends Omit<XmlElement, "content"> {
  readonly parts: readonly string[];
}

/** One element, its children indented below it; text is never indented, since that would change it. */
export function serializeXml({ name, attributes = {}, content = "" }: XmlElement, indent = ""): string {
  const start = `${indent}<${name}${attributesOf(attributes)}`;
  if (typeof content === "string") {
    return content === "" ? `${start}/>\n` : `${start}>${xmlText(content)}</${name}>\n`;
  }
  return content.length === 0
    ? `${start}/>\n`
    : `${start}>\n${content.map((child) => serializeXml(child, `${indent}  `)).join("")}${indent}</${name}>\n`;
}

/** The same around children that are written already. */
export function wrapXml({ name, attributes = {}, parts }: WrittenElement, indent = ""): string {
  return `${indent}<${name}${attributesOf(attributes)}>\n${parts.join("")}${indent}</${name}>\n`;
}

function attributesOf(attributes: NonNullable<XmlElement["attributes"]>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join("");
}

/** Text between tags. `>` is escaped always, so that `]]>` cannot stand there; a bare CR would be read as LF. */
function xmlText(text: string): string {
  return legal(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}

/** A parser turns line breaks and tabs of an attribute into spaces, unless they are written as references. */
function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('"', "&quot;").replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");
}

/** What XML 1.0 (section 2.2, Char) has no place for, not even as a reference, is written out. */
function legal(text: string): string {
  return text.replace(
    /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
}
