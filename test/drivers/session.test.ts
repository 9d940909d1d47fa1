import { describe, expect, test } from "vitest";
import { PROFILES, profileNamed } from "../../src/drivers/index.ts";
import { openSession } from "../../src/drivers/session.ts";
import { float32Tensor } from "../../src/tensors/tensor.ts";
import { failureOf, httpServer, noSignal, question, webSocketServer } from "./servers.ts";

const actions = float32Tensor([1, 2], [1, 2]);
const { "flagscale-g2": http, "openpi-websocket": webSocket } = PROFILES;

describe("openSession", () => {
  test("speaks HTTP where the profile does", async () => {
    await using server = await httpServer((_request, response) =>
      response.end(http.encodeAnswer({ actions })),
    );
    const url = `http://${server.host}`;
    await using session = await openSession({ url, profile: http, timeoutMilliseconds: 5000 });
    expect((await session.ask(question(), noSignal())).actions).toEqual(actions);
  });

  test("speaks WebSocket where the profile does, whatever the address's case", async () => {
    await using server = await webSocketServer((socket) => {
      socket.send(Uint8Array.of(0x80));
      socket.on("message", () => socket.send(webSocket.encodeAnswer({ actions })));
    });
    const url = `WS://${server.host}`;
    await using session = await openSession({ url, profile: webSocket, timeoutMilliseconds: 5000 });
    expect((await session.ask(question(), noSignal())).actions).toEqual(actions);
  });

  const mismatches: [url: string, profile: keyof typeof PROFILES, hint: string][] = [
    ["ws://127.0.0.1:8000", "flagscale-g1", "http://"],
    ["http://127.0.0.1:8000", "openpi-websocket", "ws://"],
    ["127.0.0.1:8000", "flagscale-g1", "http://"],
    ["localhost:8000", "flagscale-g1", "http://"],
    ["", "openpi-websocket", "ws://"],
  ];
  test.each(mismatches)("refuses the address %j for %s", async (url, name, hint) => {
    const failure = await failureOf(openSession({ url, profile: PROFILES[name], timeoutMilliseconds: 1000 }));
    expect(failure).toMatchObject({ kind: "suite", hint: expect.stringContaining(hint) });
    expect(failure).toMatchObject({ message: expect.stringContaining(name) });
  });
});

describe("profileNamed", () => {
  test.each(Object.keys(PROFILES))("finds %s", (name) => {
    expect(profileNamed(name).name).toBe(name);
  });

  test.each(["flagscale-g9", "", "constructor", "__proto__", "Flagscale-G1"])(
    "refuses %j and names all",
    (name) => {
      expect(() => profileNamed(name)).toThrow(
        expect.objectContaining({ kind: "suite", hint: `Profiles: ${Object.keys(PROFILES).join(", ")}.` }),
      );
    },
  );
});
