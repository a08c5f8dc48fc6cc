import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { claimHandle, claimSlug } from "@/lib/links/claim-name";
import { fileUrl } from "@/lib/products/files/file-url";
import { openShop, type Shop } from "@/test/shop";

/** Rule 6: a sale requires the file's URL when the client names one, and a readable link is one. Rule 4b: both are one purchase. */

const HOME = "http://localhost:3000";
const now = new Date();
let shop: Shop;
let book: string;
let other: string;
beforeAll(async () => {
  process.env.APP_URL = HOME;
  shop = await openShop();
  book = (await shop.sell()).id;
  other = (await shop.sell()).id;
  await claimHandle(shop.sellerId, "ana", now);
  await claimSlug(shop.sellerId, book, "first", now);
  await claimSlug(shop.sellerId, book, "book", now);
  await claimSlug(shop.sellerId, other, "other", now);
});
afterAll(() => shop.close());

/** A header that names this resource. */
async function signed(fileId: string, url: string | undefined): Promise<string> {
  const { header } = await shop.sign(fileId);
  const payload = JSON.parse(Buffer.from(header, "base64").toString());
  return Buffer.from(JSON.stringify({ ...payload, resource: url === undefined ? undefined : { url } })).toString(
    "base64",
  );
}

it("the challenge names the file by its id, whatever link was asked", async () => {
  const outcome = await shop.buy(book);
  expect(outcome).toMatchObject({ kind: "payment-required", challenge: { resource: { url: fileUrl(book) } } });
});

it.each([
  ["another file's link", `${HOME}/s/ana/other`],
  ["another file's URL", ""],
  ["a link that nobody has", `${HOME}/s/ana/nothing`],
  ["another shop's link", "https://other.example/s/ana/book"],
  ["a link with more behind it", `${HOME}/s/ana/book/report`],
])("a payment that names %s is refused, and nothing is charged", async (_, url) => {
  const payment = await signed(book, url || fileUrl(other));
  const outcome = await shop.buy(book, { payment });
  expect(outcome).toMatchObject({ kind: "payment-rejected" });
  expect(await db().order.count()).toBe(0);
  expect(await shop.received()).toBe(0n);
});

it("one that names the link, as it is or as it was, buys the file once; at the other link it is the same purchase", async () => {
  const payment = await signed(book, `${HOME}/s/ana/first`);
  expect(await shop.buy(book, { payment })).toMatchObject({ kind: "granted", file: { id: book } });
  const received = await shop.received();
  expect(received).toBe(250_000n);
  // A client that signs anew on each call, naming either.
  for (const url of [`${HOME}/s/ana/book`, fileUrl(book), undefined]) {
    const again = await signed(book, url);
    expect(await shop.buy(book, { payment: again })).toMatchObject({ kind: "granted" });
  }
  expect(await shop.received()).toBe(received);
  expect(await db().order.count()).toBe(1);
});
