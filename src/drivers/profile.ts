import type { Observation, PolicyAnswer, PolicyInput } from "../contracts/policy.ts";

/**
 * One wire protocol of pi0 servers, both halves of it: the client's half drives stacks, the server's half
 * lets `fvalidate serve` offer an embedded policy over the same protocol.
 */
export interface Profile {
  readonly name: string;
  /** One sentence for `fvalidate list`: which servers speak it. */
  readonly description: string;
  readonly transport: "http" | "websocket";
  /** How a frozen request body is named in a capsule: `json` or `msgpack`. */
  readonly fileExtension: string;
  /** How many numbers the protocol's state holds. */
  readonly stateDimensions: number;
  /** The size of drawn pictures, in pixels. */
  readonly pictureSize: { readonly width: number; readonly height: number };
  /** The bytes of one request. The same observation always gives the same bytes. */
  encodeRequest(observation: Observation): Promise<Uint8Array>;
  /** @throws FvalidateError of kind `stack` that says what the answer held instead. */
  decodeAnswer(body: Uint8Array): PolicyAnswer;
  /** @throws FvalidateError of kind `input` for a request that the protocol's real server refuses. */
  decodeRequest(body: Uint8Array): Promise<PolicyInput>;
  /** What the real server would send for these actions, cut and named as it does. */
  encodeAnswer(answer: PolicyAnswer): Uint8Array;
}
