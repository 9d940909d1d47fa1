import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as TensorFlow from "@tensorflow/tfjs-core";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

export const BACKENDS = ["tfjs-cpu", "tfjs-wasm", "tfjs-node"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** TensorFlow.js with one backend ready to be selected. */
export interface Backend {
  readonly tf: typeof TensorFlow;
  readonly environment: Readonly<Record<string, string>>;
  /** Does work while this backend is the current one. TensorFlow.js has one for the whole process, so work queues. */
  run<Result>(work: () => Result): Promise<Result>;
}

/**
 * Loads a backend; the others stay unloaded.
 * @throws FvalidateError of kind `stack` when it cannot run on this machine
 */
export async function loadBackend(name: BackendName): Promise<Backend> {
  const loaded = await LOADERS[name]();
  return {
    tf: loaded.tf,
    environment: {
      backend: name,
      "tfjs-core": loaded.tf.version_core,
      node: process.versions.node,
      ...loaded.facts,
    },
    run: (work) => inTurn(() => select(loaded), work),
  };
}

/** Settles when the last piece of work that was queued is done. */
let last: Promise<unknown> = Promise.resolve();

/** No other work comes between the selection of a backend and the work on it. */
function inTurn<Result>(prepare: () => Promise<void>, work: () => Result): Promise<Result> {
  const result = last.then(prepare).then(work);
  last = result.catch(() => undefined);
  return result;
}

async function select({ tf, registeredAs }: Loaded): Promise<void> {
  if (tf.getBackend() !== registeredAs && !(await tf.setBackend(registeredAs))) {
    throw new FvalidateError("stack", `TensorFlow.js cannot start its ${registeredAs} backend here.`, {
      hint: "fvalidate doctor shows what this machine can run; tfjs-cpu needs nothing but Node.",
    });
  }
  await tf.ready();
}

interface Loaded {
  readonly tf: typeof TensorFlow;
  /** The backend's name inside of TensorFlow.js. */
  readonly registeredAs: string;
  readonly facts: Readonly<Record<string, string>>;
}

const LOADERS: Readonly<Record<BackendName, () => Promise<Loaded>>> = {
  "tfjs-cpu": loadCpu,
  "tfjs-wasm": loadWasm,
  "tfjs-node": loadNode,
};

/** In production mode TensorFlow.js does not advertise its other packages on the terminal. */
async function loadCore(): Promise<typeof TensorFlow> {
  const tf = await import("@tensorflow/tfjs-core");
  tf.enableProdMode();
  return tf;
}

async function loadCpu(): Promise<Loaded> {
  const tf = await loadCore();
  await import("@tensorflow/tfjs-backend-cpu");
  return { tf, registeredAs: "cpu", facts: { kernels: "plain JavaScript" } };
}

async function loadWasm(): Promise<Loaded> {
  const tf = await loadCore();
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(join(dirname(entry), "/"));
  // One thread: the order of additions must not depend on how many cores there are.
  wasm.setThreadsCount(1);
  const simd = String(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"));
  return { tf, registeredAs: "wasm", facts: { kernels: "XNNPACK in WebAssembly", simd, threads: "1" } };
}

const NODE_PACKAGE = "@tensorflow/tfjs-node";

/** The optional package is looked for only when its stack is asked for. */
async function loadNode(): Promise<Loaded> {
  try {
    const packageName: string = NODE_PACKAGE;
    const tf: typeof TensorFlow & { version?: Record<string, string> } = await import(packageName);
    const version = tf.version?.["tfjs-node"] ?? "unknown";
    return { tf, registeredAs: "tensorflow", facts: { kernels: "native TensorFlow", "tfjs-node": version } };
  } catch (error) {
    throw withoutNode(error);
  }
}

function withoutNode(error: unknown): FvalidateError {
  const [line = ""] = messageOf(error).split("\n");
  const isMissing = systemCodeOf(error) === "ERR_MODULE_NOT_FOUND" && line.includes(NODE_PACKAGE);
  return new FvalidateError(
    "stack",
    isMissing
      ? `The backend tfjs-node needs the optional package ${NODE_PACKAGE}, which is not installed.`
      : `The optional package ${NODE_PACKAGE} is installed, but does not load: ${line}`,
    {
      hint: isMissing
        ? `npm install ${NODE_PACKAGE}@4.22.0; its install step downloads the TensorFlow library, which needs a network.`
        : `Its install step downloads the TensorFlow library and may have failed: npm rebuild ${NODE_PACKAGE}.`,
      cause: error,
    },
  );
}
