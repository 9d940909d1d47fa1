import { type Document, isScalar, parseDocument, stringify } from "yaml";
import { FvalidateError, messageOf } from "../support/errors.ts";

type Value = string | number | boolean;

/**
 * Sets values of a YAML text by their dotted keys (`experiment.envs.USE_FLAGGEMS`, `0.engine_args.port`). Where a
 * value is there, only its own characters change; a key that is not there is added, which may reflow the text.
 *
 * @param name for messages
 * @throws FvalidateError of kind `input` for a text that is no YAML, or a key that leads through a plain value
 */
export function setYamlValues(text: string, values: Readonly<Record<string, Value>>, name: string): string {
  return Object.entries(values).reduce((current, [key, value]) => setValue(current, key, value, name), text);
}

function setValue(text: string, key: string, value: Value, name: string): string {
  const document = parsed(text, name);
  const path = key.split(".");
  const node = getNode(document, path);
  if (isScalar(node) && node.range) {
    const [from, to] = node.range;
    return `${text.slice(0, from)}${from === to ? " " : ""}${stringify(value).trimEnd()}${text.slice(to)}`;
  }
  try {
    document.setIn(path, value);
    return document.toString({ lineWidth: 0 });
  } catch (error) {
    throw new FvalidateError("input", `${name}: cannot set ${key}: ${messageOf(error)}.`, { cause: error });
  }
}

function parsed(text: string, name: string): Document {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new FvalidateError("input", `${name} is not YAML: ${problem.message}`);
  return document;
}

function getNode(document: Document, path: readonly string[]): unknown {
  try {
    return document.getIn(path, true);
  } catch {
    return undefined;
  }
}
