import { expect, test } from "@playwright/test";
import { present, signFor } from "../buyer";
import { signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack();
});
test.afterAll(() => stack?.stop());

test("a sale shows in the metrics, whichever part of the program made it; a proxy's visitors see nothing", async () => {
  const { app, chain } = stack;
  const seller = await signInSeller(app.url, chain.accounts.seller, chain.chainId);
  const { file } = await seller.sell({ bytes: Buffer.from("a file") });
  const { header } = await signFor(file.url, chain.accounts.buyer);
  const paid = await present(file.url, header);
  expect([paid.status, await paid.text()]).toEqual([200, "a file"]);

  const text = await (await fetch(`${app.url}/metrics`)).text();
  expect(text).toContain('filekiosk_payments{state="settled"} 1\n');
  expect(text).toContain('filekiosk_settlement_duration_seconds_count{network="eip155:31337",outcome="settled"} 1\n');
  expect(text).toContain('filekiosk_gas_lease_held{network="eip155:31337"} 1\n');
  expect(text).toMatch(/filekiosk_job_last_success_timestamp_seconds\{job="reconcile-payments"\} \d+/);
  expect(text).toMatch(/process_resident_memory_bytes \d+/);
  const headers = { "X-Forwarded-For": "203.0.113.9", "X-Filekiosk-Peer": "127.0.0.1" };
  expect((await fetch(`${app.url}/metrics`, { headers })).status).toBe(404);
});
