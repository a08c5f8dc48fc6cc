import { createServer } from "node:http";

/** Listens on a free port of this machine and prints it on a line. */
export function serve(handle) {
  const server = createServer(handle);
  server.requestTimeout = 0;
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
}
