import { createHash } from "node:crypto";
import { createWalletClient, http, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { startDeadline } from "@/lib/deadline";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { resetSettings } from "@/lib/settings/settings";
import { leaveReserved, leaveUnknown, paidFor, reconcilePayments, setState } from "@/test/core";
import { startLaggingNode } from "@/test/lagging-node";
import { addEntitlement, addPayment, insertSales, readPayment, saleLike } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { encode, type SignedPayment } from "@/test/sign-payment";
import type { Outcome } from "./outcome";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const PRICE = 250_000n;
const token = (letter: string) => createHash("sha256").update(letter).digest("base64url");

function granted(outcome: Outcome) {
  if (outcome.kind !== "granted")
    throw new Error(`not granted: ${JSON.stringify(outcome, (_, v) => (typeof v === "bigint" ? `${v}` : v))}`);
  return outcome;
}

async function eventsOf(paymentId: string): Promise<string[]> {
  const events = await db().orderEvent.findMany({ where: { orderId: paymentId }, orderBy: { at: "asc" } });
  return events.map(({ state }) => state);
}

describe("one authorization buys one file once", () => {
  it("moves exactly the price to the seller, and writes reserved, settling, settled before it grants", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const { header } = await shop.sign(id);
    const outcome = granted(await shop.buy(id, { payment: header }));
    expect(await shop.received()).toBe(before + PRICE);
    expect(outcome.access).toBe("paid");
    expect(outcome.payment?.state).toBe("settled");
    expect(outcome.claimToken).toMatch(/^[\w-]{43}$/);
    expect(await eventsOf(outcome.payment?.id ?? "")).toEqual(["reserved", "settling", "settled"]);
    const days = (Number(outcome.grant?.until) - Number(outcome.grant?.createdAt)) / DAY;
    expect(days).toBe(30);
  });

  it("opens the file again by the claim token, for this file only, without charging", async () => {
    const first = await shop.sell();
    const other = await shop.sell();
    const { header } = await shop.sign(first.id);
    const { claimToken } = granted(await shop.buy(first.id, { payment: header }));
    const before = await shop.received();
    expect(granted(await shop.buy(first.id, { claimToken })).access).toBe("paid");
    expect((await shop.buy(other.id, { claimToken })).kind).toBe("payment-required");
    expect(await shop.received()).toBe(before);
  });

  it("charges once and grants once when one header arrives ten times at once", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const { header } = await shop.sign(id);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => shop.buy(id, { payment: header })));
    const kinds = outcomes.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(["granted", ...Array(9).fill("payment-known")]);
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("serves one file when one authorization arrives for five files at once", async () => {
    const files = await Promise.all([1, 2, 3, 4, 5].map(() => shop.sell()));
    const before = await shop.received();
    const signed = await shop.sign(files[0]?.id ?? "");
    const headers = await Promise.all(files.map(({ id }) => shop.sign(id, shop.chain.accounts.buyer, signed)));
    const outcomes = await Promise.all(
      files.map(({ id }, index) => shop.buy(id, { payment: headers[index]?.header ?? null })),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["granted", ...Array(4).fill("payment-known")]);
    expect(
      await db().transfer.count({
        where: { direction: "sale", order: { productId: { in: files.map(({ id }) => id) } } },
      }),
    ).toBe(1);
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("charges once when two different authorizations of one payer meet", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const [one, two] = [await shop.sign(id), await shop.sign(id)];
    const outcomes = await Promise.all([shop.buy(id, { payment: one.header }), shop.buy(id, { payment: two.header })]);
    // The second one waits with the first, and is served by its purchase.
    expect(outcomes.map(({ kind }) => kind)).toEqual(["granted", "granted"]);
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("charges once when a client signs twice at once with the claim token it chose, and that token opens the file", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const chosen = { chosenClaimToken: token("k") };
    const signed = await Promise.all([shop.sign(id), shop.sign(id), shop.sign(id)]);
    const outcomes = await Promise.all(signed.map(({ header }) => shop.buy(id, { payment: header, ...chosen })));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["granted", "granted", "granted"]);
    // The token is not sent, so that the grant is found only by the payer.
    expect((await shop.buy(id, { payment: (await shop.sign(id)).header, ...chosen })).kind).toBe("granted");
    expect((await shop.buy(id, { claimToken: token("k") })).kind).toBe("granted");
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("gives no access for a header rebuilt from public data, in any spelling, for this file and for another", async () => {
    const { id } = await shop.sell();
    const other = await shop.sell();
    const paid = await shop.sign(id);
    granted(await shop.buy(id, { payment: paid.header }));
    const before = await shop.received();
    const shout = (hex: string) => `0x${hex.slice(2).toUpperCase()}`;
    const spellings = [
      {},
      { tamper: { nonce: shout(paid.nonce) }, signature: shout(paid.signature) },
      { tamper: { from: paid.authorization.from.toLowerCase() } },
      { tamper: { from: shout(paid.authorization.from), to: paid.authorization.to.toLowerCase() } },
    ];
    for (const fileId of [id, other.id]) {
      for (const spelling of spellings) {
        const again = await shop.sign(fileId, shop.chain.accounts.buyer, {
          authorization: paid.authorization,
          signature: paid.signature,
          ...spelling,
        });
        expect((await shop.buy(fileId, { payment: again.header })).kind).toBe("payment-known");
      }
      for (const value of ["0x3d090", "0250000", "250000.0", "2.5e5", " 250000"]) {
        const odd = await shop.sign(fileId, shop.chain.accounts.buyer, {
          authorization: paid.authorization,
          signature: paid.signature,
          tamper: { value },
        });
        await expect(shop.buy(fileId, { payment: odd.header })).rejects.toMatchObject({ code: "malformed_payment" });
      }
    }
    expect(await shop.received()).toBe(before);
  });

  it("does not charge a payer who signs again, and gives that device its own claim token", async () => {
    const { id } = await shop.sell();
    const first = granted(await shop.buy(id, { payment: (await shop.sign(id)).header }));
    const before = await shop.received();
    const anew = await shop.sign(id);
    const second = granted(await shop.buy(id, { payment: anew.header }));
    expect(await shop.received()).toBe(before);
    expect(second.payment?.id).toBe(first.payment?.id);
    expect(second.grant?.until).toEqual(first.grant?.until);
    expect(second.claimToken).not.toBe(first.claimToken);
    const byNewKey = granted(await shop.buy(id, { claimToken: second.claimToken }));
    expect(byNewKey.payment?.id).toBe(first.payment?.id);
    // The fresh authorization is used up as a proof: presented again it gives nothing.
    expect((await shop.buy(id, { payment: anew.header })).kind).toBe("payment-known");
  });

  it("lets a client that chose its claim token come back after a lost answer with the same header", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    const chosen = { chosenClaimToken: token("a"), claimToken: token("a") };
    granted(await shop.buy(id, { payment: header, ...chosen }));
    const before = await shop.received();
    expect(granted(await shop.buy(id, { payment: header, ...chosen })).access).toBe("paid");
    expect(await shop.received()).toBe(before);
  });

  it("refuses a chosen claim token that opens something else already, and charges nothing", async () => {
    const [one, two] = [await shop.sell(), await shop.sell()];
    const chosen = { chosenClaimToken: token("b"), claimToken: token("b") };
    granted(await shop.buy(one.id, { payment: (await shop.sign(one.id)).header, ...chosen }));
    const before = await shop.received();
    const { header } = await shop.sign(two.id);
    await expect(shop.buy(two.id, { payment: header, ...chosen })).rejects.toBeInstanceOf(AppError);
    expect(await shop.received()).toBe(before);
    expect(granted(await shop.buy(two.id, { payment: header })).access).toBe("paid");
  });

  it("refuses a chosen claim token that can be guessed, charges nothing, and takes the same authorization with another", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    const before = await shop.received();
    for (const chosenClaimToken of ["A".repeat(43), "0123456789".repeat(5).slice(0, 43), "ab".repeat(22).slice(1)]) {
      await expect(shop.buy(id, { payment: header, chosenClaimToken })).rejects.toMatchObject({
        code: "malformed_request",
      });
    }
    expect(await shop.received()).toBe(before);
    expect(granted(await shop.buy(id, { payment: header, chosenClaimToken: token("good") })).access).toBe("paid");
  });
});

describe("payers that are contracts", () => {
  /** Answers every call with ERC-1271's magic value, and with zeros. */
  const agrees = "0x631626ba7e60e01b60005260206000f3";
  const refuses = "0x60206000f3";

  it("accepts a payment that the account confirms", async () => {
    const { id } = await shop.sell();
    const account = await newAccount(agrees);
    const before = await shop.received();
    const { header } = await shop.sign(id, undefined, { authorization: { from: account } });
    expect(granted(await shop.buy(id, { payment: header })).access).toBe("paid");
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("refuses what the account does not confirm, also from an account that has bought before", async () => {
    const { id } = await shop.sell();
    const account = await newAccount(agrees);
    granted(
      await shop.buy(id, { payment: (await shop.sign(id, undefined, { authorization: { from: account } })).header }),
    );
    await shop.chain.rpc("anvil_setCode", [account, refuses]);
    const before = await shop.received();
    const forged = await shop.sign(id, undefined, {
      authorization: { from: account },
      signature: `0x${"00".repeat(65)}`,
    });
    expect(await shop.buy(id, { payment: forged.header })).toMatchObject({
      kind: "payment-rejected",
      code: "invalid_signature",
    });
    expect(await db().hold.count({ where: { replayKey: { endsWith: forged.nonce } } })).toBe(0);
    expect(await shop.received()).toBe(before);
  });

  async function newAccount(code: string): Promise<`0x${string}`> {
    const { address } = privateKeyToAccount(generatePrivateKey());
    await shop.chain.rpc("anvil_setCode", [address, code]);
    await shop.chain.fund(address, 1_000_000n);
    return address;
  }
});

describe("one payer on several networks", () => {
  it("does not charge a plain key again for a file it bought on another network", async () => {
    const { id } = await shop.sell();
    const payer = shop.chain.accounts.buyer.address.toLowerCase();
    const now = new Date();
    const terms = await db().terms.findFirstOrThrow({ where: { fileId: id } });
    const elsewhere = await addPayment(terms.id, { network: "eip155:84532", payer, createdAt: now });
    const { payer: account, person } = elsewhere.order;
    const until = new Date(now.getTime() + DAY);
    await addEntitlement(db(), terms, { orderId: elsewhere.id, payer: account, person, until });
    const before = await shop.received();
    expect(granted(await shop.buy(id, { payment: (await shop.sign(id)).header })).access).toBe("paid");
    expect(await shop.received()).toBe(before);
  });

  it("gives a payer who has bought a file more than once the longest access", async () => {
    const { id } = await shop.sell();
    const first = granted(await shop.buy(id, { payment: (await shop.sign(id)).header }));
    const terms = await db().terms.findFirstOrThrow({ where: { fileId: id } });
    const createdAt = new Date(Date.now() - DAY);
    const payer = shop.chain.accounts.buyer.address.toLowerCase();
    const { order } = await addPayment(terms.id, { network: "eip155:84532", payer, createdAt });
    const until = new Date(Number(first.grant?.until) + 60 * DAY);
    await addEntitlement(db(), terms, { orderId: order.id, payer: order.payer, person: order.person, until });
    const again = granted(await shop.buy(id, { payment: (await shop.sign(id)).header }));
    expect(again.grant?.until).toEqual(until);
  });

  it("neither asks for nor takes money on a network where the seller's contract does not exist", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    await db().terms.updateMany({ where: { fileId: id }, data: { payToNetworks: "eip155:84532" } });
    const before = await shop.received();
    expect(await shop.buy(id)).toMatchObject({ kind: "unavailable", code: "not_payable" });
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "unavailable", code: "not_payable" });
    expect(await shop.received()).toBe(before);
  });
});

describe("terms", () => {
  it("takes the old price for ten minutes after an edit, and no longer", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    const later = await shop.sign(id, shop.chain.accounts.buyer);
    await editPrice(id, 400_000n, new Date());
    const before = await shop.received();
    granted(await shop.buy(id, { payment: header }));
    expect(await shop.received()).toBe(before + PRICE);

    const second = await shop.sell();
    const stale = await shop.sign(second.id);
    await editPrice(second.id, 400_000n, new Date(Date.now() - 11 * 60_000));
    const outcome = await shop.buy(second.id, { payment: stale.header });
    expect(outcome).toMatchObject({ kind: "payment-rejected", code: "wrong_amount" });
    expect(later.header).not.toBe(header);
  });

  it("pay whom the buyer was shown, although the seller's payout address has changed since", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    const { sellerId } = await db().file.findUniqueOrThrow({ where: { id } });
    const { payTo } = await db().seller.findUniqueOrThrow({ where: { id: sellerId } });
    await db().seller.update({ where: { id: sellerId }, data: { payTo: `0x${"44".repeat(20)}` } });
    const before = await shop.received();
    const outcome = await shop.buy(id, { payment: header });
    await db().seller.update({ where: { id: sellerId }, data: { payTo } });
    expect(granted(outcome).payment?.payee).toBe(payTo);
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("never takes a payment on terms that were free", async () => {
    const { id } = await shop.sell({ price: "0" });
    expect(granted(await shop.buy(id)).access).toBe("free");
    const { id: offerId } = await db().terms.findFirstOrThrow({ where: { fileId: id } });
    await editPrice(id, 400_000n, new Date());
    // It names the current terms, none, and the free ones themselves.
    const presentations = [
      [{ accepted: { amount: "0" } }, "wrong_amount"],
      [{ accepted: { amount: "0" }, resourceUrl: null }, "wrong_amount"],
      [{ accepted: { amount: "0", extra: { offerId } } }, "wrong_network"],
    ] as const;
    for (const [named, code] of presentations) {
      const zero = await shop.sign(id, undefined, { ...named, authorization: { value: "0" } });
      expect(await shop.buy(id, { payment: zero.header })).toMatchObject({ kind: "payment-rejected", code });
    }
    expect((await shop.buy(id)).kind).toBe("payment-required");
  });

  it("stops sales but not buyers when a file is paused, ended, suspended or removed", async () => {
    const { id } = await shop.sell();
    const { claimToken } = granted(await shop.buy(id, { payment: (await shop.sign(id)).header }));
    const { header } = await shop.sign(id, shop.chain.accounts.stranger);
    await shop.chain.fund(shop.chain.accounts.stranger.address, PRICE);
    const before = await shop.received();
    const changes = [
      [{ paused: true }, "file_paused"],
      [{ paused: false, onSaleUntil: new Date(Date.now() - 1_000) }, "sale_ended"],
      [{ onSaleUntil: null, suspendedAt: new Date() }, "file_suspended"],
      [{ removedAt: new Date() }, "file_removed"],
    ] as const;
    for (const [data, code] of changes) {
      await db().file.update({ where: { id }, data });
      expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "refused", code });
      expect(granted(await shop.buy(id, { claimToken })).access).toBe("paid");
    }
    expect(await shop.received()).toBe(before);
  });

  it("opens a file that was deleted in the meantime to the payer who lost the response and signs again, without charging", async () => {
    const { id } = await shop.sell();
    granted(await shop.buy(id, { payment: (await shop.sign(id)).header }));
    const anew = await shop.sign(id);
    await db().file.update({ where: { id }, data: { removedAt: new Date() } });
    const before = await shop.received();
    expect(granted(await shop.buy(id, { payment: anew.header })).access).toBe("paid");
    expect(await shop.buy(id, { payment: anew.header })).toMatchObject({ kind: "payment-known" });
    expect(await shop.received()).toBe(before);
  });

  it("gives the owner the file without paying, and nobody else by that session", async () => {
    const { id } = await shop.sell();
    expect(granted(await shop.buy(id, { sellerId: shop.sellerId })).access).toBe("owner");
    expect((await shop.buy(id, { sellerId: newId() })).kind).toBe("payment-required");
  });
});

describe("refusals before anything leaves the process", () => {
  const rows: [string, string, (id: string) => Promise<string>][] = [
    [
      "resource_mismatch",
      "another file's link",
      async (id) => (await shop.sign(id, undefined, { resourceUrl: "http://localhost:3000/f/other" })).header,
    ],
    [
      "wrong_network",
      "another network",
      async (id) => (await shop.sign(id, undefined, { accepted: { network: "eip155:1" } })).header,
    ],
    [
      "wrong_token",
      "another token",
      async (id) => (await shop.sign(id, undefined, { accepted: { asset: `0x${"11".repeat(20)}` } })).header,
    ],
    [
      "wrong_payee",
      "another payee",
      async (id) => (await shop.sign(id, undefined, { authorization: { to: `0x${"22".repeat(20)}` } })).header,
    ],
    [
      "wrong_amount",
      "one unit too little",
      async (id) => (await shop.sign(id, undefined, { authorization: { value: "249999" } })).header,
    ],
    [
      "wrong_amount",
      "one unit too much",
      async (id) => (await shop.sign(id, undefined, { authorization: { value: "250001" } })).header,
    ],
    [
      "authorization_expired",
      "an expired authorization",
      async (id) => (await shop.sign(id, undefined, { authorization: { validBefore: "1700000000" } })).header,
    ],
    [
      "authorization_not_yet_valid",
      "one that is not valid yet",
      async (id) =>
        (await shop.sign(id, undefined, { authorization: { validAfter: "4000000000", validBefore: "4000000100" } }))
          .header,
    ],
    [
      "authorization_too_long",
      "one that never ends",
      async (id) => (await shop.sign(id, undefined, { authorization: { validBefore: "4000000000" } })).header,
    ],
    [
      "invalid_signature",
      "somebody else's signature",
      async (id) =>
        (
          await shop.sign(id, shop.chain.accounts.stranger, {
            authorization: { from: shop.chain.accounts.buyer.address },
          })
        ).header,
    ],
    [
      "invalid_signature",
      "a signature of noise",
      async (id) => (await shop.sign(id, undefined, { signature: `0x${"ab".repeat(65)}` })).header,
    ],
    [
      "invalid_signature",
      "a signature for another domain",
      async (id) => (await shop.sign(id, undefined, { domain: { name: "USDC" } })).header,
    ],
    [
      "payer_is_payee",
      "the seller's own wallet",
      async (id) => (await shop.sign(id, shop.chain.accounts.seller)).header,
    ],
    [
      "payment_refused",
      "another scheme",
      async (id) => (await shop.sign(id, undefined, { accepted: { scheme: "upto" } })).header,
    ],
  ];

  it.each(rows)("%s: %s leaves no row and no money moved", async (code, _, make) => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const outcome = await shop.buy(id, { payment: await make(id) });
    expect(outcome).toMatchObject({ kind: "payment-rejected", code });
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(0);
    expect(await shop.received()).toBe(before);
  });

  const malformed = [
    "",
    "not base64!",
    "%%%",
    encode("no json"),
    encode({}),
    encode({ x402Version: 1 }),
    encode([]),
    encode("null"),
    "A".repeat(20_000),
  ];
  it.each(malformed.map((header) => [header.slice(0, 40), header]))("malformed_payment: %s", async (_, header) => {
    const { id } = await shop.sell();
    await expect(shop.buy(id, { payment: header })).rejects.toMatchObject({ code: "malformed_payment" });
  });

  it("says how much is missing, charges nothing, and takes the same authorization once the money is there", async () => {
    const { id } = await shop.sell();
    const poor = shop.chain.accounts.owner;
    await shop.chain.fund(poor.address, 100_000n);
    const { header } = await shop.sign(id, poor);
    const before = await shop.received();
    const chosen = { chosenClaimToken: token("c"), claimToken: token("c") };
    const outcome = await shop.buy(id, { payment: header, ...chosen });
    expect(outcome).toMatchObject({
      kind: "payment-rejected",
      code: "insufficient_funds",
      members: { missing: "150000", missingFormatted: "0.15" },
    });
    expect(await shop.received()).toBe(before);
    await shop.chain.fund(poor.address, 150_000n);
    expect(granted(await shop.buy(id, { payment: header, ...chosen })).access).toBe("paid");
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("refuses a nonce that was used outside, and grants nothing for that older transfer", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    await submit(paid.authorization, paid.signature);
    const before = await shop.received();
    const outcome = await shop.buy(id, { payment: paid.header });
    // The network shows that it was paid: no challenge, which would make the payer pay again.
    expect(outcome).toMatchObject({ kind: "payment-known", code: "payment_unrecorded" });
    expect(await shop.received()).toBe(before);
  });

  it("does not sell what it cannot deliver", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    const before = await shop.received();
    await db().fileVersion.updateMany({ where: { fileId: id }, data: { storageKey: "0".repeat(40) } });
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "unavailable", code: "file_unavailable" });
    expect(await shop.received()).toBe(before);
  });
});

describe("the reconciler", () => {
  it("frees a reservation that a crash left before anything was sent", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    const { id: row } = await leaveReserved(shop.chain, id, paid, { claimToken: token("g") });
    await reconcilePayments(new Date());
    expect(await stateOf(row)).toBe("reserved");
    await reconcilePayments(new Date(Date.now() + 3 * 60_000));
    expect(await stateOf(row)).toBe("failed");
    expect(granted(await shop.buy(id, { payment: paid.header })).access).toBe("paid");
  });

  it("reaches a young payment although many older ones stay open", async () => {
    const { id } = await shop.sell();
    const stuck = await leaveSettling(id, await shop.sign(id), token("h"));
    const pattern = await readPayment(stuck);
    const payer = `0x${"55".repeat(20)}`;
    await insertSales(Array.from({ length: 60 }, () => saleLike(pattern, { state: "unknown", payer })));
    const other = await shop.sell();
    const paid = await shop.sign(other.id);
    const row = await leaveSettling(other.id, paid, token("i"));
    await submit(paid.authorization, paid.signature, "gas");
    await reconcilePayments(new Date());
    await reconcilePayments(new Date(Date.now() + 1));
    expect(await stateOf(row)).toBe("settled");
    await setState({ fileId: id }, "failed");
  });

  it("waits while the chain's node has lost sight of the logs, and settles when it sees them again", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    const row = await leaveSettling(id, paid, token("j"));
    await submit(paid.authorization, paid.signature, "gas");
    const lagging = await startLaggingNode(shop.chain.rpcUrl);
    process.env.RPC_URL_31337 = lagging.url;
    resetSettings();
    await reconcilePayments(new Date());
    expect(lagging.hidden()).toBeGreaterThan(0);
    expect(await stateOf(row)).toBe("unknown");
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
    await lagging.stop();
    await reconcilePayments(new Date());
    expect(await stateOf(row)).toBe("settled");
  });
});

describe("unknown outcomes", () => {
  it("waits while money may move, never challenges, and grants to the claim token once the chain shows the transfer", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    const before = await shop.received();
    const row = await leaveSettling(id, paid, token("d"));
    expect(await shop.buy(id, { claimToken: token("d") })).toMatchObject({ kind: "settlement-unknown" });
    expect(await shop.buy(id, { payment: paid.header })).toMatchObject({ kind: "payment-known" });
    // Long enough for all checks, also on a busy machine: it waits in vain only for the other request.
    const anew = { payment: (await shop.sign(id)).header, deadline: startDeadline(4_000) };
    expect(await shop.buy(id, anew)).toMatchObject({ kind: "settlement-unknown" });

    await submit(paid.authorization, paid.signature, "gas");
    await reconcilePayments(new Date());
    expect(await stateOf(row)).toBe("settled");
    expect(granted(await shop.buy(id, { claimToken: token("d") })).access).toBe("paid");
    expect(await shop.received()).toBe(before + PRICE);
  });

  it("opens a transfer that a stranger sent only by the payer's own fresh signature", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    const row = await leaveSettling(id, paid, token("e"));
    await submit(paid.authorization, paid.signature, "stranger");
    await reconcilePayments(new Date());
    expect(await stateOf(row)).toBe("settled");
    expect((await shop.buy(id, { claimToken: token("e") })).kind).toBe("payment-required");
    const before = await shop.received();
    expect(granted(await shop.buy(id, { payment: (await shop.sign(id)).header })).access).toBe("paid");
    expect(await shop.received()).toBe(before);
  });

  it("takes the claim token that the payer chose at first again, after a stranger was faster, and opens by it", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    await leaveSettling(id, paid, token("g"));
    await submit(paid.authorization, paid.signature, "stranger");
    await reconcilePayments(new Date());
    const before = await shop.received();
    const chosen = { chosenClaimToken: token("g"), claimToken: token("g") };
    expect(granted(await shop.buy(id, { payment: (await shop.sign(id)).header, ...chosen })).access).toBe("paid");
    expect(granted(await shop.buy(id, { claimToken: token("g") })).access).toBe("paid");
    expect(await shop.received()).toBe(before);
  });

  it("fails a payment only once a block past its end shows it unused, and then lets the payer pay again", async () => {
    const { id } = await shop.sell();
    const soon = String(Math.floor(Date.now() / 1_000) + 60);
    const paid = await shop.sign(id, undefined, { authorization: { validBefore: soon } });
    const row = await leaveSettling(id, paid, token("f"));
    await reconcilePayments(new Date());
    expect(await stateOf(row)).toBe("unknown");
    await shop.chain.mine(120);
    await reconcilePayments(new Date());
    expect(await stateOf(row)).toBe("failed");
    expect(await shop.buy(id, { payment: paid.header })).toMatchObject({ kind: "payment-rejected" });
    const ahead = String(Math.floor(Date.now() / 1_000) + 600);
    const anew = await shop.sign(id, undefined, { authorization: { validBefore: ahead } });
    expect(granted(await shop.buy(id, { payment: anew.header })).access).toBe("paid");
  });
});

async function stateOf(paymentId: string): Promise<string | undefined> {
  return (await db().transfer.findUnique({ where: { id: paymentId } }))?.state;
}

async function editPrice(fileId: string, priceMicroUsd: bigint, at: Date) {
  const old = await db().terms.findFirstOrThrow({ where: { fileId, until: null } });
  await db().terms.update({ where: { id: old.id }, data: { until: at } });
  await db().terms.create({ data: { ...old, id: newId(), priceMicroUsd, from: at, until: null } });
}

/** The state after a crash between sending a payment and the response. */
async function leaveSettling(fileId: string, paid: SignedPayment, claimToken: string) {
  return (await leaveUnknown(shop.chain, fileId, paid, { claimToken })).id;
}

/** Sends an authorization to the chain without us, as anyone who has seen it can. */
async function submit(
  authorization: Record<string, string>,
  signature: `0x${string}`,
  by: "gas" | "stranger" = "stranger",
) {
  const wallet = createWalletClient({ account: shop.chain.accounts[by], transport: http(shop.chain.rpcUrl) });
  const { from, to, value, validAfter, validBefore, nonce } = authorization as Record<string, `0x${string}`>;
  const hash = await wallet.writeContract({
    chain: null,
    address: shop.chain.network.token.address,
    abi: usdcAbi,
    functionName: "transferWithAuthorization",
    args: [from, to, BigInt(value ?? 0), BigInt(validAfter ?? 0), BigInt(validBefore ?? 0), nonce, signature] as never,
  });
  const receipt = await wallet.extend(publicActions).waitForTransactionReceipt({ hash, pollingInterval: 50 });
  if (receipt.status !== "success") throw new Error("the transfer reverted");
}
