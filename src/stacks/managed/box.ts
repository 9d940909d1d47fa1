import { shellLine } from "../../support/shell-quote.ts";
import type { Script } from "../place/place.ts";

/** What a stack's processes run in. */
export type Box =
  | { readonly kind: "process" }
  /** A container that is made for the stack and removed after it. */
  | {
      readonly kind: "own container";
      readonly name: string;
      readonly image: string;
      readonly options: readonly string[];
    }
  /** A container that somebody else keeps running. */
  | { readonly kind: "container"; readonly name: string };

/** The container's first process: it does nothing but wait for orphans and for its end. */
const IDLE = 'trap "exit 0" TERM INT; while :; do sleep 2 & wait $!; done';

/** Prints an image's id. */
export function findImage(image: string): Script {
  return {
    purpose: `find the image ${image}`,
    text: shellLine(["docker", "image", "inspect", "--format", "{{.Id}}", image]),
  };
}

/** Starts a container that waits: the server is started in it afterwards, when its files have been edited. */
export function createContainer(box: Extract<Box, { kind: "own container" }>): Script {
  const { name, image, options } = box;
  return {
    purpose: `make the container ${name}`,
    text: shellLine([
      "docker",
      "run",
      "-d",
      "--name",
      name,
      ...options,
      "--entrypoint",
      "sh",
      image,
      "-c",
      IDLE,
    ]),
  };
}

/** Prints `true` for a container that runs. */
export function findContainer(name: string): Script {
  return {
    purpose: `find the running container ${name}`,
    text: shellLine(["docker", "inspect", "--format", "{{.State.Running}} {{.Image}}", name]),
  };
}

/** Starts a container that may have ended; one that runs is left as it is. */
export function startContainer(name: string): Script {
  return {
    purpose: `start the container ${name}`,
    text: `${shellLine(["docker", "start", name])} >/dev/null`,
  };
}

/** Removes a container with all that runs in it; one that is not there is no error. */
export function removeContainer(name: string): Script {
  return {
    purpose: `remove the container ${name}`,
    text: `! ${shellLine(["docker", "inspect", name])} >/dev/null 2>&1 || ${shellLine(["docker", "rm", "-f", name])} >/dev/null`,
  };
}
