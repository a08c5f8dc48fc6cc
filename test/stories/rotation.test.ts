import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readTicket, ticketUrl } from "@/lib/entitlements/ticket";
import { newId } from "@/lib/ids";
import { linkUrl, readLink } from "@/lib/notices/links";
import { webhookSecret, webhookSecrets } from "@/lib/notices/webhook-secret";
import { openSale, sealSale } from "@/lib/payment-methods/evm/chain-backup/sale-mark";
import { sealOffer, unsealOffer } from "@/lib/products/storage/sealed-offer";
import { derivedKey, derivedKeys, type KeyPurpose } from "@/lib/settings/derived-key";
import { BUYER_COOKIE, readBuyerSession, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import { OPERATOR_COOKIE, readOperatorSession, sealOperatorSession } from "@/lib/sign-in/operator-session";
import { readSession, SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import { isOwnNonce, issueNonce } from "@/lib/sign-in/single-use-nonce";
import { mailboxesOf, mailboxOf } from "@/lib/typed-addresses/mailbox";
import { isUploadKey, uploadLocation } from "@/lib/uploads/admission/upload-key";
import { UPLOAD_KEY_PARAMETER } from "@/lib/uploads/schema";
import { freshDatabase } from "../database";
import { testSettings } from "../settings";

/**
 * Replacing SESSION_SECRET: everything that it sealed opens while the old one is listed, and what is sealed from then on does not
 * need it. docs/operate/data-and-keys.md says how to do it.
 */

const [old, next] = ["6f1d8c2b7a934e05b1c8d2f7a4e3906d", "d906e3a4f7d2c8b1504e937a2b8c1df6"];
const wallet = { address: `0x${"ab".repeat(20)}`, chainId: 0 };

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
const under = (secret: string, earlier?: string) =>
  testSettings({ SESSION_SECRET: secret, OLD_SESSION_SECRETS: earlier, ADMINS: wallet.address });
beforeEach(() => under(old));

const authorization = {
  network: "eip155:1",
  token: wallet.address,
  payer: wallet.address,
  nonce: `0x${"7".repeat(64)}`,
};
const sold = { id: newId(), version: 1 };
const letter = { recipientId: newId(), deliveryId: newId() };
const offer = {
  kind: "upload" as const,
  targetId: null,
  fileId: null,
  size: 1n,
  days: 30,
  requestKey: "k",
  payee: wallet.address,
  prices: { "eip155:1": 10_000n },
  endsAt: new Date(Date.now() + 60_000),
};

/** Seals something, and returns how to see whether it opens. */
type Sealed = () => Promise<() => Promise<boolean>>;
const session =
  (cookie: string, seal: () => Promise<string>, read: (header: string) => Promise<unknown>): Sealed =>
  async () => {
    const header = `${cookie}=${await seal()}`;
    return async () => (await read(header)) !== null;
  };

/** Each kind of key that comes from the secret, and the seals that use the secret itself. A new purpose needs a row here. */
const sealed: Record<KeyPurpose | "seller" | "buyer" | "operator" | "ticket", Sealed | "in its own test" | "ends"> = {
  seller: session(SESSION_COOKIE, () => sealSession({ sellerId: "s1", ...wallet }), readSession),
  buyer: session(BUYER_COOKIE, () => sealBuyerSession(wallet), readBuyerSession),
  operator: session(
    OPERATOR_COOKIE,
    () => sealOperatorSession({ ...wallet, address: `0x${"ab".repeat(20)}` }),
    readOperatorSession,
  ),
  ticket: async () => {
    const ticket = new URL(ticketUrl("file", { kind: "free" }, new Date())).searchParams.get("ticket") ?? "";
    return async () => readTicket("file", ticket, new Date()) !== null;
  },
  nonce: async () => {
    const nonce = issueNonce("sign-in", new Date());
    return async () => isOwnNonce("sign-in", nonce, new Date());
  },
  "chain backup": async () => {
    const mark = sealSale(derivedKey("chain backup"), authorization, sold) ?? "";
    return async () => derivedKeys("chain backup").some((key) => openSale(key, authorization, mark) !== null);
  },
  "storage offer": async () => {
    const { sealed } = sealOffer(offer);
    return async () => unsealOffer(sealed) !== null;
  },
  notices: async () => {
    const [stop, open] = (["stop", "open"] as const).map((purpose) => linkUrl(purpose, letter, new Date()));
    const hook = webhookSecret("channel");
    const isRead = (purpose: "stop" | "open", url = "") =>
      readLink(purpose, new URL(url).hash.slice(purpose.length + 2), new Date()) !== null;
    return async () => isRead("stop", stop) && isRead("open", open) && webhookSecrets("channel").includes(hook);
  },
  addresses: async () => {
    const mailbox = mailboxOf("ada@example.org");
    return async () => mailboxesOf("ada@example.org").includes(mailbox);
  },
  "upload url": async () => {
    const upload = { id: newId(), tokenHash: "hash" };
    const location = uploadLocation(upload, new Headers(), "https://example.org");
    const key = new URL(location, "https://example.org").searchParams.get(UPLOAD_KEY_PARAMETER) ?? "";
    return async () => isUploadKey(key, upload);
  },
  // lib/shop/purchase/restore-by-signature.test.ts and lib/restore/restore-backup.test.ts.
  "claim token": "in its own test",
  backup: "in its own test",
  // A pass is good for a minute. A test sale begins with a new wallet.
  doctor: "ends",
  "test sale": "ends",
};

const rows = Object.entries(sealed).flatMap(([name, seal]) =>
  typeof seal === "string" ? [] : [[name, seal] as const],
);

it.each(rows)("%s: opens under the next secret while the old one is listed, and not without it", async (_, seal) => {
  const opens = await seal();
  expect(await opens()).toBe(true);
  under(next, old);
  expect(await opens()).toBe(true);
  const later = await seal();
  under(next);
  expect([await opens(), await later()]).toEqual([false, true]);
  // Only the first one signs.
  under(old);
  expect([await opens(), await later()]).toEqual([true, false]);
});
