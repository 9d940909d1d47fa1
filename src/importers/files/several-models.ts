import { FvalidateError } from "../../support/errors.ts";

/** A folder of this harness's, but of more than one model: reading it says so. */
export class SeveralModelsError extends FvalidateError {
  /** @param hint which of them to name, and how */
  constructor(folder: string, models: readonly string[], hint = "Name the folder of one model.") {
    super("input", `${folder} holds the outputs of several models: ${models.join(", ")}.`, { hint });
  }
}

/**
 * Whether something was found, for `recognises`: a folder of several models is this harness's as well.
 *
 * @param search gives `null` or nothing where there is nothing of this harness's
 */
export async function isFound(search: Promise<unknown>): Promise<boolean> {
  try {
    const found = await search;
    return Array.isArray(found) ? found.length > 0 : found !== null;
  } catch (error) {
    return error instanceof SeveralModelsError;
  }
}
