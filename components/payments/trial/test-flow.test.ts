import { afterEach, expect, it, vi } from "vitest";
import { RequestProblem } from "@/components/http/request";
import type { Payer } from "@/components/payments/wire/pay-api";
import type { ConnectedWallet, Signer, Wallets } from "@/components/wallets/wallet-types";
import type { Offer } from "@/lib/offers/schema";
import { TestFlow } from "./test-flow";

/** Rule 14: a test of the way of a buyer, in which nothing that could pay is ever made or signed. */

const offer: Offer = {
  network: "eip155:31337",
  networkName: "Devnet",
  asset: "0xb19b36b1456E65E3A6D514D3F715f204BD59f431",
  symbol: "USDC",
  decimals: 6,
  amount: "500000",
  payTo: "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
  offerId: "6LfQ0PqbzAYmXmDDR1mEqz",
  fileVersion: 1,
  refundTerms: "",
};
const result = { version: 1, ticketUrl: "/t" };
const wallet = {
  id: "w",
  name: "Fox",
  kind: "injected",
  address: "0xabc",
  chainId: 31337,
} as unknown as ConnectedWallet;
const fit: Payer = { balance: 0n, kind: "key", salesPaused: false, pausedBy: null, refused: false };
const message = "Test purchase at shop.example\n\nMoves no money.";

function walk({ payer = fit as Payer | null, test = async () => result, sign = async () => "0x01" as const } = {}) {
  const signed: unknown[] = [];
  const signer = {
    switchTo: async () => {},
    signMessage: async (text: string) => {
      signed.push(text);
      return sign();
    },
    signTypedData: vi.fn(async () => "0x02" as const),
  } satisfies Signer;
  const wallets = {
    connect: async () => wallet,
    disconnect: async () => {},
    signer: () => signer,
  } as unknown as Wallets;
  const steps: string[] = [];
  const onPaid = vi.fn();
  const onSignedOut = vi.fn();
  const asked = vi.fn(test);
  const flow = new TestFlow({
    offer,
    test: asked,
    payer: async () => payer,
    loadWallets: async () => wallets,
    message,
    onPaid,
    onSignedOut,
  });
  flow.watch(() => steps.push(flow.state().step));
  return { flow, steps, signed, signer, onPaid, onSignedOut, asked };
}

const problem = (code: string, status: number) =>
  new RequestProblem({ code, status, title: code } as ConstructorParameters<typeof RequestProblem>[0]);

afterEach(() => vi.unstubAllGlobals());

it("goes through the steps of a buyer with a wallet, which signs a text and no payment, and sends it to nobody", async () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  const { flow, steps, signed, signer, onPaid, asked } = walk();
  await flow.start();
  await flow.choose(wallet);
  expect(steps).toEqual(["loading", "choosing", "connecting", "checking", "signing", "confirming", "paid"]);
  expect(signed).toEqual([message]);
  expect(signer.signTypedData).not.toHaveBeenCalled();
  expect(fetched).not.toHaveBeenCalled();
  // What is asked of the server has no argument: no signature, no address, nothing.
  expect(asked.mock.calls).toEqual([[], []]);
  expect(onPaid.mock.calls).toEqual([[result]]);
});

it("needs no wallet, and no money in one", async () => {
  const { flow, steps, signed, onPaid } = walk({ payer: { ...fit, balance: 0n } });
  await flow.start();
  await flow.withoutWallet();
  expect(steps.slice(-3)).toEqual(["checking", "signing", "confirming", "paid"].slice(-3));
  expect(signed).toEqual([]);
  expect(onPaid).toHaveBeenCalledTimes(1);
});

it.each([
  ["the seller has paused it", { test: async () => Promise.reject(problem("file_paused", 403)) }, "file_paused"],
  ["no payment can be settled now", { payer: { ...fit, salesPaused: true } }, "facilitator_unavailable"],
  ["the wallet is a kind that cannot pay", { payer: { ...fit, kind: "unsupported" } as Payer }, "wallet_unsupported"],
  ["the token refuses the wallet", { payer: { ...fit, refused: true } }, "payer_refused"],
])("says what a buyer reads when %s", async (_, given, code) => {
  const { flow, onPaid } = walk(given);
  await flow.start();
  await flow.choose(wallet);
  expect(flow.state()).toMatchObject({ step: "failed", trouble: { code } });
  expect(onPaid).not.toHaveBeenCalled();
});

it("says that the session has ended", async () => {
  const { flow, onSignedOut } = walk({ test: async () => Promise.reject(problem("sign_in_required", 401)) });
  await flow.start();
  await flow.withoutWallet();
  expect(onSignedOut).toHaveBeenCalledTimes(1);
});

it("ends where the person cancels: what the wallet answers later is dropped", async () => {
  let answer = (_: "0x01") => {};
  const sign = () =>
    new Promise<"0x01">((resolve) => {
      answer = resolve;
    });
  const { flow, onPaid } = walk({ sign });
  await flow.start();
  const walking = flow.choose(wallet);
  await vi.waitFor(() => expect(flow.state().step).toBe("signing"));
  flow.cancel();
  answer("0x01");
  await walking;
  expect(flow.state().step).toBe("idle");
  expect(onPaid).not.toHaveBeenCalled();
});
