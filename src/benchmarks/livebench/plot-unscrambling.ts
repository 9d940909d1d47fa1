import { closeMatches } from "../../support/python/sequence-matcher.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { editDistance } from "./edit-distance.ts";
import { type LiveBenchScorer, scored } from "./scorer.ts";

const OPEN = "<PLOT_SUMMARY>";
const CLOSE = "</PLOT_SUMMARY>";
const NO_SENTENCES = [CLOSE, "**End of Plot Summary**"];
/** A plot has tens of sentences and some thousand characters; replies that go on without end must not stop the run. */
const MOST_SENTENCES = 2000;
const EFFORT = 100_000;

/** Sentences put in order: how near the order of those that are most like the right ones comes to the right order. */
export const scorePlotUnscrambling: LiveBenchScorer = (reply, { answer }) => {
  const sentences = sentencesOf(summaryIn(reply)).filter((sentence) => !NO_SENTENCES.includes(sentence));
  const gold = sentencesOf(answer);
  const different = [...new Set(sentences)].slice(0, MOST_SENTENCES);
  const order = gold.flatMap((sentence) => {
    const [match] = closeMatches(sentence, different, { count: 1, cutoff: 0, effort: EFFORT });
    return match === undefined ? [] : [sentences.indexOf(match)];
  });
  const rightOrder = gold.map((_, index) => index);
  return scored(order.join(","), 1 - editDistance(rightOrder, order) / gold.length);
};

function summaryIn(reply: string): string {
  const open = reply.indexOf(OPEN);
  if (open === -1) return reply;
  const start = open + OPEN.length;
  const close = reply.lastIndexOf(CLOSE);
  return close < start ? reply.slice(start) : reply.slice(start, close);
}

function sentencesOf(text: string): string[] {
  return text
    .split(".")
    .map((sentence) => pythonStrip(sentence))
    .filter((sentence) => sentence !== "");
}
