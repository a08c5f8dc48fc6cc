import { mkdtempSync } from "node:fs";
import { link, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SignedPayment } from "../test/sign-payment";
import { startExpress } from "./express";
import { type Figure, spreadOf } from "./figures";
import { type Bench, GIB, MIB } from "./measurement";
import { availableMb, canReadMemory } from "./memory";
import { growthOf } from "./memory-growth";
import { clientHeader, openShop, type Shop, settleTimes, signedBuyer } from "./shop";
import { storedPath } from "./stored";
import { receive } from "./wire";

type Seller = { name: "ours" | "theirs"; url: string; pid: number };
/** ms beyond what the facilitator took, in the middle of all buyers; MB beyond what was held before. */
type Taken = { beyondSettleMs: number; growthMb: number };

/**
 * From presenting a payment to the first byte of the file, beyond what the facilitator takes, and the memory that it
 * costs: for small and large files, for one buyer and for many at once, next to `@x402/express`.
 */
export async function measureFirstByte(bench: Bench): Promise<Figure[]> {
  const { quick, say } = bench;
  const sizes = quick ? [MIB, 8 * MIB] : [MIB, 64 * MIB, GIB];
  const crowds = quick ? [1, 4] : [1, 4, 16];
  if (!canReadMemory()) say("  the memory of a process cannot be read on this system: its figures are left out");
  const shop = await openShop();
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bench-express-"));
  const express = await startExpress(shop, folder);
  try {
    const figures: Figure[] = [];
    for (const size of sizes) {
      const file = await shop.sell(size, "0.01");
      const name = `${size}.bin`;
      await link(storedPath(shop.dataDir, file.id), join(folder, name));
      const ours: Seller = { name: "ours", url: `${shop.app.url}/f/${file.id}`, pid: shop.app.pid };
      const theirs: Seller = { name: "theirs", url: `${express.url}/files/${name}`, pid: express.pid };
      for (const crowd of crowds) figures.push(...(await compare(bench, shop, size, crowd, ours, theirs)));
    }
    return figures;
  } finally {
    await express.stop();
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  { runs, say }: Bench,
  shop: Shop,
  size: number,
  crowd: number,
  ours: Seller,
  theirs: Seller,
): Promise<Figure[]> {
  // It holds each body whole, and twice while it settles.
  const needed = (2.2 * size * crowd) / MIB;
  const withRival = needed < availableMb() * 0.6;
  const what = `${size / MIB} MiB, ${crowd} ${crowd === 1 ? "buyer" : "buyers"}`;
  if (!withRival) say(`  ${what}: the rival would need about ${Math.round(needed)} MB of memory, so it is left out`);
  const taken = { ours: [] as Taken[], theirs: [] as Taken[] };
  for (let round = 0; round <= runs; round += 1) {
    const turn = round % 2 === 0 ? [ours, theirs] : [theirs, ours];
    for (const seller of turn.filter(({ name }) => withRival || name === "ours")) {
      const result = await sellTo(shop, seller, size, crowd);
      if (round > 0) taken[seller.name].push(result);
      const words = `${result.beyondSettleMs.toFixed(1)} ms beyond settling, ${result.growthMb.toFixed(0)} MB`;
      say(`  ${what}, ${round === 0 ? "warm-up" : `round ${round}`} ${seller.name}: ${words}`);
    }
  }
  const both = (pick: (one: Taken) => number) => ({
    ours: taken.ours.map(pick),
    ...(withRival ? { theirs: taken.theirs.map(pick) } : {}),
  });
  const note = withRival ? undefined : `@x402/express left out: it would need about ${Math.round(needed)} MB.`;
  const ms = both((one) => one.beyondSettleMs);
  const mb = both((one) => one.growthMb);
  const most = { of: "ours", is: "at most" } as const;
  const figures: Figure[] = [
    { name: `First paid byte beyond settling, ${what}`, unit: "ms", ...ms, target: { ...most, value: 20 }, note },
  ];
  if (mb.ours.every((value) => !Number.isNaN(value))) {
    figures.push({ name: `Memory of paid downloads, ${what}`, unit: "MB", ...mb, note });
  }
  return figures;
}

/** All buyers present their payments at once; what is signed and paid for is checked to be what came. */
async function sellTo({ chain, facilitator }: Shop, seller: Seller, size: number, crowd: number): Promise<Taken> {
  const payments: SignedPayment[] = [];
  for (let buyer = 0; buyer < crowd; buyer += 1) payments.push(await signedBuyer(chain, seller.url));
  let received: Awaited<ReturnType<typeof receive>>[] = [];
  const buyAll = async () => {
    received = await Promise.all(
      payments.map(({ header }, at) => receive(seller.url, { "PAYMENT-SIGNATURE": header, ...clientHeader(at) })),
    );
  };
  let growthMb = Number.NaN;
  if (canReadMemory()) growthMb = await growthOf(seller.pid, buyAll);
  else await buyAll();
  for (const { status, bytes, head } of received) {
    if (status !== 200 || bytes !== size) throw new Error(`${seller.url} answered ${bytes} bytes and ${head}`);
  }
  const nonces = payments.map(({ nonce }) => nonce);
  const times = await settleTimes(facilitator, nonces);
  const beyond = received.map(({ firstByteMs }, at) => firstByteMs - (times[at] ?? Number.NaN));
  return { beyondSettleMs: spreadOf(beyond).median, growthMb };
}
