import { ParsedMessage } from "@spruceid/siwe-parser";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { composeMessage } from "@/lib/eip4361/message";
import { startPayout } from "@/lib/sellers/payout-statement";
import { resetSettings } from "@/lib/settings/settings";
import { openShop, type Shop } from "@/test/shop";
import { encode } from "@/test/sign-payment";
import { signIn } from "./sign-in";
import { checkSignInWithX, declareSignInWithX } from "./sign-in-with-x";
import { startSignIn } from "./start-sign-in";

/** Shops whose host libraries of EIP-4361 refuse: every signature that names the site works there. */

const wallet = privateKeyToAccount(generatePrivateKey());
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

function move(url: string) {
  process.env.APP_URL = url;
  resetSettings();
}

describe.each([
  ["https://пример.рф", "xn--e1afmkfd.xn--p1ai"],
  ["https://kiosk", "kiosk"],
  ["https://[2001:db8::7]:8443", "[2001:db8::7]:8443"],
  ["http://[::1]:3000", "[::1]:3000"],
  ["https://192.0.2.7", "192.0.2.7"],
  ["https://shop.example.:8443", "shop.example.:8443"],
])("a shop at %s", (url, domain) => {
  it.each(["sign-in", "purchases"] as const)(
    "signs in for %s with a message that wallets read as one",
    async (purpose) => {
      move(url);
      const now = new Date();
      const offered = startSignIn(now, purpose);
      const message = composeMessage({ ...offered, address: wallet.address, chainId: 31337 });
      expect(new ParsedMessage(message)).toMatchObject({ domain, uri: offered.uri, statement: offered.statement });
      const signature = await wallet.signMessage({ message });
      const identity = { address: wallet.address.toLowerCase(), chainId: 0 };
      expect(await signIn({ message, signature }, now, purpose)).toEqual(identity);
    },
  );

  it("refuses a message for a host that only looks like it", async () => {
    move(url);
    const now = new Date();
    const offered = startSignIn(now, "sign-in");
    for (const other of [`${domain}@evil.example`, `x${domain}`, "evil.example"]) {
      const message = composeMessage({ ...offered, address: wallet.address, chainId: 31337 }).replace(domain, other);
      const input = { message, signature: await wallet.signMessage({ message }) };
      await expect(signIn(input, now, "sign-in")).rejects.toMatchObject({ code: "sign_in_failed" });
    }
  });

  it("opens a purchase by sign-in-with-x, also with optional members that are null or empty", async () => {
    move(url);
    const now = new Date();
    const subject = { id: "0123456789ABCDEFGHabcd", uri: `${new URL(url).origin}/f/0123456789ABCDEFGHabcd` };
    const { info, supportedChains } = declareSignInWithX(subject, ["eip155:31337"], now);
    const fields = { ...info, ...supportedChains[0], address: wallet.address };
    const message = composeMessage({ ...info, version: "1", address: wallet.address, chainId: 31337 });
    const signature = await wallet.signMessage({ message });
    for (const blank of [{}, { notBefore: null, requestId: null, resources: null }, { notBefore: "", requestId: "" }]) {
      const checked = await checkSignInWithX(encode({ ...fields, ...blank, signature }), subject, now);
      expect(checked).toMatchObject({ kind: "good", identity: { address: wallet.address.toLowerCase() } });
    }
  });

  it("names itself in what a seller signs to change the payout address", async () => {
    move(url);
    const { address } = await db().seller.findUniqueOrThrow({ where: { id: shop.sellerId } });
    const change = { payTo: wallet.address, chainId: 31337, revokeOld: false };
    const { message } = await startPayout(shop.sellerId, change, new Date());
    const read = new ParsedMessage(message);
    expect([read.domain, read.address.toLowerCase()]).toEqual([domain, address]);
  });
});

it.each(['https://a"b.example', "https://a`b.example", "https://a{b}.example"])(
  "a host that no URL may have stops the start, with the reason: %s",
  (url) => {
    process.env.APP_URL = url;
    expect(() => resetSettings()).not.toThrow();
    expect(() => startSignIn(new Date(), "sign-in")).toThrow("has a host that is not allowed in a URL");
  },
);
