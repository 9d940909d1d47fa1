import { FvalidateError } from "../../support/errors.ts";

const COPY_AGAIN = "Copy or download it again, or save it again.";

/** A zip archive that cannot be what it says it is, and the byte that shows it; a clause without the file's name. */
export function damagedZip(problem: string, at: number, hint = COPY_AGAIN): FvalidateError {
  return new FvalidateError("input", `${problem} (byte ${at})`, { hint });
}
