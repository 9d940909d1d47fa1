import { FvalidateError } from "../../support/errors.ts";
import { accepts } from "../place/accepts.ts";
import type { Place } from "../place/place.ts";
import { findContainer, findImage } from "./box.ts";
import { checkPlace, checkPort, type Launch } from "./scripts.ts";

/**
 * @returns the image with its id
 * @throws FvalidateError of kind `stack` when the host does not have it
 */
export async function requireImage(host: Place, image: string, signal: AbortSignal): Promise<string> {
  const { code, stdout, stderr } = await host.attempt(findImage(image), { signal });
  if (code === 0) return `${image} (${stdout.toString("utf8").trim()})`;
  requireEngine(host, stderr);
  throw new FvalidateError("stack", `${host.description} has no image ${image}: ${stderr.trim()}`, {
    hint: `Get it first: docker pull ${image}`,
  });
}

/**
 * @returns the id of the image that the container was made of
 * @throws FvalidateError of kind `stack` when it is not there or does not run
 */
export async function requireRunning(host: Place, container: string, signal: AbortSignal): Promise<string> {
  const { code, stdout, stderr } = await host.attempt(findContainer(container), { signal });
  const [isRunning = "", image = ""] = stdout.toString("utf8").trim().split(" ");
  if (code === 0 && isRunning === "true") return image;
  requireEngine(host, stderr);
  const problem = code === 0 ? "is not running" : `cannot be found: ${stderr.trim()}`;
  throw new FvalidateError("stack", `The container ${container} on ${host.description} ${problem}.`, {
    hint: `Start it: docker start ${container}. A suite with \`image\` makes a container by itself.`,
  });
}

/** @throws FvalidateError of kind `stack` where docker itself could not ask, so that nothing is known of its images */
function requireEngine(host: Place, stderr: string): void {
  if (!/Cannot connect to the Docker daemon|permission denied|docker: (command )?not found/i.test(stderr))
    return;
  throw new FvalidateError("stack", `${host.description}: no Docker engine answers: ${stderr.trim()}`, {
    hint: "Start the engine and join its group, or set DOCKER_HOST or a docker context; fvalidate doctor looks for it.",
  });
}

/** @throws FvalidateError of kind `stack` when something listens on the port already: it would be measured instead */
export async function requireFree(
  place: Place,
  { stack, port, isHere, signal }: { stack: string; port: number; isHere: boolean; signal: AbortSignal },
): Promise<void> {
  const isListed = (await place.run(checkPort(port), { signal })).toString("utf8").includes("taken");
  if (!isListed && !(isHere && (await accepts({ host: "127.0.0.1", port })))) return;
  throw new FvalidateError("stack", `${stack}: port ${port} of ${place.description} is taken already.`, {
    hint:
      "Another server would be measured instead. Stop it, or give the suite another port; " +
      "fvalidate cleanup ends what a killed run left behind.",
  });
}

/** @throws FvalidateError of kind `stack` that lists what the place lacks */
export async function requirePlace(
  place: Place,
  { stack, launch, signal }: { stack: string; launch: Launch; signal: AbortSignal },
): Promise<void> {
  const missing = (await place.run(checkPlace(launch), { signal })).toString("utf8").trim();
  if (missing === "") return;
  throw new FvalidateError(
    "stack",
    `${stack}: ${place.description} lacks ${missing.split("\n").join(", ")}.`,
    { hint: "The suite's `requires` lists what must be there; `folder` is where relative paths begin." },
  );
}
