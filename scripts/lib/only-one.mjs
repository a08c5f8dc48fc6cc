import { createHash } from "node:crypto";
import { unlinkSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/**
 * Makes this process the only one that works in a folder. The lock is a socket that the system closes with the process:
 * it is never stale (the socket's file may remain, without meaning).
 *
 * @param {string} folder absolute path
 * @returns {Promise<boolean>} false when another process has it
 */
export async function acquireInstanceLock(folder) {
  const name = `filekiosk-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  const path = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  if (await listen(path)) return true;
  if (await somebodyListens(path)) return false;
  // The file of a process that was killed.
  remove(path);
  return listen(path);
}

function listen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(path, () => {
      server.unref();
      process.once("exit", () => remove(path));
      resolve(true);
    });
  });
}

function remove(path) {
  try {
    unlinkSync(path);
  } catch {
    // Another one was faster, or it is a Windows pipe, which leaves no file.
  }
}

function somebodyListens(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
