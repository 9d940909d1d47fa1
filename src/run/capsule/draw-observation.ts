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
  const picture = { width, height, pixels: new Uint8Array(width * height * 3) };
  paintGradient(picture, [drawColour(random), drawColour(random), drawColour(random)]);
  for (let shape = 0; shape < SHAPES_PER_PICTURE; shape += 1) {
    const colour = drawColour(random);
    paintShape(picture, colour, drawShape(random, { width, height }));
  }
  return picture;
}

/** Pixels from left and top on, to right and bottom but without them. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Colour = readonly [red: number, green: number, blue: number];

function drawColour(random: RandomSource): Colour {
  return [Math.floor(random() * 256), Math.floor(random() * 256), Math.floor(random() * 256)];
}

/** A shape, and an area that holds all of it. */
interface Shape {
  readonly area: Area;
  covers(x: number, y: number): boolean;
}

function drawShape(random: RandomSource, { width, height }: { width: number; height: number }): Shape {
  const centre = { x: random() * width, y: random() * height };
  const half = { x: (0.05 + 0.15 * random()) * width, y: (0.05 + 0.15 * random()) * height };
  const isDisc = random() < 0.5;
  const covers = (x: number, y: number) => {
    const across = Math.abs(x - centre.x) / half.x;
    const down = Math.abs(y - centre.y) / half.y;
    return isDisc ? across * across + down * down <= 1 : Math.max(across, down) <= 1;
  };
  // A pixel more on each side, so that no rounding cuts the shape.
  const area: Area = {
    left: Math.max(0, Math.floor(centre.x - half.x) - 1),
    right: Math.min(width, Math.ceil(centre.x + half.x) + 2),
    top: Math.max(0, Math.floor(centre.y - half.y) - 1),
    bottom: Math.min(height, Math.ceil(centre.y + half.y) + 2),
  };
  return { area, covers };
}

/** One corner's colour runs into those of its two neighbours. */
function paintGradient(
  { width, height, pixels }: Picture,
  [origin, east, south]: readonly [Colour, Colour, Colour],
): void {
  for (const channel of [0, 1, 2] as const) {
    const start = origin[channel];
    const [eastward, southward] = [east[channel] - start, south[channel] - start];
    for (let y = 0; y < height; y += 1) {
      const down = southward * (y / height);
      for (let x = 0; x < width; x += 1) {
        const value = start + eastward * (x / width) + down;
        pixels[(y * width + x) * 3 + channel] = Math.round(Math.min(255, Math.max(0, value)));
      }
    }
  }
}

function paintShape({ width, pixels }: Picture, [red, green, blue]: Colour, { area, covers }: Shape): void {
  for (let y = area.top; y < area.bottom; y += 1) {
    for (let x = area.left; x < area.right; x += 1) {
      if (!covers(x, y)) continue;
      const at = (y * width + x) * 3;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  }
}
