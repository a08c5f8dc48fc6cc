import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { generatePrivateKey } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { testSeller } from "@/lib/sign-in/test-seller";
import { buy } from "./buy";

/** Whatever a shop answers, the wallet of the operator signs only what was agreed. */

const network = networkByCaip2("eip155:8453");
if (!network) throw new Error("Base is known.");
const seller = testSeller("a-secret-of-this-test-0123456789");
const plan = { appUrl: "", key: generatePrivateKey(), seller, purchases: [] };
const purchase = { network, priceMicroUsd: 10_000n, amount: 10_000n, balance: null };

const agreed = {
  scheme: "exact",
  network: network.caip2,
  asset: network.token.address,
  amount: "10000",
  payTo: seller.address,
  maxTimeoutSeconds: 300,
  extra: { name: network.token.name, version: network.token.version },
};
let offered: object = agreed;
const presented: string[] = [];
const server = createServer((req, res) => {
  const payment = req.headers["payment-signature"];
  if (payment) presented.push(String(payment));
  const challenge = { x402Version: 2, resource: { url: "http://localhost/f/a" }, accepts: [offered] };
  res.writeHead(402, { "PAYMENT-REQUIRED": Buffer.from(JSON.stringify(challenge)).toString("base64") }).end("{}");
});
const url = () => `http://localhost:${(server.address() as AddressInfo).port}/f/a`;
beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
afterAll(() => void server.close());

describe("the buyer's wallet", () => {
  it("signs what was agreed", async () => {
    offered = agreed;
    await expect(buy({ id: "a", url: url(), sha256: "" }, purchase, plan)).rejects.toThrow("402");
    expect(presented).toHaveLength(1);
  });

  it.each([
    ["another amount", { amount: "10001" }],
    ["another payee", { payTo: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913" }],
    ["another token", { asset: "0x4200000000000000000000000000000000000006" }],
    ["another network", { network: "eip155:137" }],
  ])("signs nothing for %s", async (_what, bend) => {
    offered = { ...agreed, ...bend };
    presented.length = 0;
    await expect(buy({ id: "a", url: url(), sha256: "" }, purchase, plan)).rejects.toThrow("does not offer the file");
    expect(presented).toEqual([]);
  });
});
