import { readFile } from "node:fs/promises";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { FvalidateError, messageOf } from "../support/errors.ts";
import { issueMessages, type SourceText, syntaxMessage } from "./yaml-error.ts";

/** A file that its schema allows, with its text for messages about what the schema cannot see. */
export interface CheckedYaml<Content> {
  readonly content: Content;
  readonly source: SourceText;
}

/** What a YAML file holds, before anything was asked of it. */
export interface PlainYaml {
  readonly plain: unknown;
  readonly source: SourceText;
}

/**
 * Reads a YAML file by its schema.
 * @throws FvalidateError of kind `suite`; problems in the file are listed as `file:line:column: what, what is allowed`.
 */
export async function readCheckedYaml<Schema extends z.ZodType>(
  file: Pick<SourceText, "path" | "what">,
  schema: Schema,
): Promise<CheckedYaml<z.output<Schema>>> {
  return checkedYaml(await readPlainYaml(file), schema);
}

/** @throws FvalidateError of kind `suite`, as `readCheckedYaml` */
export function checkedYaml<Schema extends z.ZodType>(
  { plain, source }: PlainYaml,
  schema: Schema,
): CheckedYaml<z.output<Schema>> {
  const parsed = schema.safeParse(plain);
  if (!parsed.success) throw problems(parsed.error.issues.flatMap((issue) => issueMessages(source, issue)));
  return { content: parsed.data, source };
}

/** @throws FvalidateError of kind `suite` for a file that cannot be read, or is no YAML */
export async function readPlainYaml({ path, what }: Pick<SourceText, "path" | "what">): Promise<PlainYaml> {
  const lines = new LineCounter();
  const text = await readText({ path, what });
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, merge: true });
  const source: SourceText = { path, what, document, lines };
  if (document.errors.length > 0)
    throw problems(document.errors.map((error) => syntaxMessage(source, error)));
  return { plain: asPlain(source), source };
}

/** All problems of a file as one error. */
export function problems(messages: readonly string[]): FvalidateError {
  return new FvalidateError("suite", messages.join("\n"));
}

async function readText({ path, what }: Pick<SourceText, "path" | "what">): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    throw new FvalidateError("suite", `Cannot read the ${what} ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Anchors may be used, but not to blow a small file up into a large one. */
function asPlain({ path, document }: SourceText): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw problems([`${path}:1:1: ${messageOf(error)}`]);
  }
}
