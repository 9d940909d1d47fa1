const LINE_EVERY_MILLISECONDS = 10_000;
const DRAW_EVERY_MILLISECONDS = 200;
const BAR_WIDTH = 20;

/** How far one arm is. */
export interface ArmState {
  readonly role: string;
  readonly done: number;
  readonly total: number;
  readonly errors: number;
  /** Answers that were there before; they say nothing about the rate. */
  readonly resumed: number;
}

/** Shows how far several arms are: a bar each on a terminal, plain lines every ten seconds elsewhere. */
export interface ArmProgressView {
  update(state: ArmState): void;
  /** Removes the bars, so that what follows starts on a clean line. */
  clear(): void;
}

export function startArmProgress(stream: NodeJS.WriteStream = process.stderr): ArmProgressView {
  return stream.isTTY === true ? bars(stream) : lines(stream);
}

interface Arm {
  state: ArmState;
  startedAt: number;
}

/** Keeps the newest state of each arm, and since when it is asked. */
function armStates() {
  const arms = new Map<string, Arm>();
  return {
    all: () => [...arms.values()],
    update(state: ArmState) {
      const arm = arms.get(state.role);
      if (arm === undefined) arms.set(state.role, { state, startedAt: Date.now() });
      else arm.state = state;
    },
  };
}

function bars(stream: NodeJS.WriteStream): ArmProgressView {
  const states = armStates();
  let drawn = 0;
  let lastDrawn = 0;
  const clear = () => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  return {
    update(state) {
      states.update(state);
      const isDue = Date.now() - lastDrawn >= DRAW_EVERY_MILLISECONDS || state.done === state.total;
      if (!isDue) return;
      lastDrawn = Date.now();
      clear();
      const all = states.all();
      stream.write(all.map((arm) => `  ${bar(arm.state)}  ${describeArm(arm, Date.now())}\n`).join(""));
      drawn = all.length;
    },
    clear,
  };
}

function lines(stream: NodeJS.WriteStream): ArmProgressView {
  const states = armStates();
  let last = Date.now();
  return {
    update(state) {
      states.update(state);
      if (Date.now() - last < LINE_EVERY_MILLISECONDS) return;
      last = Date.now();
      for (const arm of states.all()) stream.write(`${describeArm(arm, last)}\n`);
    },
    clear: () => undefined,
  };
}

function bar({ done, total }: ArmState): string {
  const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
  return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
}

/** Such as `baseline   120 of 360, 12.5/s, 2 errors, 19 s left`. */
function describeArm({ state, startedAt }: Arm, now: number): string {
  const { role, done, total, errors, resumed } = state;
  const seconds = (now - startedAt) / 1000;
  const rate = seconds > 0 ? (done - resumed) / seconds : 0;
  const parts = [`${role.padEnd(9)} ${done} of ${total}`];
  if (rate > 0) parts.push(`${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)}/s`);
  if (errors > 0) parts.push(`${errors} ${errors === 1 ? "error" : "errors"}`);
  if (rate > 0 && done < total) parts.push(`${duration((total - done) / rate)} left`);
  return parts.join(", ");
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
