import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { imageType } from "../../../src/drivers/chat/image-type.ts";
import {
  type RequestContent,
  type ResolvedMessage,
  requestRest,
  requestSha256,
} from "../../../src/drivers/chat/request.ts";

/** The first bytes of pictures of one pixel, as libvips 8.18 writes them; the BMP's by its documentation. */
const PICTURES: [type: string, base64: string][] = [
  ["image/png", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD"],
  ["image/jpeg", "/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsj"],
  ["image/gif", "R0lGODlhAQABAIAAAExpcf8AACH5BAUAAAAALAAAAAABAAEAAAICTAEAOw=="],
  ["image/webp", "UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoBAAEAAUAmJaACdLoB+AADsAD+8ut/"],
  ["image/bmp", "Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAADEDgAAxA4AAAAAAAAAAAAAAAD/AA=="],
];

const text = (content: string) => ({ kind: "text", text: content }) as const;
const image = (base64: string) => ({ kind: "image", bytes: Buffer.from(base64, "base64") }) as const;
const user = (...parts: ResolvedMessage["parts"]): ResolvedMessage => ({ role: "user", parts });

function content(changes: Partial<RequestContent> = {}): RequestContent {
  return {
    api: "chat",
    messages: [user(text("How many?"))],
    sampling: { temperature: 0, maxTokens: 512 },
    seed: null,
    ...changes,
  };
}

function restText(changes: Partial<RequestContent> = {}): string {
  return Buffer.from(requestRest(content(changes))).toString("utf8");
}

function parsed(changes: Partial<RequestContent> = {}): Record<string, unknown> {
  return JSON.parse(`{"model":"m"${restText(changes)}`);
}

describe("a request's bytes", () => {
  test("are what follows the model's name", () => {
    expect(restText()).toBe(
      ',"messages":[{"role":"user","content":"How many?"}],"max_tokens":512,"temperature":0}',
    );
  });

  test("hold every parameter that was set, and only those", () => {
    const sampling = { temperature: 0.6, maxTokens: 8, topP: 0.95, stop: ["\n\n", "Q:"] };
    expect(
      restText({
        sampling,
        seed: 0,
        topLogprobs: 5,
        extra: { top_k: 20, chat_template_kwargs: { a: true } },
      }),
    ).toBe(
      ',"messages":[{"role":"user","content":"How many?"}],"max_tokens":8,"temperature":0.6,"top_p":0.95,' +
        '"stop":["\\n\\n","Q:"],"seed":0,"logprobs":true,"top_logprobs":5,"top_k":20,"chat_template_kwargs":{"a":true}}',
    );
    expect(restText({ sampling: { temperature: 0, maxTokens: 1, stop: [] } })).not.toContain("stop");
  });

  test.each(["model", "messages", "n", "stream", "temperature", "max_tokens"])(
    "%s is set in one place only",
    (key) => {
      expect(() => requestRest(content({ extra: { [key]: 1 } }))).toThrow(`"${key}" cannot be set`);
    },
  );

  test("are UTF-8, whatever the text", () => {
    const question = 'Größe 问 😀 "quoted" \\ \u2028 \u0007 \ud800';
    const { messages } = parsed({ messages: [user(text(question))] }) as { messages: { content: string }[] };
    expect(messages[0]?.content).toBe(question);
  });

  test("keep pictures and text in their order", () => {
    const [, base64] = PICTURES[0]!;
    const messages: ResolvedMessage[] = [
      { role: "system", parts: [text("Be brief.")] },
      user(text("Look: "), image(base64), text("What is it?")),
    ];
    expect(parsed({ messages })["messages"]).toEqual([
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "Look: " },
          { type: "image_url", image_url: { url: `data:image/png;base64,${base64}` } },
          { type: "text", text: "What is it?" },
        ],
      },
    ]);
  });

  test("of several texts are one text, as vLLM joins them", () => {
    expect(parsed({ messages: [user(text("a"), text("b"))] })["messages"]).toEqual([
      { role: "user", content: "a\nb" },
    ]);
  });

  test.each(PICTURES)("name a picture's type by its bytes: %s", (type, base64) => {
    expect(imageType(Buffer.from(base64, "base64"))).toBe(type);
    expect(restText({ messages: [user(image(base64))] })).toContain(`"url":"data:${type};base64,${base64}"`);
  });

  test.each(["", "<svg/>", "%PDF-1.7", "RIFF0000AVI "])("refuse the picture %j", (bytes) => {
    const messages = [user({ kind: "image", bytes: Buffer.from(bytes) })];
    expect(() => requestRest(content({ messages }))).toThrow("neither PNG, JPEG, GIF, WebP nor BMP");
  });

  test("take a picture out of the midst of a larger buffer", () => {
    const bytes = Buffer.from(`..${Buffer.from(PICTURES[2]![1], "base64").toString("latin1")}..`, "latin1");
    const messages = [user({ kind: "image", bytes: bytes.subarray(2, -2) })];
    expect(restText({ messages })).toContain(`base64,${PICTURES[2]![1]}"`);
  });

  test("are the same for the same content, and their hash is SHA-256", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (question, seed) => {
        const one = requestRest(content({ messages: [user(text(question))], seed }));
        const two = requestRest(content({ messages: [user(text(question))], seed }));
        expect(Buffer.compare(one, two)).toBe(0);
        expect(requestSha256(one)).toBe(createHash("sha256").update(two).digest("hex"));
      }),
    );
  });
});

describe("the completions API", () => {
  test("is sent one prompt, its messages apart by blank lines", () => {
    const messages: ResolvedMessage[] = [
      { role: "system", parts: [text("Be brief.")] },
      user(text("Q: 1 + 1?\nA:")),
    ];
    expect(restText({ api: "completions", messages, topLogprobs: 0 })).toBe(
      ',"prompt":"Be brief.\\n\\nQ: 1 + 1?\\nA:","max_tokens":512,"temperature":0,"logprobs":0}',
    );
  });

  test("takes no pictures", () => {
    const messages = [user(image(PICTURES[0]![1]))];
    expect(() => requestRest(content({ api: "completions", messages }))).toThrow("takes no pictures");
  });
});
