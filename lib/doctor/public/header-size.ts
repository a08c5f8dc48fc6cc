import "server-only";
import type { Check, Shop } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { CHALLENGE_LENGTH, seenSchema } from "@/lib/doctor-probe/schema";
import { askShop, whyNot } from "./ask-shop";

/** Characters of a payment header by a plain wallet, with room; and of the longest that the shop takes. */
const USUAL = 4_000;
const LONGEST = 12_000;

/** Payments come in a request header. */
export const paymentHeader: Check = {
  name: "payment-header",
  async run(shop) {
    const refused = await trySending(shop, USUAL);
    if (refused) {
      const words = `A payment header of ${USUAL} characters does not get through (${refused}): buyers cannot pay.`;
      const fix = "Let the proxy in front take headers of 16 KB. With nginx: large_client_header_buffers 4 16k;";
      return [trouble("payment-header-refused", { words, fix })];
    }
    const refusedLong = await trySending(shop, LONGEST);
    if (!refusedLong) return [fine("payment-header", `Payment headers of ${LONGEST} characters get through.`)];
    const words = `A payment header of ${LONGEST} characters does not get through (${refusedLong}): some new smart wallets cannot pay.`;
    const fix = "Let the proxy in front take headers of 16 KB. With nginx: large_client_header_buffers 4 16k;";
    return [trouble("long-payment-header-refused", { words, fix })];
  },
};

/** @returns why not, or null */
async function trySending(shop: Shop, length: number): Promise<string | null> {
  const headers = { "PAYMENT-SIGNATURE": "a".repeat(length) };
  const answer = await askShop(shop, { kind: "seen", origin: shop.settings.appUrl, headers }).catch(whyNot);
  if (typeof answer === "string") return answer;
  if (!answer.isShops) return `status ${answer.status}`;
  const arrived = seenSchema.parse(JSON.parse(answer.body.toString())).payment;
  return arrived === length ? null : `${arrived} characters arrive`;
}

/** Prices are told in a response header, which is large with several networks. */
export const challengeHeader: Check = {
  name: "challenge-header",
  async run(shop) {
    const answer = await askShop(shop, { kind: "headers", origin: shop.settings.appUrl }).catch(whyNot);
    const arrived = typeof answer === "string" ? 0 : String(answer.headers["payment-required"] ?? "").length;
    if (arrived === CHALLENGE_LENGTH) return [fine("challenge-header", "Prices (headers of 7 KB) get through.")];
    const how =
      typeof answer === "string" ? answer : answer.isShops ? `${arrived} characters arrive` : `status ${answer.status}`;
    const words = `The header that tells a price (PAYMENT-REQUIRED, up to 7 KB) does not get through: ${how}. Apps cannot buy.`;
    const fix = "Let the proxy in front pass response headers of 32 KB. With nginx: proxy_buffer_size 32k;";
    return [trouble("challenge-header-refused", { words, fix })];
  },
};
