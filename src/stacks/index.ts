import { dockerTarget } from "./docker.ts";
import { embeddedTarget } from "./embedded.ts";
import { endpointTarget } from "./endpoint.ts";
import { predictionsTarget } from "./predictions.ts";
import { processTarget } from "./process.ts";
import { recordingTarget } from "./recording.ts";

/** Every way to reach a stack, by the name that suites use. */
export const TARGETS = {
  recording: recordingTarget,
  endpoint: endpointTarget,
  process: processTarget,
  docker: dockerTarget,
  embedded: embeddedTarget,
  predictions: predictionsTarget,
} as const;
