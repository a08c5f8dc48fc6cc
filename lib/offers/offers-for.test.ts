import { beforeAll, describe, expect, it } from "vitest";
import { testSettings } from "@/test/settings";
import { offersFor } from "./offers-for";

const payTo = `0x${"1".repeat(40)}`;
const terms = {
  id: "6LfQ0PqbzAYmXmDDR1mEqz",
  priceMicroUsd: 1_234_567n,
  payTo,
  payToNetworks: "",
  version: { number: 2 },
  refundPolicy: null,
  refundNote: null,
};

const networks = {
  APP_URL: "https://files.example.com",
  NETWORKS: "eip155:84532,eip155:8453",
  RPC_URL_8453: "http://127.0.0.1:9",
  RPC_URL_84532: "http://127.0.0.1:9",
  GAS_KEY: `0x${"7".repeat(64)}`,
  MIN_PRICE: undefined,
};

beforeAll(() => testSettings(networks));

describe("offers", () => {
  it("name every network in the operator's order, in atomic units, to the terms' payee", () => {
    expect(offersFor(terms)).toMatchObject([
      { network: "eip155:84532", networkName: "Base Sepolia", amount: "1234567", decimals: 6, payTo },
      { network: "eip155:8453", networkName: "Base", amount: "1234567", decimals: 6, payTo },
    ]);
  });

  it("are not offered for free files", () => expect(offersFor({ ...terms, priceMicroUsd: 0n })).toEqual([]));

  it("leave out networks where the price is below what settling may cost", () => {
    testSettings({ ...networks, MIN_PRICE: "0.01 8453:2" });
    expect(offersFor(terms)).toMatchObject([{ network: "eip155:84532" }]);
    expect(offersFor({ ...terms, priceMicroUsd: 2_000_000n })).toHaveLength(2);
    testSettings(networks);
  });

  it("leave out networks where the payout address is a contract that does not exist there", () => {
    expect(offersFor({ ...terms, payToNetworks: "eip155:8453" })).toMatchObject([{ network: "eip155:8453" }]);
    expect(offersFor({ ...terms, payToNetworks: "eip155:137,eip155:1" })).toEqual([]);
  });
});
