import { Buffer } from "node:buffer";
import { open } from "node:fs/promises";
import { writing } from "./write-file.ts";

/** Where a line stands in its file. */
export interface LinePosition {
  readonly start: number;
  /** Bytes, the line feed left out. */
  readonly bytes: number;
}

/** A file that lines are only ever added to. */
export interface AppendFile extends AsyncDisposable {
  /** Resolves when the line has been handed to the system, which keeps it even if this process is killed. */
  append(line: string): Promise<LinePosition>;
  /** @throws RangeError for a position outside the file */
  read(position: LinePosition): Promise<string>;
}

interface Waiting {
  readonly content: Buffer;
  resolve(position: LinePosition): void;
  reject(error: unknown): void;
}

/**
 * Opens a file for appending behind its first `size` bytes; what stands behind them is cut off. Lines that are added
 * at the same time are written together.
 *
 * @throws FvalidateError of kind `output` when the file cannot be opened
 */
export async function openAppendFile(path: string, size: number): Promise<AppendFile> {
  const file = await writing(path, () => open(path, size === 0 ? "w+" : "r+"));
  await writing(path, () => file.truncate(size));
  let end = size;
  let waiting: Waiting[] = [];
  let busy: Promise<void> | null = null;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const content = Buffer.concat(batch.map((line) => line.content));
        await writing(path, () => writeAll(file, content, end));
        for (const line of batch) {
          line.resolve({ start: end, bytes: line.content.length - 1 });
          end += line.content.length;
        }
      } catch (error) {
        for (const line of [...batch, ...waiting]) line.reject(error);
        waiting = [];
      }
    }
    busy = null;
  }

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ content: Buffer.from(`${line}\n`), resolve, reject });
        busy ??= flush();
      }),
    async read({ start, bytes }) {
      const content = Buffer.alloc(bytes);
      const { bytesRead } = await file.read(content, 0, bytes, start);
      if (bytesRead !== bytes) throw new RangeError(`${path} ends before byte ${start + bytes}`);
      return content.toString("utf8");
    },
    async [Symbol.asyncDispose]() {
      await busy;
      await file.close();
    },
  };
}

async function writeAll(
  file: Awaited<ReturnType<typeof open>>,
  content: Buffer,
  position: number,
): Promise<void> {
  for (let written = 0; written < content.length; ) {
    const { bytesWritten } = await file.write(content, written, content.length - written, position + written);
    written += bytesWritten;
  }
}
