const BAR_WIDTH = 30;
const LINE_EVERY_MILLISECONDS = 10_000;

/** Shows how far a run is: a bar on a terminal, a line every ten seconds elsewhere. */
export interface Progress {
  update(done: number, total: number): void;
  /** Removes the bar, so that what follows starts on a clean line. */
  clear(): void;
}

/** @param what what is counted, for example "questions answered" */
export function startProgress(what: string): Progress {
  return process.stderr.isTTY === true ? progressBar(what) : progressLines(what);
}

function progressBar(what: string): Progress {
  return {
    update(done, total) {
      const filled = Math.round((done / total) * BAR_WIDTH);
      const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
      process.stderr.write(`\r  ${bar}  ${done} of ${total} ${what}`);
    },
    clear: () => process.stderr.write("\r\u001b[K"),
  };
}

function progressLines(what: string): Progress {
  let last = Date.now();
  return {
    update(done, total) {
      if (Date.now() - last < LINE_EVERY_MILLISECONDS) return;
      last = Date.now();
      process.stderr.write(`${done} of ${total} ${what}\n`);
    },
    clear: () => undefined,
  };
}
