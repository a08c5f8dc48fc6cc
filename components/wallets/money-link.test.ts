import { expect, it } from "vitest";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { isTraded, moneyLink } from "./money-link";

const address = "0x72F3000000000000000000000000000000000000";
const on = (chainId: number) => networkByChainId(chainId) as NonNullable<ReturnType<typeof networkByChainId>>;

it("fills in the wallet, the network as such sites write it, and the exact amount", () => {
  const template = "https://buy.example/{network}?to={address}&usd={amount}&back={address}";
  expect(moneyLink(template, { address, network: on(8453), amount: "4.50" })).toBe(
    `https://buy.example/base?to=${address}&usd=4.50&back=${address}`,
  );
  expect(moneyLink("https://x/{network}", { address, network: on(84532), amount: "1" })).toBe("https://x/base-sepolia");
});

it("what is filled in stays what it is, whatever it contains", () => {
  const network = { name: "Base & Söhne/../x?" };
  expect(moneyLink("https://x/{network}/{amount}", { address, network, amount: "1&to=0x2#{address}" })).toBe(
    "https://x/base-s-hne-x-/1%26to%3D0x2%23%7Baddress%7D",
  );
});

it("is offered where money is real, and on the devnet, which plays it", () => {
  expect([on(8453), on(1)].map((network) => isTraded(network, false))).toEqual([true, true]);
  expect(isTraded(on(84532), false)).toBe(false);
  expect(isTraded(on(31337), true)).toBe(true);
});
