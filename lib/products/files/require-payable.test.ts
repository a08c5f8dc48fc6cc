import { beforeAll, expect, it } from "vitest";
import { testSettings } from "@/test/settings";
import { requirePayable } from "./require-payable";

const terms = (priceMicroUsd: bigint, payToNetworks = "") => ({
  priceMicroUsd,
  payTo: `0x${"1".repeat(40)}`,
  payToNetworks,
});

beforeAll(() =>
  testSettings({
    APP_URL: "https://files.example.com",
    NETWORKS: "eip155:8453,eip155:1",
    RPC_URL_8453: "http://127.0.0.1:9",
    RPC_URL_1: "http://127.0.0.1:9",
    GAS_KEY: `0x${"7".repeat(64)}`,
  }),
);

it("lets a price pass that can be paid on one of the networks", () => {
  expect(() => requirePayable(terms(10_000n))).not.toThrow();
  expect(() => requirePayable(terms(0n))).not.toThrow();
});

it("refuses a price below the lowest on the only network where the payout address is", () => {
  expect(() => requirePayable(terms(4_990_000n, "eip155:1"))).toThrow("The lowest price on Ethereum is $5.00.");
  expect(() => requirePayable(terms(5_000_000n, "eip155:1"))).not.toThrow();
});

it("refuses a seller whose contract is on no network of this server", () => {
  expect(() => requirePayable(terms(5_000_000n, "eip155:137"))).toThrow("takes no payments");
});
