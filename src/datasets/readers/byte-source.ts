import type { FileHandle } from "node:fs/promises";

/** A file that is read in pieces. */
export interface ByteSource {
  readonly bytes: number;
  /** @throws Error where the file ends before `end` */
  read(start: number, end: number): Promise<ArrayBuffer>;
}

export async function byteSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    bytes: size,
    async read(start, end) {
      if (start < 0 || end < start || end > size)
        throw new Error(`it has ${size} bytes, and refers to byte ${end}`);
      const bytes = new Uint8Array(end - start);
      for (let read = 0; read < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, read, bytes.length - read, start + read);
        if (bytesRead === 0) throw new Error("it was cut as it was read");
        read += bytesRead;
      }
      return bytes.buffer;
    },
  };
}
