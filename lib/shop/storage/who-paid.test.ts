import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { createFile } from "@/lib/products/files/create-file";
import { findOrCreateSeller } from "@/lib/sellers/find-or-create-seller";
import { checkSignature } from "@/lib/sign-in/check-signature";
import type { TestAccount } from "@/test/chain";
import { reconcilePayments, watchReleased } from "@/test/core";
import { confirmsOwnKey, delegate } from "@/test/delegate";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import { type Answer, openStorageShop, type StorageShop } from "@/test/storage-shop";
import { startWireFacilitator, valid, type WireFacilitator } from "@/test/wire-facilitator";

/** Payment pays, a signature owns (rule 11d). */

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop({ SETTLEMENTS_PER_PAYER_PER_DAY: "0", SELLERS: "open" });
  const { stranger, owner } = shop.chain.accounts;
  for (const { address } of [stranger, owner]) await shop.chain.fund(address, 5_000_000n);
});
afterAll(() => shop?.close());

const PRICE = 10_000n;
type Headers = Record<string, string>;

async function paying(ask: (headers?: Headers) => Promise<Answer>, by = shop.chain.accounts.buyer) {
  const signed = await shop.pay(await ask(), by);
  return { ...signed, answer: await ask(signed.headers) };
}

const room = (name: string, more: Headers = {}) => {
  return (headers: Headers = {}) => shop.create({ size: 3_000, days: 60, name }, { ...more, ...headers });
};

async function keptFile() {
  const { id } = await shop.sell();
  const keptUntil = new Date(Date.now() + 20 * DAY);
  await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
  return { id, keptUntil };
}

const keptUntil = async (id: string) => (await db().file.findUniqueOrThrow({ where: { id } })).keptUntil?.getTime();

/** What the door of tokens asks to be signed, signed. */
async function prove(uploadId: string, by: Pick<TestAccount, "address" | "signMessage">) {
  const asked = await shop.newToken(uploadId);
  expect(asked).toMatchObject({ status: 401, code: "sign_in_required" });
  return { "sign-in-with-x": await proveWallet(declared(asked.body.extensions as never), by) };
}

async function makeSeller(address: string): Promise<{ sellerId: string; address: string; chainId: number }> {
  const id = newId();
  const lower = address.toLowerCase();
  await db().seller.create({ data: { id, address: lower, payTo: lower, createdAt: new Date() } });
  return { sellerId: id, address: lower, chainId: 31_337 };
}

async function publish(session: Awaited<ReturnType<typeof makeSeller>>, uploadId: string, uploadToken: string) {
  await expect.poll(() => db().upload.findUnique({ where: { id: uploadId } })).toMatchObject({ state: "finished" });
  return createFile(session as never, { uploadId, uploadToken, price: "0.50", downloadDays: 30 } as never, new Date());
}

describe("the token door", () => {
  it("gives a new token to the wallet that paid, once per proof; the old one opens nothing", async () => {
    const { answer } = await paying(room(newId()));
    const [id, old] = [answer.uploadId ?? "", answer.token ?? ""];
    await shop.send(id, old, randomBytes(3_000).subarray(0, 1_000));
    const proof = await prove(id, shop.chain.accounts.buyer);
    const chosen = newSecret();
    expect(await shop.newToken(id, { ...proof, "upload-token": chosen })).toMatchObject({ status: 204, token: chosen });
    expect((await shop.send(id, old, randomBytes(2_000), 1_000)).status).toBe(404);
    expect(await shop.newToken(id, proof)).toMatchObject({ status: 401, code: "sign_in_required", token: null });
    expect((await shop.send(id, chosen, randomBytes(2_000), 1_000)).status).toBe(204);
  });

  it("opens no upload to another wallet, nor by a proof for another upload", async () => {
    const [one, other] = [(await paying(room(newId()))).answer, (await paying(room(newId()))).answer];
    const [id, otherId] = [one.uploadId ?? "", other.uploadId ?? ""];
    const { stranger, buyer } = shop.chain.accounts;
    const refused = await shop.newToken(id, await prove(id, stranger));
    expect(refused).toMatchObject({ status: 404, code: "upload_not_found", token: null });
    expect(await shop.newToken(id, await prove(otherId, buyer))).toMatchObject({ status: 401, token: null });
    expect(await shop.newToken(newId(), await prove(newId(), buyer))).toMatchObject({ status: 401, token: null });
    expect((await shop.send(id, one.token ?? "", randomBytes(10))).status).toBe(204);
  });

  it("opens nothing once the upload was published", async () => {
    const { answer } = await paying(room(newId()));
    const [id, token] = [answer.uploadId ?? "", answer.token ?? ""];
    await shop.send(id, token, randomBytes(3_000));
    const { stranger, buyer } = shop.chain.accounts;
    const file = await publish(await makeSeller(stranger.address), id, token);
    expect(await shop.newToken(id, await prove(id, buyer))).toMatchObject({ status: 404, code: "upload_not_found" });
    // Who paid owns nothing: an exchange's hot wallet pays for many.
    const seller = await db().seller.findFirstOrThrow({ where: { address: stranger.address.toLowerCase() } });
    expect(await db().file.findUniqueOrThrow({ where: { id: file.id } })).toMatchObject({ sellerId: seller.id });
    expect(await db().seller.count({ where: { address: buyer.address.toLowerCase() } })).toBe(0);
    expect((await db().file.findUniqueOrThrow({ where: { id: file.id } })).keptUntil).not.toBeNull();
  });
});

describe("a paying address", () => {
  it("alone publishes nothing: a sign-in without the upload's token finds no upload", async () => {
    const { owner } = shop.chain.accounts;
    const { answer } = await paying(room(newId()), owner);
    const [id, token] = [answer.uploadId ?? "", answer.token ?? ""];
    await shop.send(id, token, randomBytes(3_000));
    const hotWallet = await makeSeller(owner.address);
    await expect(publish(hotWallet, id, newSecret())).rejects.toMatchObject({ code: "upload_not_found" });
  });

  it("that is delegated pays, signs for a new token and publishes as one seller", async () => {
    const key = shop.chain.accounts.owner;
    const code = `0x${"c0de".repeat(10)}` as const;
    await shop.chain.rpc("anvil_setCode", [code, confirmsOwnKey]);
    await delegate(shop.chain, key, code);
    const { answer } = await paying(room(newId()), key);
    expect(answer.status).toBe(201);
    const id = answer.uploadId ?? "";
    const { token } = await shop.newToken(id, await prove(id, key));
    await shop.send(id, token ?? "", randomBytes(3_000));
    const address = key.address.toLowerCase() as `0x${string}`;
    const signed = { message: "a sign-in", address, chainId: 31_337 };
    const signature = await key.signMessage({ message: signed.message });
    const { identity: wallet } = await checkSignature({ ...signed, signature });
    if (!wallet) throw new Error("not signed");
    const seller = await findOrCreateSeller(wallet, new Date());
    await publish({ ...wallet, sellerId: seller.id }, id, token ?? "");
    expect(await db().seller.count({ where: { address: key.address.toLowerCase() } })).toBe(1);
  });
});

describe("two agents on one wallet", () => {
  it("each with its own Idempotency-Key: two uploads, two charges, and each gets its own again", async () => {
    const before = await shop.earned();
    const name = newId();
    const keys = ["agent one", "agent two"];
    const ask = (key: string) => paying(room(name, { "idempotency-key": key }));
    const [one, two] = await Promise.all(keys.map(ask));
    expect([one?.answer.status, two?.answer.status]).toEqual([201, 201]);
    expect(one?.answer.uploadId).not.toBe(two?.answer.uploadId);
    const again = await ask("agent two");
    expect(again.answer.uploadId).toBe(two?.answer.uploadId);
    expect((await shop.send(one?.answer.uploadId ?? "", one?.answer.token ?? "", randomBytes(10))).status).toBe(204);
    expect(await shop.earned()).toBe(before + 2n * PRICE);
  });

  it("with the same key: one charge, and only the last one that asked has the token", async () => {
    const before = await shop.earned();
    const ask = room(newId(), { "idempotency-key": newId() });
    const [one, two] = [await paying(ask), await paying(ask)];
    expect(two.answer.uploadId).toBe(one.answer.uploadId);
    expect((await shop.send(one.answer.uploadId ?? "", one.answer.token ?? "", randomBytes(10))).status).toBe(404);
    expect(await shop.earned()).toBe(before + PRICE);
  });
});

describe("settled by somebody else's transaction", () => {
  let wire: WireFacilitator;
  const kept = { GAS_KEY: process.env.GAS_KEY, FACILITATOR: process.env.FACILITATOR };
  beforeAll(async () => {
    kept.GAS_KEY = process.env.GAS_KEY;
    wire = await startWireFacilitator();
  });
  afterAll(() => {
    wire.stop();
    delete process.env.FACILITATOR;
    process.env.GAS_KEY = kept.GAS_KEY;
  });
  const answers = (verify: unknown, signers: string[]) => {
    wire.answers["/supported"] = {
      status: 200,
      body: { kinds: [], extensions: [], signers: { "eip155:31337": signers } },
    };
    wire.answers["/verify"] = verify as never;
    wire.answers["/settle"] = { status: 500, body: {} };
  };

  it("an upload opens only by the payer's signature", async () => {
    answers(valid, [shop.chain.accounts.gas.address]);
    const [name, token, before] = [newId(), newSecret(), await shop.earned()];
    const signed = await shop.pay(await room(name)());
    const asked = await room(name, { "upload-token": token })(signed.headers);
    expect(asked).toMatchObject({ status: 503, code: "settlement_unknown", challenge: null });
    await shop.submit(signed);
    await reconcilePayments(new Date());
    const upload = await db().upload.findFirstOrThrow({ where: { name } });
    expect(await shop.earned()).toBe(before + PRICE);
    expect((await shop.send(upload.id, token, randomBytes(10))).status).toBe(404);
    expect(await room(name, { "upload-token": token })(signed.headers)).toMatchObject({ status: 409, token: null });
    const opened = await shop.newToken(upload.id, await prove(upload.id, shop.chain.accounts.buyer));
    expect((await shop.send(upload.id, opened.token ?? "", randomBytes(10))).status).toBe(204);
    expect(await shop.earned()).toBe(before + PRICE);
  });

  it("more time for a file counts at once", async () => {
    answers(valid, [shop.chain.accounts.gas.address]);
    const { id, keptUntil: until } = await keptFile();
    const signed = await shop.pay(await shop.extend(id, 30));
    expect(await shop.extend(id, 30, signed.headers)).toMatchObject({ status: 503, code: "settlement_unknown" });
    await shop.submit(signed);
    await reconcilePayments(new Date());
    expect(await keptUntil(id)).toBe(until.getTime() + 30 * DAY);
  });

  it("after it was released: the room is held again, and the payer who signs anew gets it without paying", async () => {
    answers({ status: 500, body: { error: "boom" } }, [shop.chain.accounts.stranger.address]);
    const [name, before] = [newId(), await shop.earned()];
    const signed = await shop.pay(await room(name)());
    expect(await room(name)(signed.headers)).toMatchObject({ status: 503, code: "facilitator_unavailable" });
    expect(await db().storagePurchase.count({ where: { state: "reserved" } })).toBe(0);
    await shop.submit(signed);
    wire.answers["/verify"] = valid;
    const { answer } = await paying(room(name));
    expect(answer).toMatchObject({ status: 201, token: expect.any(String) });
    expect(await db().upload.count({ where: { name } })).toBe(1);
    expect(await shop.earned()).toBe(before + PRICE);
    const sent = await shop.send(answer.uploadId ?? "", answer.token ?? "", randomBytes(3_000));
    expect(sent.status).toBe(204);
  });

  it("after an extension was released: the job finds it, and it counts once", async () => {
    answers({ status: 500, body: { error: "boom" } }, [shop.chain.accounts.stranger.address]);
    const { id, keptUntil: until } = await keptFile();
    const signed = await shop.pay(await shop.extend(id, 30));
    expect(await shop.extend(id, 30, signed.headers)).toMatchObject({ status: 503 });
    await shop.submit(signed);
    for (const _ of [1, 2]) {
      await watchReleased(new Date());
      await reconcilePayments(new Date());
    }
    expect(await keptUntil(id)).toBe(until.getTime() + 30 * DAY);
    const again = await paying((headers) => shop.extend(id, 30, headers));
    expect(again.answer).toMatchObject({ status: 200 });
    expect(await keptUntil(id)).toBe(until.getTime() + 30 * DAY);
  });
});
