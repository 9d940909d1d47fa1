import { FvalidateError } from "../support/errors.ts";

/** What an answer must say in place of what it says. */
const HINT = "Check that --profile names the protocol that this server speaks; its log may say more.";

/** An answer that came whole and says nothing usable. */
export function badAnswer(message: string, hint: string = HINT): FvalidateError {
  return new FvalidateError("stack", message, { hint });
}
