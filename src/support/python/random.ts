const STATE_WORDS = 624;
const PERIOD = 397;
const WORD_BITS = 32;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;

/** Python's `random.Random`: the same numbers from the same seed. */
export interface PythonRandom {
  /** `random()`: 53 bits, in [0, 1). */
  random(): number;
  /** `getrandbits(bits)`, for up to 32 bits. */
  randomBits(bits: number): number;
  /** `_randbelow(limit)`, for limits below 2³²; 0 for a limit of 0. */
  randomBelow(limit: number): number;
  /** What `shuffle(items)` leaves; the items given stay as they are. */
  shuffled<Item>(items: readonly Item[]): Item[];
  /** `sample(items, count)`. */
  sample<Item>(items: readonly Item[], count: number): Item[];
}

/**
 * Mersenne Twister MT19937, seeded as CPython 3 seeds it with an `int`: `init_by_array` over the 32-bit words of the
 * seed's absolute value (Matsumoto and Nishimura, mt19937ar.c, 2002).
 */
export function pythonRandom(seed: number | bigint): PythonRandom {
  const word = wordSource(stateFromWords(seedWords(BigInt(seed))));
  const randomBits = (bits: number): number => (bits === 0 ? 0 : word() >>> (WORD_BITS - bits));

  function randomBelow(limit: number): number {
    if (limit === 0) return 0;
    const bits = bitLength(limit);
    let drawn = randomBits(bits);
    while (drawn >= limit) drawn = randomBits(bits);
    return drawn;
  }

  function shuffled<Item>(items: readonly Item[]): Item[] {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last -= 1) swap(order, last, randomBelow(last + 1));
    return order;
  }

  function sample<Item>(items: readonly Item[], count: number): Item[] {
    if (count < 0 || count > items.length) throw new RangeError(`${count} of ${items.length} items`);
    const draw = items.length <= poolLimit(count) ? drawFromPool : drawApart;
    return draw(items, count, randomBelow);
  }

  return {
    random: () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53,
    randomBits,
    randomBelow,
    shuffled,
    sample,
  };
}

type Below = (limit: number) => number;

/** Up to this size CPython copies the items; above, it remembers which ones it drew. */
function poolLimit(count: number): number {
  return count > 5 ? 21 + 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 21;
}

function drawFromPool<Item>(items: readonly Item[], count: number, below: Below): Item[] {
  const pool = [...items];
  for (let drawn = 0; drawn < count; drawn += 1) {
    const last = items.length - drawn - 1;
    swap(pool, below(last + 1), last);
  }
  return count === 0 ? [] : pool.slice(-count).reverse();
}

function drawApart<Item>(items: readonly Item[], count: number, below: Below): Item[] {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(below(items.length));
  return [...drawn].map((index) => items[index] as Item);
}

function swap<Item>(items: Item[], one: number, other: number): void {
  const kept = items[one] as Item;
  items[one] = items[other] as Item;
  items[other] = kept;
}

function bitLength(value: number): number {
  return WORD_BITS - Math.clz32(value);
}

function seedWords(seed: bigint): Uint32Array {
  const words: number[] = [];
  for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return Uint32Array.from(words.length === 0 ? [0] : words);
}

function stateFromWords(words: Uint32Array): Uint32Array {
  const state = stateFromNumber(19650218);
  let at = 1;
  const advance = (): void => {
    at += 1;
    if (at < STATE_WORDS) return;
    state[0] = state[STATE_WORDS - 1] ?? 0;
    at = 1;
  };
  for (let step = 0; step < Math.max(STATE_WORDS, words.length); step += 1) {
    const from = step % words.length;
    state[at] = ((state[at] ?? 0) ^ Math.imul(mixed(state[at - 1]), 1664525)) + (words[from] ?? 0) + from;
    advance();
  }
  for (let step = 1; step < STATE_WORDS; step += 1) {
    state[at] = ((state[at] ?? 0) ^ Math.imul(mixed(state[at - 1]), 1566083941)) - at;
    advance();
  }
  state[0] = UPPER_BIT;
  return state;
}

function stateFromNumber(seed: number): Uint32Array {
  const state = new Uint32Array(STATE_WORDS);
  state[0] = seed;
  for (let at = 1; at < STATE_WORDS; at += 1) state[at] = Math.imul(mixed(state[at - 1]), 1812433253) + at;
  return state;
}

function mixed(word = 0): number {
  return word ^ (word >>> 30);
}

/** The generator's words, 32 bits each. */
function wordSource(state: Uint32Array): () => number {
  let at = STATE_WORDS;
  return () => {
    if (at === STATE_WORDS) {
      twist(state);
      at = 0;
    }
    const word = tempered(state[at] ?? 0);
    at += 1;
    return word;
  };
}

function twist(state: Uint32Array): void {
  for (let at = 0; at < STATE_WORDS; at += 1) {
    const next = state[(at + 1) % STATE_WORDS] ?? 0;
    const joined = ((state[at] ?? 0) & UPPER_BIT) | (next & LOWER_BITS);
    const far = state[(at + PERIOD) % STATE_WORDS] ?? 0;
    state[at] = far ^ (joined >>> 1) ^ (joined & 1 ? TWIST : 0);
  }
}

function tempered(word: number): number {
  let mixedWord = word ^ (word >>> 11);
  mixedWord ^= (mixedWord << 7) & 0x9d2c5680;
  mixedWord ^= (mixedWord << 15) & 0xefc60000;
  return (mixedWord ^ (mixedWord >>> 18)) >>> 0;
}
