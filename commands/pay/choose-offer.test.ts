import type { PaymentRequired } from "@x402/core/types";
import { describe, expect, it } from "vitest";
import { parseUsd } from "@/lib/money";
import { chooseOffer } from "./choose-offer";
import { readOptions } from "./options";

const token = `0x${"aB".repeat(20)}`;
const base = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

function challenge(network: string, asset: string, extra: object = { name: "A Coin", version: "1" }): PaymentRequired {
  const requirement = {
    scheme: "exact",
    network,
    asset,
    amount: "250000",
    payTo: token,
    maxTimeoutSeconds: 300,
    extra,
  };
  return {
    x402Version: 2,
    resource: { url: "https://files.example.com/f/x" },
    accepts: [requirement],
  } as PaymentRequired;
}

const limits = (...args: string[]) => readOptions(["https://files.example.com/f/x", ...args], {});

describe("what the command pays", () => {
  it("is a token that it knows, on the network that was asked for", () => {
    expect(chooseOffer(challenge("eip155:8453", base), limits())).toMatchObject({
      price: "0.25 USDC",
      networkName: "Base",
    });
    expect(() => chooseOffer(challenge("eip155:8453", base), limits("--network", "eip155:137"))).toThrow("--network");
  });

  it("is nothing unknown, unless the payer names both network and token, and never more than --max", () => {
    const unknown = challenge("eip155:777", token);
    expect(() => chooseOffer(unknown, limits())).toThrow(`--network eip155:777 --token ${token}`);
    expect(() => chooseOffer(unknown, limits("--network", "eip155:777"))).toThrow("is not known here");
    const named = ["--network", "eip155:777", "--token", token];
    expect(chooseOffer(unknown, limits(...named))).toMatchObject({ price: `0.25 of ${token}`, chainId: 777 });
    expect(() => chooseOffer(unknown, limits(...named, "--max", "0.24"))).toThrow("raise it with --max");
    expect(() => chooseOffer(challenge("eip155:777", base), limits(...named))).toThrow("--token");
    expect(() => chooseOffer(challenge("eip155:777", token, {}), limits(...named))).toThrow("what is to be signed");
  });

  it("needs guards that are spelt right", () => {
    expect(limits("--max", "2.50").max).toBe(parseUsd("2.50"));
    expect(() => limits("--network", "base")).toThrow("eip155:8453");
    expect(() => limits("--token", token)).toThrow("goes with --network");
  });
});
