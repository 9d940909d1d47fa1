import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors } from "hyparquet";

type Unpack = (packed: Uint8Array, bytes: number) => Uint8Array;

/**
 * The codecs of Parquet. Node's own are the faster ones, and check their data. A page of nothing but nulls has no bytes,
 * which not every codec's code expects.
 */
export async function parquetCodecs(): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  const codecs: Compressors = {
    ...compressors,
    GZIP: (packed, bytes) => gunzipSync(packed, { maxOutputLength: bytes }),
    BROTLI: (packed, bytes) => brotliDecompressSync(packed, { maxOutputLength: bytes }),
  };
  return Object.fromEntries(Object.entries(codecs).map(([name, unpack]) => [name, unlessEmpty(unpack)]));
}

function unlessEmpty(unpack: Unpack): Unpack {
  return (packed, bytes) => (bytes === 0 ? new Uint8Array(0) : unpack(packed, bytes));
}
