import type { FileInfo } from "../lib/products/files/schema";
import type { Buyer } from "./buyer";
import { ask } from "./http";
import { type KeptFile, STORAGE_COSTS, TimeKeeper } from "./keepers";
import { OPERATOR, type Transfer } from "./oracle";
import type { World } from "./world";

/** Something that has to hold for all purchases together. */
export type Check = { what: string; holds: boolean; said: string };

const DAY = 86_400_000;

/** Whether files are kept for exactly the days that were paid for, and balances are exactly what was settled. */
export async function checkStorage(
  world: World,
  results: readonly { buyer: Buyer }[],
  kept: readonly KeptFile[],
): Promise<Check[]> {
  const transfers = await world.oracle.transfers();
  const keepers = results.flatMap(({ buyer }) => (buyer instanceof TimeKeeper ? [buyer] : []));
  const wrong: string[] = [];
  for (const file of kept) {
    const answer = await ask(`${world.url("embedded")}/api/files/${file.id}/info`);
    const until = answer === "lost" ? Number.NaN : Date.parse(answer.json<FileInfo>().keptUntil ?? "");
    const added = (until - file.keptUntil) / DAY;
    const [least, most] = [true, false].map((standing) => daysOf(file, keepers, transfers, standing));
    // Days of a payment that a reorganisation took away stay given, as bytes do that were sent.
    if (!(added >= (least ?? 0) && added <= (most ?? 0)))
      wrong.push(`${file.id}: ${added} days of ${least} to ${most}`);
  }
  const days = keepers.reduce((sum, { days: each, served }) => sum + (served.size > 0 ? each : 0), 0);
  return [
    {
      what: "files kept for other days than were settled",
      holds: wrong.length === 0,
      said: wrong.length === 0 ? `0 of ${kept.length}, with ${days} days added` : wrong.join("; "),
    },
    ...(await checkBalances(world, transfers)),
  ];
}

/** @param standing only payments that the chain has now, or all that it ever had */
function daysOf(file: KeptFile, keepers: TimeKeeper[], transfers: Transfer[], standing: boolean): number {
  return keepers
    .filter(({ kept }) => kept.id === file.id)
    .reduce((sum, { days, account }) => {
      const own = transfers.filter((one) => one.from === account.address.toLowerCase() && (one.standing || !standing));
      return sum + days * new Set(own.map(({ nonce }) => nonce)).size;
    }, 0);
}

async function checkBalances({ chain }: World, transfers: Transfer[]): Promise<Check[]> {
  const seller = chain.accounts.seller.address.toLowerCase() as `0x${string}`;
  const checks: Check[] = [];
  for (const [name, address] of [
    ["the operator", OPERATOR],
    ["the seller", seller],
  ] as const) {
    const paid = transfers.filter(({ to, standing }) => standing && to === address);
    const sum = paid.reduce((total, { amount }) => total + amount, 0n);
    const isExact = (await chain.usdcBalance(address)) === sum && paid.every(({ nonce }) => nonce !== null);
    const isPriced = address !== OPERATOR || paid.every(({ amount }) => amount === STORAGE_COSTS);
    checks.push({
      what: `balance of ${name} is what was settled`,
      holds: isExact && isPriced,
      said: `${Number(sum) / 1e6} USDC in ${paid.length} payments`,
    });
  }
  return checks;
}
