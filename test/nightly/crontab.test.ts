import { expect, it } from "vitest";
import { command, day, hour, minute, month, others, settings, weekday } from "./crontab-entry.ts";

it("is one line, at a time that exists", () => {
  expect(others).toEqual([]);
  expect(Number(minute)).toBeLessThan(60);
  expect(Number(hour)).toBeLessThan(24);
  expect([day, month, weekday]).toEqual(["*", "*", "*"]);
  expect(command).not.toContain("%");
  expect(settings).toContain("PATH=/usr/local/bin:/usr/bin:/bin");
});
