import type { ByCamera, Camera, Observation } from "../../contracts/policy.ts";
import { encodePng, type Picture } from "../../support/picture.ts";
import { type RandomSource, randomSource } from "../../support/random.ts";

const VERBS = ["pick up", "grab", "lift", "push", "move"] as const;
const COLOURS = ["red", "green", "blue", "yellow", "orange", "white"] as const;
const THINGS = ["block", "cup", "spoon", "towel", "bottle", "ball"] as const;
const PLACES = [
  "into the basket",
  "onto the plate",
  "next to the bowl",
  "on the shelf",
  "into the box",
] as const;

/** Things that a drawn scene shows. */
const SHAPES_PER_PICTURE = 6;

/**
 * Draws one observation: a picture of a simple scene for each camera, a state of uniform numbers in [−1, 1], an
 * instruction. Observation k is the same however many are drawn, and a camera's picture whichever others there are.
 */
export async function drawObservation(request: {
  seed: number;
  index: number;
  cameras: readonly Camera[];
  stateDimensions: number;
  pictureSize: { width: number; height: number };
}): Promise<Observation> {
  const { seed, index, cameras, stateDimensions, pictureSize } = request;
  const random = (what: string) => randomSource(`observation ${seed} ${index} ${what}`);
  const pictures = await Promise.all(
    cameras.map(async (camera) => [camera, await encodePng(drawScene(random(camera), pictureSize))] as const),
  );
  const images: ByCamera<Uint8Array> = Object.fromEntries(pictures);
  const uniform = random("state");
  return {
    images,
    state: Array.from({ length: stateDimensions }, () => Math.fround(2 * uniform() - 1)),
    instruction: drawInstruction(random("instruction")),
  };
}

function drawInstruction(random: RandomSource): string {
  const choose = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  return `${choose(VERBS)} the ${choose(COLOURS)} ${choose(THINGS)} and put it ${choose(PLACES)}`;
}

/** A gradient with discs and rectangles on it: enough structure for a vision tower, small as a PNG. */
function drawScene(random: RandomSource, { width, height }: { width: number; height: number }): Picture {
  const pixels = new Uint8Array(width * height * 3);
  const corners = [drawColour(random), drawColour(random), drawColour(random)] as const;
  paint(pixels, { width, height }, (x, y) => blend(corners, x / width, y / height));
  for (let shape = 0; shape < SHAPES_PER_PICTURE; shape += 1) {
    const colour = drawColour(random);
    const covers = drawShape(random, { width, height });
    paint(pixels, { width, height }, (x, y) => (covers(x, y) ? colour : null));
  }
  return { width, height, pixels };
}

type Colour = readonly [red: number, green: number, blue: number];

function drawColour(random: RandomSource): Colour {
  return [Math.floor(random() * 256), Math.floor(random() * 256), Math.floor(random() * 256)];
}

function drawShape(random: RandomSource, { width, height }: { width: number; height: number }) {
  const centre = { x: random() * width, y: random() * height };
  const half = { x: (0.05 + 0.15 * random()) * width, y: (0.05 + 0.15 * random()) * height };
  const isDisc = random() < 0.5;
  return (x: number, y: number) => {
    const across = Math.abs(x - centre.x) / half.x;
    const down = Math.abs(y - centre.y) / half.y;
    return isDisc ? across * across + down * down <= 1 : Math.max(across, down) <= 1;
  };
}

function blend(corners: readonly [Colour, Colour, Colour], right: number, down: number): Colour {
  const [origin, east, south] = corners;
  const channel = (at: 0 | 1 | 2) =>
    Math.round(
      Math.min(
        255,
        Math.max(0, origin[at] + (east[at] - origin[at]) * right + (south[at] - origin[at]) * down),
      ),
    );
  return [channel(0), channel(1), channel(2)];
}

function paint(
  pixels: Uint8Array,
  { width, height }: { width: number; height: number },
  colourAt: (x: number, y: number) => Colour | null,
): void {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = colourAt(x, y);
      if (colour !== null) pixels.set(colour, (y * width + x) * 3);
    }
  }
}
