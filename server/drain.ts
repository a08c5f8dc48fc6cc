import type { Server } from "node:http";

/** Stops accepting, lets running requests finish, cuts the rest after the deadline (ms). */
export async function drain(server: Server, deadline: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection after its last response would be kept for the client's next request, which cannot be served.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), deadline);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
