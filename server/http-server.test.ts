import { expect, test } from "vitest";
import { PEER_HEADER } from "@/lib/http/client-ip";
import { rawGet, sendRaw, serve } from "@/test/http-server";

test("the app learns the address of the socket, whatever the client claims", async () => {
  const { body } = await sendRaw(rawGet("/", "X-Filekiosk-Peer: 6.6.6.6", `${PEER_HEADER}: 7.7.7.7`));
  expect(body).toContain(`"${PEER_HEADER}":"127.0.0.1"`);
  expect(body).not.toMatch(/6\.6\.6\.6|7\.7\.7\.7/);
});

test("a payment header of usual size passes", async () => {
  expect((await sendRaw(rawGet("/", `PAYMENT-SIGNATURE: ${"a".repeat(8_000)}`))).status).toBe(200);
});

test("an upload may take as long as it needs", async () => {
  const { server } = await serve();
  expect(server.requestTimeout).toBe(0);
});
