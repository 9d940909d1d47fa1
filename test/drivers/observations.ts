import fc from "fast-check";
import { CAMERAS, type Observation } from "../../src/contracts/policy.ts";
import { encodePng, type Picture } from "../../src/support/picture.ts";
import { anyCharacter } from "../support/any-character.ts";

/** An observation whose three pictures differ, with the pixels that went into them. */
export interface DrawnObservation {
  readonly observation: Observation;
  readonly pictures: readonly Picture[];
}

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 6 }), height: fc.integer({ min: 1, max: 6 }) })
  .chain(({ width, height }) =>
    fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }).map((pixels) => ({
      width,
      height,
      pixels,
    })),
  );

/** Finite float32 values, as robots report them; no −0, whose sign JSON writers drop. */
const joint = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));

/** Any observation with as many joints as the profile has. */
export function anyObservation(joints: number): fc.Arbitrary<{
  pictures: readonly Picture[];
  state: number[];
  instruction: string;
}> {
  return fc.record({
    pictures: fc.array(picture, { minLength: CAMERAS.length, maxLength: CAMERAS.length }),
    state: fc.array(joint, { minLength: joints, maxLength: joints }),
    instruction: fc.oneof(fc.string({ unit: anyCharacter }), fc.constant('抓住橙子 "\\\u2028\u0000')),
  });
}

/** The observation with its pictures as PNG files. */
export async function drawn(from: {
  pictures: readonly Picture[];
  state: readonly number[];
  instruction: string;
}): Promise<DrawnObservation> {
  const files = await Promise.all(from.pictures.map((picture) => encodePng(picture)));
  const [base = new Uint8Array(), leftWrist = new Uint8Array(), rightWrist = new Uint8Array()] = files;
  const { state, instruction, pictures } = from;
  return { observation: { images: { base, leftWrist, rightWrist }, state, instruction }, pictures };
}

/** One small observation that is the same everywhere. */
export function sampleObservation(joints: number): Promise<DrawnObservation> {
  const pictures = [10, 100, 200].map((shade) => ({
    width: 2,
    height: 1,
    pixels: Uint8Array.from([0, 1, 2, 3, 4, 5], (step) => shade + step),
  }));
  // Quarters, which are the same numbers in every format.
  const state = Array.from({ length: joints }, (_, index) => (index - 3) / 4);
  return drawn({ pictures, state, instruction: "Grab the orange." });
}
