import type { Server } from "node:http";

/** Listens, or rejects with an Error that explains why not. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Error(whyNot(error, port, host))));
    server.listen(port, host, resolve);
  });
}

function whyNot(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Stop that one, or set PORT to a free port, such as PORT=${port + 1}.`;
  }
  if (error.code === "EACCES") return `Port ${port} may not be used by this user. Set PORT to one above 1023.`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return `This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1 or 0.0.0.0.`;
  }
  return `Cannot listen on ${host}:${port}: ${error.message}`;
}
