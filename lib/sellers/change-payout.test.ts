import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { updateFile } from "@/lib/products/files/update-file";
import { paidFor } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { changePayout } from "./change-payout";
import { startPayout } from "./payout-statement";
import { readProfile } from "./read-profile";
import type { PayoutChange } from "./schema";

let shop: Shop;
let seller: PrivateKeyAccount;
const vault = privateKeyToAccount(generatePrivateKey()).address;

beforeAll(async () => {
  shop = await openShop();
  seller = shop.chain.accounts.seller;
});
afterAll(() => shop.close());
beforeEach(async () => {
  const payTo = seller.address.toLowerCase();
  await db().seller.updateMany({ data: { payTo, payToNetworks: "" } });
});

const to = (payTo: string, revokeOld = false): PayoutChange => ({ payTo, chainId: 31337, revokeOld });

/** What the seller's wallet signs for a change, and what is sent with it. */
async function confirm(change: PayoutChange, now = new Date(), signer = seller) {
  const { message, nonce, issuedAt } = await startPayout(shop.sellerId, change, now);
  return { ...change, nonce, issuedAt, signature: await signer.signMessage({ message }), message };
}

async function move(payTo: string, revokeOld = false) {
  return changePayout(shop.sellerId, await confirm(to(payTo, revokeOld)), new Date());
}

describe("a new payout address", () => {
  it("gets the money of every later sale, once the signed-in wallet has signed for old and new", async () => {
    const { id } = await shop.sell();
    const { message } = await confirm(to(vault));
    expect(message).toContain(`Pay my sales to ${vault} instead of ${seller.address}.`);
    expect(await move(vault)).toMatchObject({ payTo: vault, payToNetworks: ["Devnet"] });
    const { header } = await shop.sign(id);
    expect((await shop.buy(id, { payment: header })).kind).toBe("granted");
    expect(await shop.chain.usdcBalance(vault)).toBe(250_000n);
  });

  it("leaves what buyers are signing payable to the old address for ten minutes, and no longer", async () => {
    const { id } = await shop.sell();
    const shown = await shop.sign(id);
    const late = await shop.sign(id, shop.chain.accounts.stranger);
    await move(vault);
    const before = await shop.received();
    expect((await shop.buy(id, { payment: shown.header })).kind).toBe("granted");
    expect(await shop.received()).toBe(before + 250_000n);
    const refused = await shop.buy(id, { payment: late.header, now: new Date(Date.now() + 11 * MINUTE) });
    expect(refused).toMatchObject({ kind: "payment-rejected", code: "wrong_payee" });
  });

  it("ends the old one at once where the seller says so: nothing is settled to a lost key", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    await move(vault, true);
    const before = await shop.received();
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "payment-rejected", code: "wrong_payee" });
    expect(await shop.received()).toBe(before);
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(0);
  });

  it("stays through a change of the price", async () => {
    const { id } = await shop.sell();
    await move(vault);
    await updateFile(shop.sellerId, id, { price: "0.40" }, new Date());
    expect(await db().terms.findFirstOrThrow({ where: { fileId: id, until: null } })).toMatchObject({
      payTo: vault.toLowerCase(),
      priceMicroUsd: 400_000n,
    });
  });

  it("is given to the files of a seller who has thousands of them, and to nobody else's", async () => {
    const { id } = await shop.sell();
    const [file, terms, version] = await Promise.all([
      db().file.findUniqueOrThrow({ where: { id } }),
      db().terms.findFirstOrThrow({ where: { fileId: id } }),
      db().fileVersion.findFirstOrThrow({ where: { fileId: id } }),
    ]);
    const other = `0x${"9".repeat(40)}`;
    await db().seller.create({ data: { id: "other", address: other, payTo: other, createdAt: new Date() } });
    const ids = Array.from({ length: 3_000 }, () => newId());
    const sellerOf = (index: number) => (index === 0 ? "other" : shop.sellerId);
    await db().file.createMany({ data: ids.map((one, index) => ({ ...file, id: one, sellerId: sellerOf(index) })) });
    await db().fileVersion.createMany({
      data: ids.map((one) => ({ ...version, id: one, fileId: one, storageKey: one })),
    });
    await db().terms.createMany({ data: ids.map((one) => ({ ...terms, id: one, fileId: one, versionId: one })) });
    await move(vault);
    const current = { until: null, fileId: { in: ids.slice(0, 900) } };
    expect(await db().terms.count({ where: { ...current, payTo: vault.toLowerCase() } })).toBe(899);
    expect(await db().terms.count({ where: { payTo: vault.toLowerCase(), until: null } })).toBeGreaterThan(2_998);
    expect(await db().terms.findFirst({ where: { fileId: ids[0], until: null } })).toMatchObject({ id: ids[0] });
  }, 120_000);
});

describe("the signature", () => {
  const stays = async () =>
    expect((await readProfile(shop.sellerId)).payTo.toLowerCase()).toBe(seller.address.toLowerCase());

  it("has to be by the wallet that is signed in", async () => {
    const signed = await confirm(to(vault), new Date(), shop.chain.accounts.stranger);
    await expect(changePayout(shop.sellerId, signed, new Date())).rejects.toMatchObject({ code: "payout_not_signed" });
    await stays();
  });

  it.each([
    ["another new address", { payTo: `0x${"8".repeat(40)}` }],
    ["another end of the old address", { revokeOld: true }],
    ["another time", { issuedAt: new Date(Date.now() - MINUTE).toISOString() }],
  ])("is for one change: with %s it is worth nothing", async (_, bent) => {
    const signed = await confirm(to(vault));
    const forged = { ...signed, ...bent };
    await expect(changePayout(shop.sellerId, forged, new Date())).rejects.toMatchObject({ code: "payout_not_signed" });
    await stays();
  });

  it("is good once, also when the address was changed back meanwhile", async () => {
    const signed = await confirm(to(vault));
    await changePayout(shop.sellerId, signed, new Date());
    await db().seller.updateMany({ data: { payTo: seller.address.toLowerCase() } });
    await expect(changePayout(shop.sellerId, signed, new Date())).rejects.toMatchObject({ code: "payout_not_signed" });
    await stays();
  });

  it("of two changes at once lets one through", async () => {
    const other = privateKeyToAccount(generatePrivateKey()).address;
    const changes = await Promise.all([confirm(to(vault)), confirm(to(other))]);
    const ends = await Promise.allSettled(changes.map((one) => changePayout(shop.sellerId, one, new Date())));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: expect.stringMatching(/^payout_(?:address_changed|not_signed)$/) },
    });
  });

  it("ends after ten minutes", async () => {
    const signed = await confirm(to(vault), new Date(Date.now() - 11 * MINUTE));
    await expect(changePayout(shop.sellerId, signed, new Date())).rejects.toMatchObject({ code: "payout_not_signed" });
    await stays();
  });

  it("signs nobody in, and a sign-in changes no address", async () => {
    const { startSignIn } = await import("@/lib/sign-in/start-sign-in");
    const { signIn } = await import("@/lib/sign-in/sign-in");
    const { message, signature } = await confirm(to(vault));
    for (const purpose of ["sign-in", "purchases"] as const) {
      const signing = signIn({ message, signature }, new Date(), purpose);
      await expect(signing).rejects.toMatchObject({ code: "sign_in_failed" });
    }
    const { nonce } = startSignIn(new Date(), "sign-in");
    const signed = { ...(await confirm(to(vault))), nonce };
    await expect(changePayout(shop.sellerId, signed, new Date())).rejects.toMatchObject({ code: "payout_not_signed" });
    await stays();
  });
});

describe("an address that cannot be paid", () => {
  const refused = (payTo: string) =>
    expect(startPayout(shop.sellerId, to(payTo), new Date())).rejects.toMatchObject({ code: "invalid_payout_address" });

  it("is none that nobody owns, or that is the token's, the gas account's or the old one", async () => {
    await refused(`0x${"0".repeat(40)}`);
    await refused(`0x${"0".repeat(39)}4`);
    await refused(shop.chain.network.token.address);
    await refused(shop.chain.accounts.gas.address);
    await refused(seller.address);
  });

  it("is none with a slip in it", async () => {
    await refused(vault.slice(0, -1));
    await refused(`${vault}0`);
    const letter = [...vault].findIndex((char, index) => index > 1 && /[a-fA-F]/.test(char));
    const char = vault[letter] ?? "";
    const slipped = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
    await refused(vault.slice(0, letter) + slipped + vault.slice(letter + 1));
    await refused("vitalik.eth");
  });

  it("where it is a contract is offered only on the networks that have it", async () => {
    const { id } = await shop.sell();
    const contract = `0x${"ab".repeat(20)}` as const;
    await shop.chain.rpc("anvil_setCode", [contract, "0x60006000"]);
    await move(contract);
    expect(await db().seller.findFirstOrThrow({ where: { id: shop.sellerId } })).toMatchObject({
      payToNetworks: "eip155:31337",
    });
    expect(await db().terms.findFirstOrThrow({ where: { fileId: id, until: null } })).toMatchObject({
      payToNetworks: "eip155:31337",
    });
  });

  it("is not the plain key that was handed to a contract: it can be paid everywhere", async () => {
    const delegated = `0x${"cd".repeat(20)}` as const;
    await shop.chain.rpc("anvil_setCode", [delegated, `0xef0100${"ab".repeat(20)}`]);
    await move(delegated);
    expect(await db().seller.findFirstOrThrow({ where: { id: shop.sellerId } })).toMatchObject({ payToNetworks: "" });
  });
});
