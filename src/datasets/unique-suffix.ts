import { randomBytes } from "node:crypto";

/** Names a temporary file that no other process writes to, and by which its process can be told. */
export function uniqueSuffix(): string {
  return `${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** Whether the process that took a suffix of this machine has ended. */
export function isLeftBehind(suffix: string): boolean {
  const owner = Number(/^(\d+)-[0-9a-f]{8}$/.exec(suffix)?.[1]);
  if (!Number.isInteger(owner) || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    // Somebody else's process is one too.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
