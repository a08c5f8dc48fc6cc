import { mkdtempSync } from "node:fs";
import { link, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PrivateKeyAccount } from "viem/accounts";
import { prepareEarlier } from "./earlier";
import { startExpress } from "./express";
import { type Figure, spreadOf } from "./figures";
import type { Bench } from "./measurement";
import { processorLog } from "./processor";
import type { Program } from "./programs";
import { purchaseFigures } from "./purchase-figures";
import { type Contestant, takeTurns } from "./rounds";
import { clientHeader, newBuyer, openShop, type Shop, settleTimes, signFor } from "./shop";
import { storedPath } from "./stored";
import { receive } from "./wire";

/** What purchases are compared with: the app before its money core was rewritten. */
const EARLIER = "326b351";
/** The size of the file in bytes. It is small, because the purchase counts here and not the sending. */
const SIZE = 64 * 1024;
/** Buyers at once. */
const CROWDS = [1, 4, 16];
/** Purchases in one turn. The kernel counts processor time in hundredths of a second, so there have to be many. */
const PURCHASES = { quick: 16, full: 48 };

type Seller = { url: string; pid: number };

/**
 * Whole purchases with a facilitator that answers as soon as it has settled: ask for the price, sign, pay, get the
 * file. Measures the server's processor time for each, and the time to the first byte of the file beyond settling, and
 * compares both with an earlier build of the app and with `@x402/express`.
 */
export async function measurePurchases({ quick, runs, say }: Bench): Promise<Figure[]> {
  const build = await prepareEarlier(EARLIER, say);
  if (!build) say(`  commit ${EARLIER} is not in this repository: the comparison with it is left out`);
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bench-express-"));
  const shop = await openShop({}, { settleMs: 0 });
  let before: Shop | undefined;
  let express: Program | undefined;
  try {
    before = build ? await openShop({}, { build, beside: shop }) : undefined;
    express = await startExpress(shop, folder);
    const file = await shop.sell(SIZE, "0.01");
    await link(storedPath(shop.dataDir, file.id), join(folder, "file.bin"));
    const sellers: Record<string, Seller> = {
      ours: { url: `${shop.app.url}/f/${file.id}`, pid: shop.app.pid },
      ...(before ? { earlier: await sellerOf(before) } : {}),
      express: { url: `${express.url}/files/file.bin`, pid: express.pid },
    };
    return await compare({ shop, sellers, count: quick ? PURCHASES.quick : PURCHASES.full, runs, say });
  } finally {
    await express?.stop();
    await before?.stop();
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function sellerOf(shop: Shop): Promise<Seller> {
  const { id } = await shop.sell(SIZE, "0.01");
  return { url: `${shop.app.url}/f/${id}`, pid: shop.app.pid };
}

type Comparison = {
  shop: Shop;
  sellers: Record<string, Seller>;
  count: number;
  runs: number;
  say(words: string): void;
};

/** Each crowd buys from each seller in each round. */
async function compare({ shop, sellers, count, runs, say }: Comparison): Promise<Figure[]> {
  const processor = processorLog();
  const contestants: Record<string, Contestant> = {};
  const nameOf = (seller: string, crowd: number) => `${crowd} at once, ${seller}`;
  for (const crowd of CROWDS) {
    for (const [name, seller] of Object.entries(sellers)) {
      contestants[nameOf(name, crowd)] = async () => {
        const buyers: PrivateKeyAccount[] = [];
        while (buyers.length < count) buyers.push(await newBuyer(shop.chain));
        const sell = () => sellTo(shop, seller.url, buyers, crowd);
        return processor.during(nameOf(name, crowd), seller.pid, sell, () => count);
      };
    }
  }
  const firstByte = await takeTurns(contestants, runs, say);
  const sold = (seller: string, crowd: number) => {
    const name = nameOf(seller, crowd);
    return { processorMs: processor.of(name), firstByteMs: firstByte[name] ?? [] };
  };
  return CROWDS.flatMap((crowd) => {
    const earlier = "earlier" in sellers ? sold("earlier", crowd) : undefined;
    return purchaseFigures(crowd, { ours: sold("ours", crowd), earlier, express: sold("express", crowd) }, EARLIER);
  });
}

/** `crowd` buyers buy at once, then the next ones. @returns the median time to the first byte beyond settling (ms) */
async function sellTo({ facilitator }: Shop, url: string, buyers: PrivateKeyAccount[], crowd: number): Promise<number> {
  const firstBytes: { nonce: string; ms: number }[] = [];
  for (let at = 0; at < buyers.length; at += crowd) {
    const payments = await Promise.all(buyers.slice(at, at + crowd).map((buyer) => signFor(buyer, url)));
    const received = await Promise.all(
      payments.map(async ({ header, nonce }, place) => {
        const answer = await receive(url, { "PAYMENT-SIGNATURE": header, ...clientHeader(at + place) });
        if (answer.status !== 200 || answer.bytes !== SIZE) throw new Error(`${url} answered ${answer.head}`);
        return { nonce, ms: answer.firstByteMs };
      }),
    );
    firstBytes.push(...received);
  }
  const nonces = firstBytes.map(({ nonce }) => nonce);
  const times = await settleTimes(facilitator, nonces);
  return spreadOf(firstBytes.map(({ ms }, at) => ms - (times[at] ?? Number.NaN))).median;
}
