import { delimitedReader } from "./delimited.ts";

export const readRows = delimitedReader(",");
