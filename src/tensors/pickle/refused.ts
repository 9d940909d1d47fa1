import { FvalidateError } from "../../support/errors.ts";

/** What is to be done about a pickle that holds more than tensors. */
export const SAVE_TENSORS_ALONE =
  "Save the tensors alone, as a dict of tensors (model.state_dict()), or as safetensors.";

/** A pickle that is not read any further; a clause without the file's name. */
export function refusedPickle(problem: string, at: number, hint = SAVE_TENSORS_ALONE): FvalidateError {
  return new FvalidateError("input", `${problem} (byte ${at} of data.pkl)`, { hint });
}

export function damagedPickle(problem: string, at: number): FvalidateError {
  return refusedPickle(problem, at, "Copy or download it again, or save it again with torch.save.");
}
