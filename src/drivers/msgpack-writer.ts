/**
 * Values that a message may hold. A `Map` may have byte strings as keys, which msgpack-numpy needs and which the
 * common JavaScript encoders cannot write.
 */
export type Message =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Message[]
  | ReadonlyMap<string | Uint8Array, Message>;

/** Encodes a message as MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md). */
export function encodeMessage(message: Message): Uint8Array {
  const parts: Uint8Array[] = [];
  write(message, parts);
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function write(message: Message, parts: Uint8Array[]): void {
  if (message === null) parts.push(Uint8Array.of(0xc0));
  else if (typeof message === "boolean") parts.push(Uint8Array.of(message ? 0xc3 : 0xc2));
  else if (typeof message === "number") parts.push(numberBytes(message));
  else if (typeof message === "string") writeText(message, parts);
  else if (message instanceof Uint8Array) parts.push(sized([0xc4, 0xc5, 0xc6], message.length), message);
  else if (message instanceof Map) writeMap(message, parts);
  else if (Array.isArray(message)) writeList(message, parts);
}

function writeText(text: string, parts: Uint8Array[]): void {
  const bytes = new TextEncoder().encode(text);
  parts.push(
    bytes.length < 32 ? Uint8Array.of(0xa0 | bytes.length) : sized([0xd9, 0xda, 0xdb], bytes.length),
    bytes,
  );
}

function writeList(list: readonly Message[], parts: Uint8Array[]): void {
  parts.push(list.length < 16 ? Uint8Array.of(0x90 | list.length) : sized([null, 0xdc, 0xdd], list.length));
  for (const item of list) write(item, parts);
}

function writeMap(map: ReadonlyMap<string | Uint8Array, Message>, parts: Uint8Array[]): void {
  parts.push(map.size < 16 ? Uint8Array.of(0x80 | map.size) : sized([null, 0xde, 0xdf], map.size));
  for (const [key, value] of map) {
    write(key, parts);
    write(value, parts);
  }
}

/** Whole numbers from 0 in as few bytes as they need, everything else as float64, which holds it exactly. */
function numberBytes(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff || Object.is(value, -0))
    return float64(value);
  return value < 0x80 ? Uint8Array.of(value) : sized([0xcc, 0xcd, 0xce], value);
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = 0xcb;
  new DataView(bytes.buffer).setFloat64(1, value);
  return bytes;
}

/** The marker for a length, or a number, of up to 8, 16 or 32 bits, and the length. */
function sized(markers: readonly [number | null, number, number], length: number): Uint8Array {
  const [short, medium, long] = markers;
  if (short !== null && length < 0x100) return Uint8Array.of(short, length);
  if (length < 0x10000) return Uint8Array.of(medium, length >> 8, length & 0xff);
  const bytes = new Uint8Array(5);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, long);
  view.setUint32(1, length);
  return bytes;
}
