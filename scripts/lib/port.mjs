import { connect, createServer } from "node:net";

/**
 * Reads a port number as people write it.
 * @param {string | undefined} text
 * @param {number} fallback
 * @throws {Error} in plain words
 */
export function readPort(text, fallback) {
  const value = text?.trim();
  if (!value) return fallback;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw new Error(`PORT has to be a number from 1 to 65535, not "${value}".`);
  return port;
}

/**
 * Why a server could not listen on localhost at this port, or undefined when it could.
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
export async function problemWithPort(port) {
  // A listener on another of localhost's addresses would not prevent ours from starting, but would get our visitors.
  for (const host of ["127.0.0.1", "::1"]) if (await answers(host, port)) return "taken";
  const code = await listenProblem(port);
  if (code === "EACCES") return "not allowed";
  return code ? "taken" : undefined;
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}

function listenProblem(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code ?? "unknown"));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)));
  });
}
