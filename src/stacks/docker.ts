import { z } from "zod";
import { FvalidateError } from "../support/errors.ts";
import type { Box } from "./managed/box.ts";
import { openManaged } from "./managed/open.ts";
import { managedOptions } from "./managed/settings.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  ...managedOptions.shape,
  /** An image that a container is made of for this stack, and removed with it. */
  image: z.string().min(1).optional(),
  /** More options of `docker run`, such as `--gpus all`. */
  options: z.array(z.string()).default([]),
  /** Or a container that is running already, and that is left running. */
  container: z
    .string()
    .regex(/^[\w][\w.-]*$/, "a container's name")
    .optional(),
});

/** A server in a container, driven through the `docker` command line, so that contexts and DOCKER_HOST work. */
export const dockerTarget: Target<typeof options> = {
  name: "docker",
  description: "a server in a container: of an image (docker run) or one that is running (docker exec)",
  options,
  paths: [],
  open({ image, container, options: runOptions, ...settings }, context) {
    const box = boxOf(context.stack, { image, container, runOptions });
    return openManaged({ settings, box, source: "docker" }, context);
  },
};

function boxOf(
  stack: string,
  given: { image: string | undefined; container: string | undefined; runOptions: readonly string[] },
): (token: string) => Box {
  const { image, container, runOptions } = given;
  if (image !== undefined && container === undefined) {
    return (token) => ({ kind: "own container", name: `fvalidate-${token}`, image, options: runOptions });
  }
  if (container !== undefined && image === undefined) return () => ({ kind: "container", name: container });
  throw new FvalidateError(
    "suite",
    `${stack} needs an image or the name of a running container, one of the two.`,
    {
      hint: "`image` makes a container for the run; `container` uses one that is running.",
    },
  );
}
