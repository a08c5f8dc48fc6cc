import type { Server } from "node:http";

/** Stops accepting, lets running requests end, cuts what is left after the deadline (ms). */
export async function drain(server: Server, deadline: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that served its last answer would be kept for the client's next request, which cannot be taken.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), deadline);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
