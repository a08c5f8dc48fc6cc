import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { problemWithPort, readPort } from "./port.mjs";

describe("ports", () => {
  it("reads what people write and refuses what is no port", () => {
    expect(readPort(undefined, 3000)).toBe(3000);
    expect(readPort(" 8080 ", 3000)).toBe(8080);
    for (const text of ["abc", "0", "65536", "-1", "80.5", "0x50"])
      expect(() => readPort(text, 3000)).toThrow(/PORT has to be/);
  });

  it.each(["127.0.0.1", "0.0.0.0", "::1", "::"])("finds a port taken by a listener on %s", async (host) => {
    const server = createServer();
    const listening = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(0, host, () => resolve(true));
    });
    // A machine without IPv6 has no listener there to find.
    if (!listening) return;
    const { port } = server.address() as { port: number };
    expect(await problemWithPort(port)).toBe("taken");
    await new Promise((resolve) => server.close(resolve));
    expect(await problemWithPort(port)).toBeUndefined();
  });
});
