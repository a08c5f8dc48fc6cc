import { encodePaymentRequiredHeader } from "@x402/core/http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { findFile } from "@/lib/products/files/find-file";
import { resetSettings, settings } from "@/lib/settings/settings";
import { openShop, type Shop } from "@/test/shop";
import { challengeFor } from "./challenge";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
afterEach(() => {
  delete process.env.APP_URL;
  resetSettings();
});

async function challengeOf(fileId: string) {
  const file = await findFile(fileId);
  if (!file) throw new Error("no such file");
  return challengeFor(file, "Payment required");
}

describe("a challenge", () => {
  it("names the link at the configured origin, whatever else the server is called", async () => {
    const { id } = await shop.sell();
    process.env.APP_URL = "https://shop.example";
    resetSettings();
    expect((await challengeOf(id)).resource?.url).toBe(`https://shop.example/f/${id}`);
  });

  it("fits the header buffers of proxies, with five networks and the longest title", async () => {
    const { id } = await shop.sell();
    await db().file.update({ where: { id }, data: { title: "👨‍👩‍👧‍👦".repeat(120) } });
    const names = ["eip155:8453", "eip155:137", "eip155:42161", "eip155:1"];
    settings().networks.push(...names.flatMap((caip2) => networkByCaip2(caip2) ?? []));
    const challenge = await challengeOf(id);
    expect(challenge.accepts).toHaveLength(5);
    expect(encodePaymentRequiredHeader(challenge).length).toBeLessThan(5_000);
  });
});
