import type { Message } from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import type { MusrDomain } from "./domain.ts";

const SYSTEM = "You are a helpful assistant that will answer the questions given by the user.";

/** How to go about it, as MuSR's own evaluation says it in its mode `cot+`. */
const HINTS: Readonly<Record<MusrDomain, string>> = {
  murder_mysteries:
    "Before selecting a choice, explain your reasoning step by step. The murderer needs to have a means (access to weapon), motive (reason to kill the victim), and opportunity (access to crime scene) in order to have killed the victim. Innocent suspects may have two of these proven, but not all three. An innocent suspect may be suspicious for some other reason, but they will not have all of motive, means, and opportunity established.\n\nIf you believe that both suspects have motive, means, and opportunity, you should make an educated guess pick the one for whom these are best established. If you believe that neither suspect has all three established, then choose the suspect where these are most clearly established.",
  object_placements:
    "Based on this story, we want to identify where someone believes that a certain object is at the end of the story. In order to do that, you need to read the story and keep track of where they think the object is at each point. When an object is moved, the person may observe its new location if they saw it move.\n\nTo see where an object ends up, they must be able to see the location that it moves to and not be too distracted by what they are doing. If they do not observe the object moving, then they will still believe it to be in the last location where they observed it.",
  team_allocation:
    "The story should allow you to determine how good each person is at a skill. Roughly, each person is either great, acceptable, or bad at a task. We want to find an optimal assignment of people to tasks that uses their skills as well as possible. In addition, one task will have to have two people assigned to it. The effectiveness of their teamwork (great team, acceptable team, or bad team) also impacts the overall quality of the assignment.\n\nWhen two people need to work on a task and one is bad at it, they don’t necessarily benefit from the other person being good, unless they work well together.\n\nWith different strengths, weaknesses, and interpersonal dynamics at play, you should allocate your team to find the single assignment to ensure that the tasks overall are completed as effectively as possible.\n\n",
};

/** The hint stands before the question in one part, after the choices in the others. */
const HINT_FIRST: ReadonlySet<MusrDomain> = new Set(["object_placements"]);

/** System and user message of MuSR's own evaluation. */
export function officialMessages(
  domain: MusrDomain,
  narrative: string,
  question: string,
  choices: readonly string[],
): Message[] {
  const hint = HINTS[domain];
  const story = HINT_FIRST.has(domain) ? `${narrative}\n\n${hint}` : narrative;
  const advice = HINT_FIRST.has(domain) ? "" : `${hint} `;
  const lines = choices.map((choice, index) => `${index + 1} - ${choice}`).join("\n");
  const prompt = `${story}\n\n${question}\n\nPick one of the following choices:\n${lines}\n\nYou must pick one option. ${advice}Explain your reasoning step by step before you answer. Finally, the last thing you generate should be "ANSWER: (your answer here, including the choice number)"`;
  return [
    { role: "system", parts: [{ kind: "text", text: SYSTEM }] },
    { role: "user", parts: [{ kind: "text", text: prompt }] },
  ];
}

/**
 * The choice's number after the last `ANSWER:`: the gold one if it occurs there at all, else the first one that does.
 * @param gold counted from 1
 * @returns `null` where MuSR's evaluation draws a number at random
 */
export function officialNumber(reply: string, gold: number, choices: number): number | null {
  const answers = reply
    .toLowerCase()
    .split("\n")
    .filter((line) => line.includes("answer:"))
    .map((line) => pythonStrip(line.slice(line.lastIndexOf("answer:") + "answer:".length)));
  const answer = answers.findLast((text) => text !== "") ?? "";
  const numbers = Array.from({ length: choices }, (_, index) => index + 1);
  const named = numbers.filter((number) => answer.includes(String(number)));
  return named.includes(gold) ? gold : (named[0] ?? null);
}
