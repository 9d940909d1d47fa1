import { spawn } from "node:child_process";
import { messageOf } from "./errors.ts";

/** What each system opens an address with. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["explorer.exe"],
};

/**
 * Hands an address to the system's own opener and does not wait for the browser.
 * @returns why it could not be opened; `null` where the opener was started
 */
export function openInBrowser(address: string): Promise<string | null> {
  const [program = "", ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, address], { stdio: "ignore", detached: true });
    opener.once("error", (error) => resolve(`${program}: ${messageOf(error)}`));
    opener.once("spawn", () => resolve(null));
    opener.unref();
  });
}
