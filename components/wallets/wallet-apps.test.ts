import { expect, test } from "vitest";
import { walletApps } from "./wallet-apps";

const url = "https://files.example.com/f/Ab3dEf6hIj9kLmNoPqRs";
const linkOf = (name: string) => walletApps.find((app) => app.name === name)?.open?.(url);

test("each app is asked to open the page in the form that its maker documents", () => {
  expect(linkOf("MetaMask")).toBe("https://link.metamask.io/dapp/files.example.com/f/Ab3dEf6hIj9kLmNoPqRs");
  const encoded = "https%3A%2F%2Ffiles.example.com%2Ff%2FAb3dEf6hIj9kLmNoPqRs";
  expect(linkOf("Base (Coinbase Wallet)")).toBe(`https://go.cb-w.com/dapp?cb_url=${encoded}`);
  expect(linkOf("Trust Wallet")).toBe(`https://link.trustwallet.com/open_url?coin_id=60&url=${encoded}`);
  const okx = new URL(linkOf("OKX Wallet") ?? "");
  const inside = new URL(okx.searchParams.get("deeplink") ?? "");
  expect(inside.protocol).toBe("okx:");
  expect(inside.searchParams.get("dappUrl")).toBe(url);
});

test("every wallet is had from a page of its maker's", () => {
  for (const { home } of walletApps) expect(home).toMatch(/^https:\/\//);
});
