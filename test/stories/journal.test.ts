import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renewRecoveryLink } from "@/lib/buyers/renew-recovery-link";
import { db } from "@/lib/db/client";
import { endGift } from "@/lib/gifts/end-gift";
import { makeGifts } from "@/lib/gifts/make-gifts";
import { takeGift } from "@/lib/gifts/take-gift";
import { hashSecret, newSecret } from "@/lib/ids";
import { checkJournal } from "@/lib/journal/check-journal";
import type { Entry } from "@/lib/journal/entries";
import { readJournal } from "@/lib/journal/read-journal";
import { removeFile } from "@/lib/products/files/remove-file";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { startRefund } from "@/lib/refunds/start-refund";
import { changePayout } from "@/lib/sellers/change-payout";
import { startPayout } from "@/lib/sellers/payout-statement";
import { resetSettings } from "@/lib/settings/settings";
import { mountSmallDisk } from "@/test/backup-shop";
import { openShop, type Shop } from "@/test/shop";
import { signTransfer } from "@/test/sign-payment";

/** Everything that takes something away, with a journal and with one that cannot be written. */

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => {
  delete process.env.JOURNAL_DIR;
  resetSettings();
  await shop.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-journal-"));
  useJournal(join(folder, "journal"));
});

function useJournal(path: string): void {
  process.env.JOURNAL_DIR = path;
  resetSettings();
}

const now = () => new Date();
const vault = `0x${"7a".repeat(20)}`;
const entries = async () => (await readJournal(join(folder, "journal"))).lines.map(({ entry }) => entry);

async function buyOne() {
  const { id: fileId } = await shop.sell();
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
  return { fileId, orderId: outcome.payment.id };
}

async function giveOne() {
  const { id } = await shop.sell();
  const { gifts } = await makeGifts(shop.sellerId, id, { count: 1, label: "" }, now());
  const [gift] = gifts;
  return { giftId: gift?.id ?? "", token: gift?.url.split("#")[1] ?? "" };
}

type Act = {
  /** Does the act again and again: what it takes away is only taken away once. */
  act(): Promise<unknown>;
  entry: Partial<Entry>;
  /** Whether it was taken away. */
  isDone(): Promise<boolean>;
};

const acts: Record<string, () => Promise<Act>> = {
  "a file that is removed": async () => {
    const { id: fileId } = await shop.sell();
    const isDone = async () => (await db().file.findUniqueOrThrow({ where: { id: fileId } })).removedAt !== null;
    return { act: () => removeFile(shop.sellerId, fileId, now()), entry: { kind: "file-removed", fileId }, isDone };
  },
  "a gift that is ended": async () => {
    const { giftId } = await giveOne();
    const isDone = async () =>
      (await db().entitlement.count({ where: { gift: { id: giftId }, revokedAt: null } })) === 0;
    return { act: () => endGift(shop.sellerId, giftId, now()), entry: { kind: "gift-ended", giftId }, isDone };
  },
  "a gift that is taken": async () => {
    const { giftId, token } = await giveOne();
    const claimToken = newSecret();
    const entry: Entry = { kind: "gift-taken", giftId, tokenHash: hashSecret(claimToken) };
    const isDone = async () => (await db().gift.findUniqueOrThrow({ where: { id: giftId } })).takenAt !== null;
    return { act: () => takeGift({ token, claimToken }, now()), entry, isDone };
  },
  "recovery links that are ended": async () => {
    const { orderId } = await buyOne();
    const { tokenHash } = await db().entitlement.findFirstOrThrow({ where: { orderId } });
    const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
    return {
      act: () => renewRecoveryLink(buyer, orderId, { endOthers: true, now: now() }),
      entry: { kind: "links-ended", orderId },
      isDone: async () => (await db().entitlement.count({ where: { tokenHash } })) === 0,
    };
  },
  "a payout address that is changed": async () => {
    const { seller } = shop.chain.accounts;
    const change = { payTo: vault, chainId: 31337, revokeOld: true };
    const { message, nonce, issuedAt } = await startPayout(shop.sellerId, change, now());
    const signed = { ...change, nonce, issuedAt, signature: await seller.signMessage({ message }) };
    const from = seller.address.toLowerCase();
    return {
      act: () => changePayout(shop.sellerId, signed, now()),
      entry: {
        kind: "payout-changed",
        sellerId: shop.sellerId,
        from,
        payTo: vault,
        payToNetworks: "",
        revokeOld: true,
      },
      isDone: async () => (await db().seller.findUniqueOrThrow({ where: { id: shop.sellerId } })).payTo === vault,
    };
  },
  "a refund": async () => {
    const { orderId } = await buyOne();
    const { seller } = shop.chain.accounts;
    const { domain, message } = await startRefund(
      { kind: "seller", sellerId: shop.sellerId },
      orderId,
      { from: seller.address },
      now(),
    );
    const signature = await signTransfer(seller, domain, message);
    const { validAfter, validBefore } = message;
    const signed = { from: seller.address, endsAccess: true, validAfter, validBefore, signature };
    const sale = await db().transfer.findUniqueOrThrow({ where: { id: orderId } });
    return {
      act: () => refundPayment({ kind: "seller", sellerId: shop.sellerId }, orderId, signed, now()),
      entry: { kind: "refund", orderId, saleReplayKey: sale.replayKey, payee: sale.payer, endsEntitlement: true },
      isDone: async () => (await db().transfer.count({ where: { orderId, direction: "refund" } })) > 0,
    };
  },
};

describe.each(Object.entries(acts))("%s", (_, prepare) => {
  it("is in the journal once it is answered, and once however often it is asked for", async () => {
    const { act, entry, isDone } = await prepare();
    await act();
    expect(await isDone()).toBe(true);
    expect(await entries()).toEqual([expect.objectContaining(entry)]);
    await act().catch(() => {});
    expect((await entries()).slice(1).every(({ kind }) => kind === "links-ended")).toBe(true);
    await db().seller.updateMany({ data: { payTo: shop.chain.accounts.seller.address.toLowerCase() } });
  });

  it("is refused, and nothing is changed, while the journal cannot be written", async () => {
    const { act, isDone } = await prepare();
    writeFileSync(join(folder, "a file"), "");
    useJournal(join(folder, "a file", "journal"));
    await expect(act()).rejects.toMatchObject({ code: "server_busy" });
    expect(await isDone()).toBe(false);
  });
});

describe("the journal", () => {
  const remove = async () => removeFile(shop.sellerId, (await shop.sell()).id, now());
  const files = () => readdirSync(join(folder, "journal"));

  it("has one file for each process, readable by the operator alone", async () => {
    await remove();
    await remove();
    expect(files()).toEqual([expect.stringMatching(/^\d{8}T\d{6}Z-\w{22}\.ndjson$/)]);
    expect(await entries()).toHaveLength(2);
  });

  it("does without half a line at the end, which nobody was answered for, and names other lines that are none", async () => {
    await remove();
    const path = join(folder, "journal", files()[0] ?? "");
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, `${whole}{"id":"x","a`);
    expect(await readJournal(join(folder, "journal"))).toMatchObject({ lines: [{}], damaged: [] });
    writeFileSync(path, `{"id":"x","a\n${whole}`);
    expect((await readJournal(join(folder, "journal"))).damaged).toEqual([`${files()[0]}:1`]);
  });

  it("on a full disk refuses, and goes on in another file once there is room", async ({ skip }) => {
    const disk = mountSmallDisk(folder);
    if (!disk) return skip();
    try {
      useJournal(join(disk.path, "journal"));
      await remove();
      const { bavail, bsize } = statfsSync(disk.path);
      writeFileSync(join(disk.path, "filling"), Buffer.alloc(bavail * bsize));
      // The first lines still fit into the file's last block.
      const errors = await Promise.all(
        Array.from({ length: 60 }, () =>
          remove().then(
            () => null,
            (error) => error.code,
          ),
        ),
      );
      expect(errors).toContain("server_busy");
      rmSync(join(disk.path, "filling"));
      await remove();
      const { lines, damaged } = await readJournal(join(disk.path, "journal"));
      expect(lines).toHaveLength(2 + errors.filter((error) => error === null).length);
      expect(damaged).toEqual([]);
    } finally {
      disk.unmount();
    }
  });

  it("is checked at the start", async () => {
    await checkJournal();
    writeFileSync(join(folder, "a file"), "");
    useJournal(join(folder, "a file", "journal"));
    await expect(checkJournal()).rejects.toThrow("JOURNAL_DIR");
  });

  it("withdraws what was refused after all", async () => {
    const { token } = await giveOne();
    const keys = [newSecret(), newSecret(), newSecret()];
    const ends = await Promise.allSettled(keys.map((claimToken) => takeGift({ token, claimToken }, now())));
    const winner = ends.findIndex(({ status }) => status === "fulfilled");
    expect(await entries()).toEqual([expect.objectContaining({ tokenHash: hashSecret(keys[winner] ?? "") })]);
  });

  it("is not needed: without the setting everything is as it was", async () => {
    delete process.env.JOURNAL_DIR;
    resetSettings();
    await remove();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
