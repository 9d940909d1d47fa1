import type { PlaceSpec } from "../../contracts/place.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { ProgramOutput } from "../../support/run-program.ts";

/** ssh's own exit code when it could not reach the other machine. */
const SSH_FAILED = 255;

/** What a failed script means, in the words of whichever program refused. */
export function failed(
  purpose: string,
  where: { description: string; spec: PlaceSpec; output: ProgramOutput },
): FvalidateError {
  const { description, spec, output } = where;
  const said = lastLines(output.stderr, 5) || `exit code ${output.code}`;
  return new FvalidateError("stack", `${description}: could not ${purpose}: ${said}`, hintFor(spec, output));
}

function hintFor({ ssh, container }: PlaceSpec, { code, stderr }: ProgramOutput): { hint?: string } {
  if (ssh !== null && code === SSH_FAILED) {
    return { hint: `Check that "ssh ${ssh}" logs in without asking for anything (keys, known hosts).` };
  }
  if (container !== null && /Cannot connect to the Docker daemon|permission denied.*docker/i.test(stderr)) {
    return { hint: "Start Docker's engine and join its group, or set DOCKER_HOST or a docker context." };
  }
  if (container !== null && /No such container|is not running/.test(stderr)) {
    return { hint: `Start the container first: docker start ${container}` };
  }
  return {};
}

/** The end of a text, which is where programs say why they failed. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
