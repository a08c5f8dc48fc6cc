import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { BUYER_COOKIE, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import { openShop, type Shop } from "@/test/shop";
import { GET as byPayment } from "../../../purchases/[paymentId]/calendar/route";
import { GET as byFile } from "./route";

/** "Download until" as a calendar file, for requests with access. */

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

async function bought() {
  const { id: fileId } = await shop.sell();
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId)).header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not bought");
  return { fileId, paymentId: outcome.payment.id, claimToken: outcome.claimToken };
}

async function ask(door: typeof byFile, params: Record<string, string>, headers: Record<string, string>) {
  const response = await door(new Request("http://localhost:3000/api/x", { headers }), {
    params: Promise.resolve(params),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const buyersCookie = async () => {
  const address = shop.chain.accounts.buyer.address.toLowerCase();
  return `${BUYER_COOKIE}=${await sealBuyerSession({ address, chainId: 0 })}`;
};

it("names the day and the file's page, in the reader's language, and no secret", async () => {
  const { fileId, paymentId, claimToken } = await bought();
  const until = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 9 * DAY);
  await db().entitlement.updateMany({ where: { productId: fileId }, data: { until } });
  const cookie = `fk_claim=${claimToken}`;
  const byBrowser = await ask(byFile, { fileId }, { cookie });
  const byWallet = await ask(byPayment, { paymentId }, { cookie: await buyersCookie() });
  for (const { status, headers, text } of [byBrowser, byWallet]) {
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="download-until.ics"');
    expect(headers.get("cache-control")).toContain("no-store");
    expect(text).toContain(`DTSTART:${until.toISOString().replace(/[-:]|\.000/g, "")}\r\n`);
    expect(text).toContain(`URL:http://localhost:3000/f/${fileId}\r\n`);
    expect(text).toContain("SUMMARY:Last day to download: A report\r\n");
    expect(text).not.toContain(claimToken);
    expect(text).not.toContain("/r#");
  }
  const uid = (text: string) => /^UID:.*$/m.exec(text)?.[0];
  expect(uid(byBrowser.text)).toBe(uid(byWallet.text));
  const french = await ask(byFile, { fileId }, { cookie: `${cookie}; fk_locale=fr` });
  expect(french.text).toContain("SUMMARY:Dernier jour pour télécharger\u00a0: A report\r\n");
});

it("reveals nothing without access, or after the access has ended", async () => {
  const { fileId, paymentId, claimToken } = await bought();
  const cookie = `fk_claim=${claimToken}`;
  expect((await ask(byFile, { fileId }, {})).status).toBe(410);
  expect((await ask(byFile, { fileId }, { cookie, "sec-fetch-site": "cross-site" })).status).toBe(410);
  expect((await ask(byPayment, { paymentId }, { cookie })).status).toBe(401);
  await db().entitlement.updateMany({ where: { productId: fileId }, data: { until: new Date(0) } });
  expect((await ask(byFile, { fileId }, { cookie })).status).toBe(410);
  expect((await ask(byPayment, { paymentId }, { cookie: await buyersCookie() })).status).toBe(410);
});
