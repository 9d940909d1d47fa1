import type { PlaceSpec } from "../../contracts/place.ts";
import type { Gathered, Leftovers, LifeStep, StackLife } from "../../contracts/stack-life.ts";
import { disposeAll } from "../../support/dispose.ts";
import { FvalidateError } from "../../support/errors.ts";
import { accepts } from "../place/accepts.ts";
import { filesOf } from "../place/files.ts";
import { type Place, placeOf, type Script } from "../place/place.ts";
import { type Tunnel, tunnelTo } from "../place/tunnel.ts";
import { type Box, createContainer, removeContainer } from "./box.ts";
import { requireFree, requireImage, requirePlace, requireRunning } from "./checks.ts";
import { endProcesses } from "./end-processes.ts";
import { judgeEvidence, readBackEnvironment, readOperatorLogs } from "./evidence.ts";
import { GemsLines } from "./gems-lines.ts";
import { lifeSteps } from "./life-steps.ts";
import { untilReady } from "./ready.ts";
import * as scripts from "./scripts.ts";
import type { ManagedSettings } from "./settings.ts";
import { versionsAt } from "./versions.ts";
import { Watcher } from "./watcher.ts";

export interface LifeRequest {
  readonly stack: string;
  readonly token: string;
  readonly settings: ManagedSettings;
  readonly box: Box;
  /** Where the server is reached from here; `null` for scripts. */
  readonly url: string | null;
  /** The port of this machine that a tunnel begins at; `null` without a tunnel. */
  readonly tunnelPort: number | null;
  readonly expect: "native" | "flagos" | "any";
}

/** A stack's life, and what it gathered when it was asked to. */
export interface ManagedLife extends StackLife {
  readonly gathered: Gathered | null;
}

/** The machine that holds the container, or the process itself. */
export function hostOf({ settings }: LifeRequest): PlaceSpec {
  return { ssh: settings.ssh ?? null, container: null };
}

/** Where the server's processes run. */
export function placeSpecOf(request: LifeRequest): PlaceSpec {
  const { box } = request;
  return { ...hostOf(request), container: box.kind === "process" ? null : box.name };
}

/** The life of a stack that this tool starts itself. Nothing is touched before `check`. */
export function managedLife(request: LifeRequest): ManagedLife {
  return new Life(request);
}

class Life implements ManagedLife {
  readonly #request: LifeRequest;
  readonly #host: Place;
  readonly #place: Place;
  readonly #launch: scripts.Launch;
  readonly #tunnel: Tunnel | null;
  #watcher: Watcher | null = null;
  /** How the files that it should write were before its start. */
  #stamps: ReadonlyMap<string, string> = new Map();
  #image: string | null = null;
  /** Whether there is a place to ask: a container of our own may never have been made. */
  #isThere: boolean;
  gathered: Gathered | null = null;

  constructor(request: LifeRequest) {
    this.#request = request;
    this.#host = placeOf(hostOf(request));
    this.#place = placeOf(placeSpecOf(request));
    this.#launch = { token: request.token, settings: request.settings };
    this.#tunnel = tunnelOf(request);
    this.#isThere = request.box.kind !== "own container";
  }

  get leftovers(): Leftovers {
    const { token, stack, box, settings } = this.#request;
    const place = placeSpecOf(this.#request);
    return { token, stack, place, ownContainer: box.kind === "own container", port: settings.port ?? null };
  }

  get where() {
    return this.#place.description;
  }

  get edits() {
    return this.#request.settings.edits;
  }

  get files() {
    return filesOf(this.#place, this.#request.settings.folder);
  }

  get python() {
    return this.#request.settings.python;
  }

  get noiseFile() {
    return scripts.noiseFile(this.#request.token);
  }

  steps(): LifeStep[] {
    return lifeSteps(this.#request, { host: this.#host, place: this.#place, tunnel: this.#tunnel });
  }

  async check(signal: AbortSignal): Promise<void> {
    const { box, stack, settings } = this.#request;
    if (box.kind === "own container") this.#image = await requireImage(this.#host, box.image, signal);
    if (box.kind === "container") this.#image = await requireRunning(this.#host, box.name, signal);
    // A new container has all its ports free; the machine under it need not.
    const place = box.kind === "own container" ? this.#host : this.#place;
    if (settings.port !== undefined) {
      await requireFree(place, { stack, port: settings.port, isHere: settings.ssh === undefined, signal });
    }
    if (box.kind !== "own container") await this.#requirePlace(signal);
  }

  async create(signal: AbortSignal): Promise<void> {
    const { box } = this.#request;
    if (box.kind !== "own container") return;
    await this.#host.run(createContainer(box), { signal });
    this.#isThere = true;
    await this.#requirePlace(signal);
  }

  async start(signal: AbortSignal, noise: Uint8Array | null): Promise<void> {
    const { settings } = this.#request;
    const lines = (await this.#read(scripts.prepare(this.#launch), signal)).split("\n");
    const sizes = lines.slice(0, settings.logs.length).map(Number);
    this.#stamps = new Map(
      scripts.stampedFiles(settings).map((path, index) => [path, lines[sizes.length + index] ?? ""]),
    );
    this.#watcher = new Watcher(this.#place, this.#launch, sizes);
    if (noise !== null) await this.setNoise(noise);
    await this.#tunnel?.open(signal);
    await this.#place.run(scripts.launch(this.#launch), { signal });
  }

  async setNoise(noise: Uint8Array): Promise<void> {
    await this.files.write(this.noiseFile, noise);
  }

  async untilReady(signal: AbortSignal): Promise<number> {
    const { stack, settings, url } = this.#request;
    return untilReady(
      { stack, settings, url, watcher: this.#requireWatcher(), listens: (port) => this.#listens(port) },
      signal,
    );
  }

  async predictions(): Promise<string | null> {
    const { stack, settings } = this.#request;
    const path = settings.predictions;
    if (path === undefined) return null;
    const text = (await this.#place.run(scripts.readStamped(settings.folder, path))).toString("utf8");
    const end = text.indexOf("\n");
    if (text === "" || text.slice(0, end) === this.#stamps.get(path)) {
      const what = text === "" ? "did not write" : "left untouched, as they were before its start,";
      throw new FvalidateError("stack", `${stack} ended well but ${what} its answers in ${path}.`, {
        hint: "`predictions` must name the file that the start command writes.",
      });
    }
    return text.slice(end + 1);
  }

  async gather(): Promise<void> {
    const { settings, expect } = this.#request;
    const watcher = this.#watcher;
    const look = await watcher?.look();
    const processes = look?.processes ?? [];
    const environment = await readBackEnvironment(this.#place, settings, processes);
    const operatorLogs = await readOperatorLogs(this.#place, settings, this.#stamps);
    const seen = {
      logs: watcher?.gems ?? new GemsLines(),
      environment,
      processes: processes.length,
      ...operatorLogs,
    };
    this.gathered = {
      environment: { ...this.#described(), ...(await versionsAt(this.#place, this.#launch)) },
      evidence: judgeEvidence(expect, seen, settings),
    };
  }

  async stop(): Promise<void> {
    const { settings, token } = this.#request;
    // Its failure means little: what it leaves behind is ended below.
    if (settings.stop !== undefined && this.#watcher !== null) {
      await this.#place.attempt(scripts.stopCommand(this.#launch, settings.stop)).catch(() => undefined);
    }
    if (this.#isThere) await endProcesses(this.#place, token, settings.stopSeconds * 1000);
    if (this.#tunnel !== null) await disposeAll([this.#tunnel]);
    this.#watcher = null;
  }

  async remove(): Promise<void> {
    const { box, token } = this.#request;
    if (box.kind === "own container")
      await this.#host.run(removeContainer(box.name), { timeoutMilliseconds: 180_000 });
    else await this.#place.run(scripts.removeWork(token));
  }

  /** What the suite says of the stack, in words. */
  #described(): Record<string, string> {
    const { settings, url } = this.#request;
    const switches = Object.entries(settings.environment).map(([name, value]) => [name, shown(name, value)]);
    return {
      where: this.#place.description,
      ...(url !== null && { url }),
      ...(this.#image !== null && { image: this.#image }),
      start: settings.start,
      ...Object.fromEntries(switches),
    };
  }

  #requirePlace(signal: AbortSignal): Promise<void> {
    return requirePlace(this.#place, { stack: this.#request.stack, launch: this.#launch, signal });
  }

  async #listens(port: number): Promise<boolean> {
    if (this.#request.box.kind === "process" && this.#request.settings.ssh === undefined) {
      return accepts({ host: "127.0.0.1", port });
    }
    // A tunnel or a published port accepts connections before anything listens behind it.
    return (await this.#place.run(scripts.checkPort(port))).toString("utf8").includes("taken");
  }

  async #read(script: Script, signal: AbortSignal): Promise<string> {
    return (await this.#place.run(script, { signal })).toString("utf8");
  }

  #requireWatcher(): Watcher {
    if (this.#watcher === null) throw new RangeError(`${this.#request.stack} was not started`);
    return this.#watcher;
  }
}

/** Reports are published: what may be a credential is not in them. */
function shown(name: string, value: string | null): string {
  if (value === null) return "(unset)";
  return /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY/i.test(name) ? "(set, not shown)" : value;
}

function tunnelOf({ settings, tunnelPort, token }: LifeRequest): Tunnel | null {
  if (settings.ssh === undefined || settings.port === undefined || tunnelPort === null) return null;
  return tunnelTo(settings.ssh, { here: tunnelPort, there: settings.port }, { [scripts.COOKIE]: token });
}
