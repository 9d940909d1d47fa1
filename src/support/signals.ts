/** Ctrl-C and SIGTERM, turned into an abort that lets a run finish its books. */
export interface Signals extends Disposable {
  readonly signal: AbortSignal;
  /** As shells report the signal that came: 128 and its number. */
  exitCode(): number;
}

const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;

/** The first signal aborts; the second, of whatever kind, ends the process at once. */
export function abortOnSignals(): Signals {
  const controller = new AbortController();
  let received: keyof typeof NUMBERS = "SIGINT";
  const onSignal = (name: keyof typeof NUMBERS) => {
    if (controller.signal.aborted) process.exit(128 + NUMBERS[name]);
    received = name;
    controller.abort();
  };
  const onInterrupt = () => onSignal("SIGINT");
  const onTerminate = () => onSignal("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    exitCode: () => 128 + NUMBERS[received],
    [Symbol.dispose]() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
