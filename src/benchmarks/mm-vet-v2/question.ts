import type {
  DataRow,
  ImageSource,
  Message,
  Part,
  Question,
  QuestionContext,
} from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { rowProblem, textCell, textsCell } from "../rows/cells.ts";
import { imageCluster, imageOf } from "../vision/images.ts";

export type MmVetGold = {
  /** With `<image>` where a picture stands. */
  readonly question: string;
  /** Parts that must all be there are joined by `<AND>`, parts of which one is enough by `<OR>`. */
  readonly answer: string;
  readonly capabilities: readonly string[];
};

/** Verbatim. */
const OFFICIAL_SYSTEM =
  "You are a helpful assistant. Generate a short and concise response to the following image text pair.";

/** A piece of a question: a column of the data set's parquet form, a file of its zip form, or text. */
const COLUMN = /^<image_(?<number>\d+)>/;
const FILE = /\.(?:jpe?g|png)$/;

export function mmVetQuestion(row: DataRow, { template }: QuestionContext): Question<MmVetGold> {
  const parts = questionParts(row);
  const images = parts.flatMap((part) => (part.kind === "image" ? [part.image] : []));
  if (images.length === 0) throw rowProblem(row, "shows no picture in its question");
  const capabilities = textsCell(row, "capability");
  return {
    id: textCell(row, "id"),
    category: capabilities.length === 0 ? null : [...capabilities].sort().join("+"),
    cluster: imageCluster(row, images),
    messages: template === "official" ? officialMessages(parts) : [{ role: "user", parts: trimmed(parts) }],
    gold: {
      question: parts.map((part) => (part.kind === "text" ? part.text : "<image>")).join(""),
      answer: textCell(row, "answer"),
      capabilities,
    },
  };
}

function questionParts(row: DataRow): Part[] {
  const pieces = textCell(row, "question").split("<IMG>");
  return pieces.flatMap((piece): Part[] => {
    const number = COLUMN.exec(piece)?.groups?.["number"];
    if (number !== undefined) {
      const rest = piece.slice(piece.indexOf(">") + 1);
      return [
        { kind: "image", image: columnImage(row, Number(number)) },
        { kind: "text", text: rest },
      ];
    }
    const name = pythonStrip(piece);
    if (FILE.test(name)) return [{ kind: "image", image: { path: `images/${name}` } }];
    return [{ kind: "text", text: piece }];
  });
}

function columnImage(row: DataRow, number: number): ImageSource {
  const image = imageOf(row.cells[`image_${number}`]);
  if (image === null) throw rowProblem(row, `has no picture in its column image_${number}`);
  return image;
}

/** Blank texts are left out; white space at both ends of the whole question too. */
function trimmed(parts: readonly Part[]): Part[] {
  const shown = parts.filter((part) => part.kind !== "text" || pythonStrip(part.text) !== "");
  return shown.map((part, index) => {
    if (part.kind !== "text") return part;
    const atStart = index === 0 ? part.text.replace(/^\s+/, "") : part.text;
    return { ...part, text: index === shown.length - 1 ? atStart.replace(/\s+$/, "") : atStart };
  });
}

function officialMessages(parts: readonly Part[]): Message[] {
  const stripped = parts.map((part) =>
    part.kind === "text" ? { ...part, text: pythonStrip(part.text) } : part,
  );
  return [
    { role: "system", parts: [{ kind: "text", text: OFFICIAL_SYSTEM }] },
    { role: "user", parts: stripped.filter((part) => part.kind !== "text" || part.text !== "") },
  ];
}
