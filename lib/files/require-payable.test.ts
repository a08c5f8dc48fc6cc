import { beforeAll, expect, it } from "vitest";
import { testSettings } from "@/test/settings";
import { requirePayable } from "./require-payable";

const payTo = `0x${"1".repeat(40)}`;
const plain = { id: "c", chainId: 0, address: payTo, payTo, name: null };
const terms = (priceMicroUsd: bigint) => ({
  id: "t",
  fileId: "f",
  priceMicroUsd,
  payTo,
  downloadDays: 30,
  from: new Date(),
  until: null,
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
  expect(() => requirePayable(plain, terms(10_000n))).not.toThrow();
  expect(() => requirePayable(plain, terms(0n))).not.toThrow();
});

it("refuses a price below the lowest on the only network where the seller's contract is", () => {
  const onEthereum = { ...plain, chainId: 1 };
  expect(() => requirePayable(onEthereum, terms(4_990_000n))).toThrow("The lowest price on Ethereum is $5.00.");
  expect(() => requirePayable(onEthereum, terms(5_000_000n))).not.toThrow();
});

it("refuses a seller whose contract is on no network of this server", () => {
  expect(() => requirePayable({ ...plain, chainId: 137 }, terms(5_000_000n))).toThrow("takes no payments");
});
