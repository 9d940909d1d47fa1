/** So many bytes of bodies may wait for the arm that is behind. */
const MAXIMUM_WAITING_BYTES = 64 * 2 ** 20;

interface Waiting {
  readonly body: Promise<Uint8Array>;
  readers: number;
  bytes: number;
}

/**
 * Request bodies that are built once and sent by several arms. One that waits too long for the others, because too
 * much waits, is forgotten and built again from the same frozen bytes.
 */
export class SharedBodies {
  readonly #readers: number;
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;

  /** @param readers how many times each body is taken */
  constructor(readers: number) {
    this.#readers = readers;
  }

  async take(key: string, build: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const found = this.#waiting.get(key);
    if (found !== undefined) {
      found.readers -= 1;
      if (found.readers === 0) this.#forget(key, found);
      return found.body;
    }
    if (this.#readers < 2) return build();
    const entry: Waiting = { body: build(), readers: this.#readers - 1, bytes: 0 };
    this.#waiting.set(key, entry);
    const body = await entry.body;
    if (this.#waiting.get(key) === entry) {
      entry.bytes = body.length;
      this.#bytes += body.length;
      this.#makeRoom();
    }
    return body;
  }

  #makeRoom(): void {
    for (const [key, entry] of this.#waiting) {
      if (this.#bytes <= MAXIMUM_WAITING_BYTES) return;
      this.#forget(key, entry);
    }
  }

  #forget(key: string, entry: Waiting): void {
    this.#waiting.delete(key);
    this.#bytes -= entry.bytes;
  }
}
