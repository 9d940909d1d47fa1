export {
  type CapsuleRequest,
  createCapsuleFromFiles,
  createSeededCapsule,
  type ObservationFiles,
} from "./create.ts";
export { drawNoise } from "./noise.ts";
export { copyCapsule, type OpenedCapsule, openCapsule } from "./open.ts";
export { requireProfile } from "./require-profile.ts";
