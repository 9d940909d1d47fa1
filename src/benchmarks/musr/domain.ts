import type { DataRow } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { placeOf, textCell } from "../rows/cells.ts";

/** The three parts of MuSR, each with how its file and its questions are told from the others'. */
const SIGNS = {
  murder_mysteries: { file: /murder/i, question: /murderer/i },
  object_placements: { file: /object/i, question: /look to find/i },
  team_allocation: { file: /team/i, question: /allocate/i },
} as const;

export type MusrDomain = keyof typeof SIGNS;

const DOMAINS = Object.keys(SIGNS) as MusrDomain[];

/**
 * By the row's file, or by the question's words where one file holds them all.
 * @throws FvalidateError of kind `input` where neither tells
 */
export function domainOf(row: DataRow): MusrDomain {
  const name = row.file.slice(row.file.lastIndexOf("/") + 1);
  const question = textCell(row, "question");
  const domain =
    DOMAINS.find((one) => SIGNS[one].file.test(name)) ??
    DOMAINS.find((one) => SIGNS[one].question.test(question));
  if (domain !== undefined) return domain;
  throw new FvalidateError(
    "input",
    `${placeOf(row)}: neither file nor question tells which part of MuSR it is`,
    {
      hint: `Keep the rows in files named after ${DOMAINS.join(", ")}.`,
    },
  );
}
