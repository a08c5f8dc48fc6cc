import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { renewRecoveryLink } from "@/lib/buyers/renew-recovery-link";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { resetSettings, settings } from "@/lib/settings/settings";
import { setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { type BentProof, declared, proveWallet } from "@/test/sign-in-with-x";
import { encode } from "@/test/sign-payment";
import type { Outcome } from "./outcome";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

function granted(outcome: Outcome) {
  if (outcome.kind !== "granted") throw new Error(`not granted but ${outcome.kind}`);
  return outcome;
}

async function ask(fileId: string) {
  const outcome = await shop.buy(fileId);
  if (outcome.kind === "payment-required") return declared(outcome.challenge.extensions);
  if (outcome.kind === "refused") return declared(outcome.extensions);
  throw new Error(`nothing to sign in ${outcome.kind}`);
}

async function prove(fileId: string, account = shop.chain.accounts.buyer, bend?: BentProof) {
  return proveWallet(await ask(fileId), account, bend);
}

/** A file that the buyer has paid for. */
async function bought() {
  const { id } = await shop.sell();
  const { payment, claimToken } = granted(await shop.buy(id, { payment: (await shop.sign(id)).header }));
  return { id, payment, claimToken };
}

async function expectRefused(outcome: Promise<Outcome>, words: RegExp) {
  const refused = await outcome;
  expect(refused).toMatchObject({ kind: "payment-rejected", code: "wallet_proof_refused" });
  if (refused.kind !== "payment-rejected") return;
  expect(refused.detail).toMatch(words);
  // There is always a new challenge to sign, and never information about buyers.
  expect(declared(refused.challenge.extensions).info.nonce).toMatch(/^[a-z0-9]{64}$/);
  expect(refused.detail).not.toContain(shop.chain.accounts.buyer.address.toLowerCase());
}

it("opens the file to the wallet that paid, with a key of its own, without charging", async () => {
  const { id, payment, claimToken } = await bought();
  const before = await shop.received();
  const back = granted(await shop.buy(id, { signIn: await prove(id) }));
  expect(back).toMatchObject({ access: "paid", payment: { id: payment?.id } });
  expect(back.claimToken).not.toBe(claimToken);
  expect(granted(await shop.buy(id, { claimToken: back.claimToken })).payment?.id).toBe(payment?.id);
  expect(await shop.received()).toBe(before);
});

it("gives one key to a client that signs again and again, and every saved link stays", async () => {
  const { id, claimToken } = await bought();
  const chosen = newSecret();
  granted(await shop.buy(id, { signIn: await prove(id), chosenClaimToken: chosen }));
  const keys = new Set<string | null>();
  for (let time = 0; time < 6; time += 1) {
    keys.add(granted(await shop.buy(id, { signIn: await prove(id) })).claimToken);
    // A default x402 client: a fresh authorization at each call.
    keys.add(granted(await shop.buy(id, { payment: (await shop.sign(id)).header })).claimToken);
  }
  expect(keys.size).toBe(1);
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(3);
  for (const key of [claimToken, chosen, ...keys]) granted(await shop.buy(id, { claimToken: key }));
});

it("gives no more keys than ten to a client that chooses another each time", async () => {
  const { id } = await bought();
  const keys = new Set<string | null>();
  for (let time = 0; time < 14; time += 1) {
    keys.add(granted(await shop.buy(id, { signIn: await prove(id), chosenClaimToken: newSecret() })).claimToken);
  }
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(11);
  for (const key of keys) granted(await shop.buy(id, { claimToken: key }));
});

it("gives the same key under a new session secret, and another once the links have ended", async () => {
  const { id, payment } = await bought();
  const first = granted(await shop.buy(id, { signIn: await prove(id) })).claimToken;
  vi.stubEnv("OLD_SESSION_SECRETS", settings().sessionSecret);
  vi.stubEnv("SESSION_SECRET", "a new secret that is long enough to be one");
  resetSettings();
  expect(granted(await shop.buy(id, { signIn: await prove(id) })).claimToken).toBe(first);
  vi.unstubAllEnvs();
  resetSettings();
  const { buyer } = shop.chain.accounts;
  const session = { address: buyer.address.toLowerCase(), chainId: 0 };
  await renewRecoveryLink(session, payment?.id ?? "", { endOthers: true, now: new Date() });
  const next = granted(await shop.buy(id, { signIn: await prove(id) })).claimToken;
  expect(next).not.toBe(first);
  expect((await shop.buy(id, { claimToken: first })).kind).toBe("payment-required");
});

it("opens once: a proof shown again is refused, also when two come at once", async () => {
  const { id } = await bought();
  const signIn = await prove(id);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => shop.buy(id, { signIn })));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["granted", ...Array(4).fill("payment-rejected")]);
  await expectRefused(shop.buy(id, { signIn }), /already been used/);
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(2);
});

it("opens no other file, whichever part of the proof names it", async () => {
  const { id } = await bought();
  const other = await shop.sell();
  await expectRefused(shop.buy(other.id, { signIn: await prove(id) }), /another address/);
  // The payer of one file relabels a proof for the other one: the nonce, or the URL, or the signature is wrong.
  const { uri } = (await ask(id)).info;
  await expectRefused(shop.buy(id, { signIn: await prove(other.id, undefined, { signed: { uri } }) }), /nonce/);
  await expectRefused(shop.buy(id, { signIn: await prove(other.id, undefined, { sent: { uri } }) }), /nonce/);
  const honest = await prove(other.id);
  await expectRefused(shop.buy(other.id, { signIn: honest }), /no purchase/);
});

it("gives no access for a proof for another site, or for a network that is not offered", async () => {
  const { id } = await bought();
  const bends: [BentProof, RegExp][] = [
    [{ signed: { domain: "evil.example" } }, /another site/],
    [{ signed: { uri: "https://evil.example/f/x" } }, /another address/],
    [{ signed: { chainId: "eip155:1" } }, /not offered/],
    [{ signed: { domain: "evil.example" }, sent: { domain: (await ask(id)).info.domain } }, /signature is not/],
  ];
  for (const [bend, words] of bends)
    await expectRefused(shop.buy(id, { signIn: await prove(id, undefined, bend) }), words);
});

it("gives no access for an expired proof, one from the future, or one with a nonce that we did not issue", async () => {
  const { id } = await bought();
  const late = new Date(Date.now() + 6 * MINUTE);
  await expectRefused(shop.buy(id, { signIn: await prove(id), now: late }), /expired/);
  const without = await prove(id, undefined, { signed: { expirationTime: undefined } });
  await expectRefused(shop.buy(id, { signIn: without, now: new Date(Date.now() + 7 * MINUTE) }), /expired/);
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  await expectRefused(
    shop.buy(id, { signIn: await prove(id, undefined, { signed: { issuedAt: at(2 * MINUTE) } }) }),
    /future/,
  );
  await expectRefused(
    shop.buy(id, { signIn: await prove(id, undefined, { signed: { nonce: "a".repeat(64) } }) }),
    /nonce/,
  );
  // A signer's clock may be a little ahead.
  const ahead = await prove(id, undefined, { signed: { issuedAt: at(MINUTE / 2) } });
  expect((await shop.buy(id, { signIn: ahead })).kind).toBe("granted");
});

it("gives no access for a forged signature, and leaves the nonce to its owner", async () => {
  const { id } = await bought();
  const challenge = await ask(id);
  const { buyer, stranger } = shop.chain.accounts;
  const forged = await proveWallet(challenge, { address: buyer.address, signMessage: stranger.signMessage });
  await expectRefused(shop.buy(id, { signIn: forged }), /signature is not/);
  await expectRefused(
    shop.buy(id, { signIn: await proveWallet(challenge, buyer, { sent: { statement: "Something else." } }) }),
    /signature is not/,
  );
  expect((await shop.buy(id, { signIn: await proveWallet(challenge, buyer) })).kind).toBe("granted");
});

it("tells a wallet without purchases so, and stores nothing for it", async () => {
  const { id } = await bought();
  const used = await db().usedNonce.count();
  await expectRefused(shop.buy(id, { signIn: await prove(id, shop.chain.accounts.stranger) }), /no purchase/);
  expect(await db().usedNonce.count()).toBe(used);
});

it("rejects everything that is not a proof in the same way", async () => {
  const { id } = await bought();
  const proof = JSON.parse(Buffer.from(await prove(id), "base64").toString());
  const bad = ["", "%%%", "e30", encode("not json"), encode([]), encode(null), `${await prove(id)}, x`];
  for (const field of Object.keys(proof).filter((name) => name !== "statement" && name !== "expirationTime")) {
    bad.push(encode({ ...proof, [field]: undefined }), encode({ ...proof, [field]: 7 }));
  }
  bad.push(encode({ ...proof, statement: "a\nURI: https://evil.example" }), encode({ ...proof, type: "ed25519" }));
  for (const signIn of bad) await expectRefused(shop.buy(id, { signIn }), /not a proof/);
});

it("opens a purchase that a stranger's transaction settled, whose claim token gives no access", async () => {
  const { id, claimToken } = await bought();
  await db().entitlement.updateMany({ where: { productId: id }, data: { tokenHash: newId() } });
  expect((await shop.buy(id, { claimToken })).kind).toBe("payment-required");
  expect(granted(await shop.buy(id, { signIn: await prove(id) })).access).toBe("paid");
});

it("tells a payer whose payment is in progress to wait, and lets the same proof open the file afterwards", async () => {
  const { id, payment } = await bought();
  const paymentId = payment?.id ?? "";
  const grants = await db().entitlement.findMany({ where: { productId: id } });
  await db().entitlement.deleteMany({ where: { productId: id } });
  await setState({ id: paymentId }, "unknown");
  const signIn = await prove(id);
  expect(await shop.buy(id, { signIn })).toMatchObject({ kind: "settlement-unknown", payment: { id: paymentId } });
  await setState({ id: paymentId }, "settled");
  await db().entitlement.createMany({ data: grants });
  expect((await shop.buy(id, { signIn })).kind).toBe("granted");
});

it("opens a paused, ended, suspended or removed file to its payer, and tells others only that it is closed", async () => {
  const { id } = await bought();
  const closed = [
    [{ paused: true }, "file_paused"],
    [{ paused: false, onSaleUntil: new Date(Date.now() - DAY) }, "sale_ended"],
    [{ suspendedAt: new Date() }, "file_suspended"],
    [{ removedAt: new Date() }, "file_removed"],
  ] as const;
  for (const [data, code] of closed) {
    await db().file.update({ where: { id }, data });
    expect((await shop.buy(id, { signIn: await prove(id) })).kind).toBe("granted");
    const stranger = await prove(id, shop.chain.accounts.stranger);
    expect(await shop.buy(id, { signIn: stranger })).toMatchObject({ kind: "refused", code, detail: /no purchase/ });
  }
});

it("still accepts a payment that comes with a proof that gives no access", async () => {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  expect((await shop.buy(id, { signIn: await prove(id), payment: header })).kind).toBe("granted");
});

/** As if the file had been paid for on another network. */
async function setNetwork(fileId: string, network: string) {
  const { transfers, ...order } = await db().order.findFirstOrThrow({
    where: { productId: fileId },
    include: { transfers: true },
  });
  const payer = `${network}:${transfers[0]?.payer}`;
  await db().order.update({ where: { id: order.id }, data: { payer, accountKey: `file:${fileId}:${payer}` } });
  await db().transfer.update({ where: { id: order.id }, data: { network } });
  await db().entitlement.updateMany({ where: { orderId: order.id }, data: { payer } });
}

it("opens a contract account's purchase if the account confirms the signature, on its own network only", async () => {
  const { id } = await shop.sell();
  const key = privateKeyToAccount(generatePrivateKey());
  const agrees = "0x631626ba7e60e01b60005260206000f3";
  const refuses = "0x60206000f3";
  await shop.chain.rpc("anvil_setCode", [key.address, agrees]);
  await shop.chain.fund(key.address, 1_000_000n);
  const { header } = await shop.sign(id, undefined, { authorization: { from: key.address } });
  granted(await shop.buy(id, { payment: header }));
  // No matter who signs for it, the account itself decides.
  const account = { ...shop.chain.accounts.stranger, address: key.address };
  expect(granted(await shop.buy(id, { signIn: await prove(id, account) })).access).toBe("paid");
  await setNetwork(id, "eip155:84532");
  await expectRefused(shop.buy(id, { signIn: await prove(id, account) }), /no purchase/);
  await shop.chain.rpc("anvil_setCode", [key.address, refuses]);
  await expectRefused(shop.buy(id, { signIn: await prove(id, account) }), /signature is not/);
});

it("opens a plain key's purchase whichever network it was paid on", async () => {
  const { id } = await bought();
  await setNetwork(id, "eip155:84532");
  expect((await shop.buy(id, { signIn: await prove(id) })).kind).toBe("granted");
});
