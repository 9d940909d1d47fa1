import { delimitedReader } from "./delimited.ts";

/** Cells may be quoted as in CSV: so pandas writes the tables of VLMEvalKit. */
export const readRows = delimitedReader("\t");
