import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import type { TestAccount } from "@/test/chain";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import { openStorageShop, type StorageShop } from "@/test/storage-shop";

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
});
afterAll(() => shop?.close());

/** An upload that the buyer has paid for and begun. */
async function begun() {
  const of = { size: 6_000, days: 30, name: `${newId()}.bin` };
  const made = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
  const [id, token] = [made.uploadId ?? "", made.token ?? ""];
  expect(await shop.send(id, token, Buffer.alloc(10))).toMatchObject({ status: 204 });
  return { id, token };
}

async function proof(uploadId: string, account: Pick<TestAccount, "address" | "signMessage">) {
  const asked = await shop.newToken(uploadId);
  expect(asked).toMatchObject({ status: 401, code: "sign_in_required", token: null });
  const signed = await proveWallet(declared(asked.body.extensions as Record<string, never>), account);
  return { "sign-in-with-x": signed };
}

describe("a new token for an upload that was paid for", () => {
  it("is given to the wallet that paid, in place of the lost one, and bytes go on", async () => {
    const { id, token } = await begun();
    const given = await shop.newToken(id, await proof(id, shop.chain.accounts.buyer));
    expect(given).toMatchObject({ status: 204, uploadId: id, token: expect.any(String) });
    expect(await shop.send(id, token, Buffer.alloc(10), 10)).toMatchObject({ status: 404 });
    expect(await shop.send(id, given.token ?? "", Buffer.alloc(10), 10)).toMatchObject({ status: 204 });
  });

  it("is the one that its client chose", async () => {
    const { id } = await begun();
    const chosen = { "upload-token": newSecret() };
    const given = await shop.newToken(id, { ...chosen, ...(await proof(id, shop.chain.accounts.buyer)) });
    expect(given).toMatchObject({ status: 204, token: chosen["upload-token"] });
  });

  it("is given once for each proof, also when two come at once", async () => {
    const { id } = await begun();
    const shown = await proof(id, shop.chain.accounts.buyer);
    const answers = await Promise.all(Array.from({ length: 5 }, () => shop.newToken(id, shown)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401, 401]);
    const given = answers.find(({ status }) => status === 204)?.token ?? "";
    expect(await shop.newToken(id, shown)).toMatchObject({ status: 401, code: "sign_in_required", token: null });
    expect(await shop.send(id, given, Buffer.alloc(10), 10)).toMatchObject({ status: 204 });
  });

  it("is not given to a wallet that did not pay for it, nor for a proof of another upload", async () => {
    const [{ id, token }, other] = [await begun(), await begun()];
    const { buyer, stranger } = shop.chain.accounts;
    expect(await shop.newToken(id, await proof(id, stranger))).toMatchObject({ status: 404, code: "upload_not_found" });
    const forged = { address: buyer.address, signMessage: stranger.signMessage };
    expect(await shop.newToken(id, await proof(id, forged))).toMatchObject({ status: 401 });
    expect(await shop.newToken(id, await proof(other.id, buyer))).toMatchObject({ status: 401 });
    expect(await shop.send(id, token, Buffer.alloc(10), 10)).toMatchObject({ status: 204 });
  });

  it("is not given once it is a file", async () => {
    const { id } = await begun();
    const shown = await proof(id, shop.chain.accounts.buyer);
    await db().upload.update({ where: { id }, data: { state: "used" } });
    expect(await shop.newToken(id, shown)).toMatchObject({ status: 404, code: "upload_not_found", token: null });
  });
});
