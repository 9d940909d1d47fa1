import { FvalidateError, messageOf } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { checked, isRecord, readJson } from "../files/json.ts";
import { openSmallZip, type SmallZip } from "../files/zip.ts";
import { headerSchema, type LoggedSample, type LogHeader, sampleSchema } from "./schema.ts";

/** A log of one task. */
export interface Log {
  readonly path: string;
  readonly header: LogHeader;
  readonly samples: readonly LoggedSample[];
}

const HEADER = "header.json";
/** Written when the run begins; all that there is of a run that never ended. */
const START = "_journal/start.json";

/** @throws FvalidateError of kind `input` with the file, and the member or key that is wrong */
export async function readLog(path: string): Promise<Log> {
  return path.endsWith(".eval") ? await readEvalLog(path) : await readJsonLog(path);
}

/** The header alone, as cheaply as the format allows. */
export async function readHeader(path: string): Promise<LogHeader> {
  if (!path.endsWith(".eval"))
    return checked(headerSchema, await readJson(path, "a log of inspect_ai"), path);
  await using zip = await openSmallZip(path);
  return await headerOf(zip, path);
}

async function readJsonLog(path: string): Promise<Log> {
  const content = await readJson(path, "a log of inspect_ai");
  const header = checked(headerSchema, content, path);
  const samples: unknown = isRecord(content) ? content["samples"] : undefined;
  const list = Array.isArray(samples) ? samples : [];
  return {
    path,
    header,
    samples: list.map((sample, i) => checked(sampleSchema, sample, `${path}: samples.${i}`)),
  };
}

async function readEvalLog(path: string): Promise<Log> {
  await using zip = await openSmallZip(path);
  const header = await headerOf(zip, path);
  const samples: LoggedSample[] = [];
  for (const name of zip.names.filter((member) => /^samples\/[^/]+\.json$/.test(member)))
    samples.push(checked(sampleSchema, await memberOf(zip, name, path), `${path}/${name}`));
  return { path, header, samples };
}

async function headerOf(zip: SmallZip, path: string): Promise<LogHeader> {
  const name = zip.names.includes(HEADER) ? HEADER : START;
  return checked(headerSchema, await memberOf(zip, name, path), `${path}/${name}`);
}

async function memberOf(zip: SmallZip, name: string, path: string): Promise<unknown> {
  const text = Buffer.from(await zip.read(name)).toString("utf8");
  try {
    return parseLenientJson(text);
  } catch (error) {
    throw new FvalidateError("input", `${path}/${name} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}
