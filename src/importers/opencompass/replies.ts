import { z } from "zod";
import { FvalidateError } from "../../support/errors.ts";
import { checked, readJson } from "../files/json.ts";

const replySchema = z.looseObject({
  origin_prompt: z.unknown().optional(),
  prediction: z.unknown().optional(),
  gold: z.unknown().optional(),
  res_length: z.number().optional(),
});
export type Reply = z.infer<typeof replySchema>;

/**
 * What was asked and answered, in the order of the data set; of several runs, the whole data set as often.
 *
 * @throws FvalidateError of kind `input` with the file, where a number is missing between others
 */
export async function readReplies(paths: readonly string[]): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const path of paths) {
    const content = checked(
      z.record(z.string(), replySchema),
      await readJson(path, "a data set's replies"),
      path,
    );
    const count = Object.keys(content).length;
    for (let i = 0; i < count; i += 1) {
      const reply = content[i];
      if (reply === undefined)
        throw new FvalidateError("input", `${path} has ${count} replies, but none of the number ${i}.`);
      replies.push(reply);
    }
  }
  return replies;
}
