import { Disturbed } from "@/commands/disturbed";
import { ShopSession } from "@/commands/shop-session";
import { SECOND } from "@/lib/clock";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { whyNot } from "@/lib/doctor/public/ask-shop";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { buy } from "./buy";
import { isFunded, type Plan, type Purchase, priceOf } from "./plan";
import { putOnSale, removeFiles } from "./put-on-sale";
import { type RefundEnd, refundAll } from "./refund-all";

const AGAIN = "See the other findings and the shop's log.";

/** What became of one purchase. `fileId` is missing if the file could not be put on sale; `problem` is null after a purchase. */
type Tried = { purchase: Purchase; fileId?: string; problem: string | null; took: number };

/**
 * Buys on each network, one after the other, removes the files, and refunds. It may be interrupted at any point: the next one
 * refunds and removes what is left.
 */
export async function trySale(plan: Plan): Promise<Finding[]> {
  const unfunded = plan.purchases.filter((purchase) => !isFunded(purchase)).map(describeUnfunded);
  const [first, ...others] = plan.purchases.filter(isFunded);
  if (!first) return unfunded;
  try {
    const session = await ShopSession.open(plan.appUrl, plan.seller, first.network.chainId);
    const tried: Tried[] = [];
    for (const purchase of [first, ...others]) tried.push(await tryOne(session, purchase, plan));
    const leftOver = await removeFiles(session).then(() => [], describeLeftOver);
    console.error(
      "Waiting until the refunds are certain. This may be interrupted: the next --sale refunds what is left.",
    );
    const ends = await refundAll(session, plan.seller);
    return [
      ...unfunded,
      ...tried.map((one) => describeTried(one, ends)),
      ...leftOver,
      ...ends.flatMap(describeMissing),
    ];
  } catch (error) {
    const words = `The test sale broke off: ${why(error)}.`;
    const fix = `${AGAIN} Run it again: it refunds what may have been paid.`;
    return [...unfunded, trouble("sale-failed", { words, fix })];
  }
}

async function tryOne(session: ShopSession, purchase: Purchase, plan: Plan): Promise<Tried> {
  let fileId: string | undefined;
  try {
    const file = await putOnSale(session, purchase.priceMicroUsd);
    fileId = file.id;
    const took = await buy(file, purchase, plan);
    console.error(`Bought for ${priceOf(purchase)} on ${purchase.network.name}.`);
    return { purchase, fileId, problem: null, took };
  } catch (error) {
    return { purchase, fileId, problem: why(error), took: 0 };
  }
}

function describeTried({ purchase, fileId, problem, took }: Tried, ends: RefundEnd[]): Finding {
  const about = purchase.network.name;
  const end = ends.find(({ sale }) => sale.fileId === fileId);
  const back = end?.problem === null && end.sale.refund ? `refunded (${end.sale.refund.transaction})` : "not refunded";
  if (problem === null) {
    const words = `A file was bought for ${priceOf(purchase)} in ${(took / SECOND).toFixed(1)} seconds (${end?.sale.transaction}) and ${back}.`;
    return fine("test-sale", words, about);
  }
  const money = end ? `The payment was made, and ${back}.` : "Nothing was paid.";
  return trouble("sale-failed", { about, words: `A file could not be bought: ${problem}. ${money}`, fix: AGAIN });
}

function describeUnfunded(purchase: Purchase): Finding {
  const { name, token } = purchase.network;
  const words = `The wallet of PAYER_KEY has less than ${priceOf(purchase)}, so no file was bought.`;
  return trouble("sale-not-tried", { about: name, words, fix: `Send some ${token.symbol} on ${name} to it.` });
}

function describeMissing({ sale, problem }: RefundEnd): Finding[] {
  if (problem === null) return [];
  const words = `The payment ${sale.paymentId} of a test sale was not refunded: ${sentence(problem)}.`;
  const fix = `${AGAIN} Run --sale again with the same SESSION_SECRET: it refunds this one as well.`;
  return [trouble("refund-missing", { about: sale.networkName, words, fix })];
}

function describeLeftOver(error: unknown): Finding[] {
  const words = `The file of the test sale could not be removed: ${why(error)}.`;
  const fix = "Nothing has to be done: its sale ends within an hour, and the next --sale removes it.";
  return [trouble("sale-not-removed", { words, fix })];
}

/** Without a full stop. */
function why(problem: unknown): string {
  const error = problem instanceof Disturbed && problem.cause instanceof Error ? problem.cause : problem;
  const isFetch = error instanceof TypeError && error.cause !== undefined;
  return sentence(withoutUrls(isFetch ? whyNot(error.cause) : error instanceof Error ? error.message : String(error)));
}

const sentence = (text: string) => text.replace(/\.$/, "");
