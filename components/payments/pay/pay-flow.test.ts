import { decodePaymentSignatureHeader } from "@x402/core/http";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { verifyTypedData } from "viem/utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FilePayApi, Payer, PurchaseAnswer } from "@/components/payments/wire/pay-api";
import { paymentMemory } from "@/components/payments/wire/saved-payment";
import { type Challenge, newClaimToken, typedDataFor } from "@/components/payments/wire/x402";
import type { ConnectedWallet, Signer, Wallets } from "@/components/wallets/wallet-types";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { PaymentStatus, PurchaseResult } from "@/lib/shop/schema";
import { agreeOnOffer } from "./agree-on-offer";
import { PayFlow } from "./pay-flow";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const account = privateKeyToAccount(generatePrivateKey());
const payTo = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const asset = "0xb19b36b1456E65E3A6D514D3F715f204BD59f431";
const offer: Offer = {
  network: "eip155:31337",
  networkName: "Devnet",
  asset,
  symbol: "USDC",
  decimals: 6,
  amount: "500000",
  payTo,
  offerId: "6LfQ0PqbzAYmXmDDR1mEqz",
  fileVersion: 1,
  refundTerms: "",
};
const goods = { version: 1, downloadDays: 30, seller: { refundPolicy: null, refundNote: null } };
const result: PurchaseResult = {
  access: "paid",
  fileId: "f1",
  version: 1,
  versions: [],
  ticketUrl: "/t",
  downloadUntil: null,
  claimToken: "c",
  receipt: null,
};

type Asked = { amount: string; payTo: string; network: string; offerId: string };

function challenge({ offerId, ...over }: Partial<Asked> = {}): PurchaseAnswer {
  const accepts = [
    {
      scheme: "exact",
      network: "eip155:31337",
      amount: "500000",
      asset,
      payTo,
      maxTimeoutSeconds: 300,
      extra: { name: "USD Coin", version: "2", ...(offerId && { offerId }) },
      ...over,
    },
  ];
  const body: Challenge = { x402Version: 2, resource: { url: "http://localhost:3000/f/f1" }, accepts };
  return { kind: "challenge", challenge: body, problem: problem(402, "payment_required"), serverTime: NOW };
}

const problem = (status: number, code: string, members = {}) => ({ status, code, title: code, ...members });
const turnedDown = (code: string, members = {}): PurchaseAnswer => ({
  ...(challenge() as Extract<PurchaseAnswer, { kind: "challenge" }>),
  problem: problem(402, code, members),
});

/** A tab: its memory, the requests it made, and responses to give in turn. */
class Tab {
  asked: { header?: string; claimToken?: string }[] = [];
  signatures = 0;
  claimed: string[] = [];
  paid: PurchaseResult[] = [];
  waits: number[] = [];
  now = NOW;
  answers: PurchaseAnswer[] = [];
  /** The file as it is sold now. */
  file: (typeof goods & { offers: Offer[] }) | null = null;
  balance: bigint | null = 10_000_000n;
  kind: Payer["kind"] = "key";
  salesPaused = false;
  pausedBy: Payer["pausedBy"] = null;
  refused = false;
  sign: (document: Parameters<Signer["signTypedData"]>[0]) => Promise<`0x${string}`> = (document) =>
    account.signTypedData(document);
  switchTo: () => Promise<void> = async () => {};
  wallet: ConnectedWallet | null = { id: "w", name: "W", kind: "injected", address: account.address, chainId: 31337 };
  store = new Map<string, string>();

  open(): PayFlow {
    const api: FilePayApi = {
      purchase: async (payment) => {
        return this.ask({ ...payment });
      },
      collect: async (_, claimToken) => this.ask(claimToken === null ? {} : { claimToken }),
      file: async () => this.file as FileInfo | null,
      payer: async () => {
        const { balance, kind, salesPaused, pausedBy, refused } = this;
        return balance === null ? null : { balance, kind, salesPaused, pausedBy, refused };
      },
      claim: async (token) => void this.claimed.push(token),
    };
    return new PayFlow({
      offer,
      agree: (challenge, offer) => agreeOnOffer(challenge, { offer, goods, api }),
      recoveryUrlOf: (claimToken) => `http://localhost:3000/r#${claimToken}`,
      api,
      memory: paymentMemory(
        {
          getItem: (key) => this.store.get(key) ?? null,
          setItem: (key, value) => void this.store.set(key, value),
          removeItem: (key) => void this.store.delete(key),
        },
        "f1",
      ),
      loadWallets: async () => this.wallets(),
      newClaimToken,
      randomBytes: () => crypto.getRandomValues(new Uint8Array(32)),
      now: () => this.now,
      wait: async (ms) => void this.waits.push(ms),
      onPaid: (answer) => void this.paid.push(answer),
    });
  }

  ask(payment: { header?: string; claimToken?: string }): PurchaseAnswer {
    this.asked.push(payment);
    const answer = this.answers.shift();
    if (!answer) throw new Error("the test has no more answers");
    return answer;
  }

  wallets(): Wallets {
    return {
      choices: () => [],
      watch: () => () => {},
      current: () => this.wallet,
      reconnect: async () => this.wallet,
      connect: async (id) => {
        this.wallet = { id, name: id, kind: "injected", address: account.address, chainId: 31337 };
        return this.wallet;
      },
      disconnect: async () => {
        this.wallet = null;
      },
      signer: ({ chainId: on }) => ({
        switchTo: async (chainId, onAsk) => {
          if (on === chainId) return;
          onAsk?.();
          await this.switchTo();
        },
        signTypedData: (document) => {
          this.signatures += 1;
          return this.sign(document);
        },
        signMessage: async () => "0x",
      }),
    };
  }

  headers(): string[] {
    return this.asked.flatMap(({ header }) => header ?? []);
  }
}

let tab: Tab;
beforeEach(() => {
  tab = new Tab();
});

const granted: PurchaseAnswer = { kind: "granted", result };
const status = (state: PaymentStatus["state"], pending = false): PaymentStatus => ({
  id: "p1",
  kind: "file",
  fileId: "f1",
  uploadId: null,
  state,
  pending,
  reason: null,
  transaction: null,
  network: "eip155:31337",
  expiresAt: "",
  updatedAt: "",
});

describe("the way from Pay to paid", () => {
  it("signs once, for exactly what the page shows, and sends it with the key to the file", async () => {
    tab.answers = [challenge(), granted];
    const flow = tab.open();
    await flow.start();

    expect(flow.state()).toMatchObject({ step: "paid", result });
    expect(tab.signatures).toBe(1);
    const [header] = tab.headers();
    const sent = decodePaymentSignatureHeader(header as string);
    const { authorization, signature } = sent.payload as never as {
      authorization: Parameters<typeof typedDataFor>[1];
      signature: `0x${string}`;
    };
    const document = typedDataFor(sent.accepted as never, authorization);
    expect(await verifyTypedData({ ...document, address: account.address, signature })).toBe(true);
    expect(authorization).toMatchObject({ to: payTo, value: "500000", validBefore: String(NOW / 1_000 + 300) });
    expect(tab.asked[1]?.claimToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(tab.paid).toEqual([result]);
    expect(tab.store.size).toBe(0);
  });

  it("asks for a wallet when none is connected, and continues with the chosen one", async () => {
    tab.wallet = null;
    tab.answers = [challenge(), granted];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toEqual({ step: "choosing", trouble: null });
    await flow.choose({ id: "w", name: "W" });
    expect(flow.state().step).toBe("paid");
  });

  it("opens at once what this browser may already have, with no signature", async () => {
    tab.answers = [granted];
    const flow = tab.open();
    await flow.start();
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(0);
  });

  it("uses the server's clock for the time window", async () => {
    tab.now = NOW - 3_600_000;
    tab.answers = [challenge(), granted];
    await tab.open().start();
    const sent = decodePaymentSignatureHeader(tab.headers()[0] as string);
    expect((sent.payload as { authorization: { validBefore: string } }).authorization.validBefore).toBe(
      String(NOW / 1_000 + 300),
    );
  });
});

describe("the time window", () => {
  it("begins when the wallet is asked, not when the challenge came", async () => {
    tab.wallet = tab.wallet && { ...tab.wallet, chainId: 1 };
    tab.switchTo = async () => {
      tab.now += 200_000;
    };
    tab.answers = [challenge(), granted];
    await tab.open().start();
    const sent = decodePaymentSignatureHeader(tab.headers()[0] as string);
    expect(sent.payload).toMatchObject({ authorization: { validBefore: String(NOW / 1_000 + 500) } });
  });
});

describe("terms that are not as shown", () => {
  it("shows a new price before anything is signed, and signs it only when accepted", async () => {
    tab.answers = [challenge({ amount: "900000" })];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "price-changed", offer: { amount: "900000" } });
    expect(tab.signatures).toBe(0);

    tab.answers = [challenge({ amount: "900000" }), granted];
    await flow.acceptNewPrice();
    expect(flow.state().step).toBe("paid");
  });

  describe("of another id", () => {
    const offerId = "0Bz1aXcVbNmQwErTyUiOpL";
    const cheaper = { ...offer, offerId, amount: "400000" };

    it("shows a new price if nothing else has changed, and pays for the new terms when accepted", async () => {
      tab.file = { ...goods, offers: [cheaper] };
      tab.answers = [challenge({ offerId, amount: "400000" })];
      const flow = tab.open();
      await flow.start();
      expect(flow.state()).toMatchObject({ step: "price-changed", before: offer, offer: cheaper });
      expect(tab.signatures).toBe(0);

      tab.answers = [challenge({ offerId, amount: "400000" }), granted];
      await flow.acceptNewPrice();
      expect(flow.state().step).toBe("paid");
      expect(decodePaymentSignatureHeader(tab.headers()[0] as string).accepted.extra).toMatchObject({ offerId });
    });

    const others: [string, Tab["file"]][] = [
      ["another version", { ...goods, version: 2, offers: [cheaper] }],
      ["other days to download", { ...goods, downloadDays: 60, offers: [cheaper] }],
      [
        "another refund policy",
        { ...goods, seller: { refundPolicy: "no-refunds" as never, refundNote: null }, offers: [cheaper] },
      ],
      ["terms that changed once more", { ...goods, offers: [{ ...cheaper, offerId: "1".repeat(22) }] }],
      ["terms that cannot be read", null],
    ];
    it.each(others)("signs nothing for %s, at any price", async (_, file) => {
      tab.file = file;
      for (const amount of ["400000", offer.amount]) {
        tab.answers = [challenge({ offerId, amount })];
        const flow = tab.open();
        await flow.start();
        expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "not_offered", next: "reload" } });
      }
      expect(tab.signatures).toBe(0);
    });

    it("pays without a question for terms that were changed and changed back", async () => {
      tab.file = { ...goods, offers: [{ ...offer, offerId }] };
      tab.answers = [challenge({ offerId }), granted];
      const flow = tab.open();
      await flow.start();
      expect(flow.state().step).toBe("paid");
      expect(decodePaymentSignatureHeader(tab.headers()[0] as string).accepted.extra).toMatchObject({ offerId });
    });
  });

  it("signs nothing for another payee or network", async () => {
    tab.answers = [challenge({ payTo: account.address })];
    const flow = tab.open();
    await flow.start();
    expect(flow.state().step).toBe("price-changed");

    tab.answers = [challenge({ network: "eip155:8453" })];
    const other = tab.open();
    await other.start();
    expect(other.state()).toMatchObject({ step: "failed", trouble: { next: "reload" } });
    expect(tab.signatures).toBe(0);
  });
});

describe("an account that is switched in the wallet", () => {
  const other = privateKeyToAccount(generatePrivateKey());
  const switched = (): ConnectedWallet => ({ ...(tab.wallet as ConnectedWallet), address: other.address });

  it("is the one whose money is looked at, while money is missing", async () => {
    tab.balance = 0n;
    tab.answers = [challenge(), challenge(), granted];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "no-funds", payer: account.address });
    await flow.accountChanged(account.address.toLowerCase());
    expect(tab.asked).toHaveLength(1);

    tab.wallet = switched();
    tab.balance = 10_000_000n;
    tab.sign = (document) => other.signTypedData(document);
    await flow.accountChanged(other.address);
    expect(flow.state().step).toBe("paid");
    const sent = decodePaymentSignatureHeader(tab.headers()[0] as string);
    expect(sent.payload).toMatchObject({ authorization: { from: other.address } });
  });

  it("ends the wait of the one before, whose authorization was turned down", async () => {
    tab.answers = [challenge(), turnedDown("insufficient_funds", { missing: "70000" }), challenge()];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "no-funds", signedUntil: expect.any(Number) });
    tab.wallet = switched();
    tab.balance = 1n;
    await flow.accountChanged(other.address);
    expect(flow.state()).toMatchObject({ step: "no-funds", payer: other.address, signedUntil: null });
    expect(tab.store.size).toBe(0);
    expect(tab.headers()).toHaveLength(1);
  });

  it("changes nothing while money may be moving", async () => {
    tab.answers = [challenge(), { kind: "unknown", paymentId: "p1" }];
    const flow = tab.open();
    await flow.start();
    await flow.accountChanged(other.address);
    expect(flow.state().step).toBe("pending");
    expect(tab.headers()).toHaveLength(1);
  });
});

describe("wallet code that cannot be loaded", () => {
  const missing = Object.assign(new Error("Failed to load chunk /_next/static/chunks/a.js"), {
    name: "ChunkLoadError",
  });
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    [404, "updated", "reload"],
    [200, "pageCode", "retry"],
  ])("with %s for its file: %s", async (status, message, next) => {
    vi.stubGlobal("fetch", async () => new Response(null, { status }));
    tab.wallets = () => {
      throw missing;
    };
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { message, next } });
  });
});

describe("answers that get lost", () => {
  const lost: PurchaseAnswer = { kind: "lost", problem: null };

  it("sends the same authorization again until it is judged, and never signs another", async () => {
    tab.answers = [challenge(), lost, lost, lost, { kind: "granted", result: { ...result, claimToken: undefined } }];
    const flow = tab.open();
    await flow.start();
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(1);
    expect(tab.headers()).toHaveLength(4);
    expect(new Set(tab.headers()).size).toBe(1);
    expect(tab.waits).toEqual([1_000, 2_000, 4_000]);
    // The cookies were lost with the response: the claim token chosen here restores them.
    expect(tab.claimed).toEqual([tab.asked[1]?.claimToken]);
    expect(flow.state()).toMatchObject({ recoveryUrl: `http://localhost:3000/r#${tab.claimed[0]}` });
  });

  it("continues after a reload with the signed authorization, without a wallet", async () => {
    tab.answers = [challenge(), { kind: "unknown", paymentId: "p1" }];
    await tab.open().start();

    tab.answers = [granted];
    tab.now += 3_600_000;
    const reloaded = tab.open();
    await reloaded.resume();
    expect(reloaded.state().step).toBe("paid");
    expect(tab.signatures).toBe(1);
    expect(new Set(tab.headers()).size).toBe(1);
  });

  it("asks no wallet by itself after a reload when nothing waits any more", async () => {
    tab.answers = [challenge(), turnedDown("insufficient_funds", { missing: "70000" })];
    await tab.open().start();
    tab.now += 3_600_000;
    const reloaded = tab.open();
    await reloaded.resume();
    expect(reloaded.state()).toEqual({ step: "idle" });
    expect(tab.store.size).toBe(0);
    expect(tab.signatures).toBe(1);
  });
});

describe("no connection before anything is signed", () => {
  const lost: PurchaseAnswer = { kind: "lost", problem: null };

  it("asks again by itself until the server can be reached, and then for one signature", async () => {
    const steps: string[] = [];
    tab.answers = [lost, lost, challenge(), granted];
    const flow = tab.open();
    flow.watch(() => steps.push(flow.state().step));
    await flow.start();
    expect(steps).toEqual(["loading", "checking", "offline", "checking", "signing", "confirming", "paid"]);
    expect(tab.waits).toEqual([1_000, 2_000]);
    expect(tab.signatures).toBe(1);
  });

  it("stops asking when the person turns round", async () => {
    tab.answers = [lost];
    const flow = tab.open();
    flow.watch(() => flow.state().step === "offline" && flow.cancel());
    await flow.start();
    expect(flow.state()).toEqual({ step: "idle" });
    expect(tab.asked).toHaveLength(1);
  });

  it("does not ask again by itself when the server responded and could not continue", async () => {
    tab.answers = [{ kind: "lost", problem: problem(500, "internal") }];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "internal", next: "retry" } });
  });
});

describe("a payment that is pending", () => {
  async function pending(): Promise<PayFlow> {
    tab.answers = [challenge(), { kind: "unknown", paymentId: "p1" }];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({
      step: "pending",
      paymentId: "p1",
      recoveryUrl: expect.stringContaining("/r#"),
    });
    return flow;
  }

  it("opens with the key of this tab once it is settled", async () => {
    const flow = await pending();
    await flow.statusArrived(status("settling", true));
    expect(flow.state().step).toBe("pending");
    tab.answers = [granted];
    await flow.statusArrived(status("settled"));
    expect(flow.state().step).toBe("paid");
    expect(tab.asked.at(-1)).toEqual({ claimToken: tab.asked[1]?.claimToken });
    expect(tab.signatures).toBe(1);
  });

  it("that the operator's decision closes meanwhile is owed back: no second signature, and the link is kept", async () => {
    const owed = { kind: "owed", problem: problem(403, "refund_due") } as const;
    const flow = await pending();
    tab.answers = [owed];
    await flow.statusArrived(status("settled"));
    expect(flow.state()).toMatchObject({ step: "owed", recoveryUrl: expect.stringContaining("/r#") });
    await flow.start();
    expect(flow.state().step).toBe("owed");
    expect(tab.signatures).toBe(1);
  });

  it("and is owed back in the very response is not sent again", async () => {
    tab.answers = [challenge(), { kind: "owed", problem: problem(403, "refund_due") }];
    const flow = tab.open();
    await flow.start();
    expect(flow.state().step).toBe("owed");
    expect(tab.asked).toHaveLength(2);
    // Nothing waits to be presented after a reload.
    const again = tab.open();
    await again.resume();
    expect(again.state().step).toBe("idle");
  });

  it("cannot be cancelled or started again", async () => {
    const flow = await pending();
    flow.cancel();
    await flow.start();
    await flow.chooseAnother();
    expect(flow.state().step).toBe("pending");
    expect(tab.signatures).toBe(1);
  });

  it("says that nothing was charged when the chain shows so, and may then be tried again", async () => {
    const flow = await pending();
    await flow.statusArrived(status("failed"));
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { next: "retry" } });
    tab.answers = [challenge(), granted];
    await flow.start();
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(2);
  });

  it("asks for a proof when the claim token is lost, whatever the balance, and charges nothing", async () => {
    tab.answers = [challenge(), { kind: "known", paymentId: "p1" }];
    const flow = tab.open();
    await flow.start();
    tab.answers = [challenge()];
    await flow.statusArrived(status("settled"));
    expect(flow.state().step).toBe("prove");

    tab.balance = 0n;
    tab.answers = [challenge(), granted];
    await flow.start({ skipFunds: true });
    expect(flow.state().step).toBe("paid");
  });
});

describe("known failures", () => {
  it("names a wallet that cannot pay here before asking it for anything, also when the money is not looked at", async () => {
    for (const skipFunds of [false, true]) {
      tab.answers = [challenge()];
      tab.kind = "unsupported";
      const flow = tab.open();
      await flow.start({ skipFunds });
      const trouble = { code: "wallet_unsupported", next: "none", otherWallet: true };
      expect(flow.state()).toMatchObject({ step: "failed", trouble });
      expect(tab.signatures).toBe(0);
    }
  });

  it("asks wallets that are contracts as any other, and gives their owners a day to sign", async () => {
    const window = { account: 24 * 3_600, delegated: 300, key: 300 };
    for (const kind of ["account", "delegated", "key"] as const) {
      tab.answers = [challenge(), granted];
      tab.kind = kind;
      const flow = tab.open();
      await flow.start();
      expect(flow.state().step).toBe("paid");
      const { payload } = decodePaymentSignatureHeader(tab.headers().at(-1) ?? "");
      const { validBefore } = payload.authorization as { validBefore: string };
      expect([kind, Number(validBefore)]).toEqual([kind, Math.floor(NOW / 1_000) + window[kind]]);
    }
  });

  it("says how much is missing before anything is signed, and continues when it arrives", async () => {
    tab.balance = 120_000n;
    tab.answers = [challenge()];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toEqual({ step: "no-funds", payer: account.address, missing: "380000", signedUntil: null });
    expect(tab.signatures).toBe(0);

    tab.balance = 500_000n;
    tab.answers = [challenge(), granted];
    await flow.fundsArrived();
    expect(flow.state().step).toBe("paid");
  });

  it("never signs again when that authorization was presented again and its response was lost", async () => {
    tab.answers = [
      challenge(),
      turnedDown("insufficient_funds", { missing: "70000" }),
      { kind: "lost", problem: null },
    ];
    const flow = tab.open();
    await flow.start();
    await expect(flow.fundsArrived()).rejects.toThrow("no more answers");

    tab.now += 3_600_000;
    tab.answers = [granted];
    const reloaded = tab.open();
    await reloaded.resume();
    expect(reloaded.state().step).toBe("paid");
    expect(tab.signatures).toBe(1);
  });

  it("does not let an unreadable balance stand in the way", async () => {
    tab.balance = null;
    tab.answers = [challenge(), granted];
    const flow = tab.open();
    await flow.start();
    expect(flow.state().step).toBe("paid");
  });

  it("presents the same authorization again when the money arrives after signing", async () => {
    tab.answers = [challenge(), turnedDown("insufficient_funds", { missing: "70000" })];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "no-funds", missing: "70000", signedUntil: NOW + 285_000 });
    tab.answers = [granted];
    await flow.fundsArrived();
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(1);
    expect(new Set(tab.headers()).size).toBe(1);
  });

  it("signs again when that authorization expired in the meantime, because nothing was charged by it", async () => {
    tab.answers = [challenge(), turnedDown("insufficient_funds", { missing: "70000" })];
    const flow = tab.open();
    await flow.start();
    tab.now += 290_000;
    tab.answers = [challenge(), granted];
    await flow.fundsArrived();
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(2);
  });

  it("presents the same authorization again after the server could not take it", async () => {
    tab.answers = [challenge(), { kind: "refused", problem: problem(503, "facilitator_unavailable") }];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "facilitator_unavailable", next: "retry" } });
    expect(tab.store.size).toBe(0);
    tab.answers = [granted];
    await flow.start();
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(1);
  });

  it("asks nobody to sign while sales are paused, except earlier buyers", async () => {
    tab.salesPaused = true;
    tab.answers = [challenge()];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "facilitator_unavailable", next: "retry" } });
    expect(tab.signatures).toBe(0);

    tab.answers = [challenge(), granted];
    await flow.start({ skipFunds: true });
    expect(flow.state().step).toBe("paid");
    expect(tab.signatures).toBe(1);
  });

  it.each([
    [
      "a paused token",
      () => Object.assign(tab, { salesPaused: true, pausedBy: "token_paused" }),
      "tokenPaused",
      "retry",
    ],
    [
      "a clock that is off",
      () => Object.assign(tab, { salesPaused: true, pausedBy: "clock_off" }),
      "clockOff",
      "retry",
    ],
    [
      "a node that is behind",
      () => Object.assign(tab, { salesPaused: true, pausedBy: "node_behind" }),
      "nodeBehind",
      "retry",
    ],
    ["a payer whom the token refuses", () => Object.assign(tab, { refused: true }), "payerRefused", "none"],
  ])("asks nobody to sign with %s, and says so", async (_what, happens, message, next) => {
    happens();
    tab.answers = [challenge()];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { message, next } });
    expect(tab.signatures).toBe(0);
  });

  it("sends no signature that came too late, and signs again when asked to", async () => {
    tab.sign = async (document) => {
      tab.now += 290_000;
      return account.signTypedData(document);
    };
    tab.answers = [challenge()];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "authorization_expired", next: "retry" } });
    expect(tab.headers()).toEqual([]);
    expect(tab.store.size).toBe(0);

    tab.sign = (document) => account.signTypedData(document);
    tab.answers = [{ ...challenge(), serverTime: tab.now } as PurchaseAnswer, granted];
    await flow.start();
    expect(flow.state().step).toBe("paid");
  });

  it("sends people to the page as it is now where trying again would not help", async () => {
    tab.answers = [{ kind: "refused", problem: problem(403, "file_paused") }];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "file_paused", next: "reload" } });
  });

  it("charges nothing after a refusal in the wallet, and signs at the next attempt", async () => {
    tab.answers = [challenge()];
    tab.sign = async () => Promise.reject(Object.assign(new Error("no"), { code: 4001 }));
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { code: "rejected", next: "retry" } });
    expect(tab.headers()).toEqual([]);
  });

  it("stops when the network switch is refused", async () => {
    tab.wallet = { ...(tab.wallet as ConnectedWallet), chainId: 1 };
    tab.switchTo = async () => Promise.reject(Object.assign(new Error("no"), { name: "SwitchChainError" }));
    tab.answers = [challenge()];
    const flow = tab.open();
    await flow.start();
    expect(flow.state()).toMatchObject({ step: "failed", trouble: { next: "retry" } });
    expect(tab.signatures).toBe(0);
  });

  it("never sends a signature that arrives after the person turned round", async () => {
    let allow: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      tab.sign = async (document) => {
        resolve();
        await new Promise<void>((go) => {
          allow = go;
        });
        return account.signTypedData(document);
      };
    });
    tab.answers = [challenge()];
    const flow = tab.open();
    const started = flow.start();
    await asked;
    flow.cancel();
    allow();
    await started;
    expect(flow.state()).toEqual({ step: "idle" });
    expect(tab.headers()).toEqual([]);
    expect(tab.store.size).toBe(0);
  });
});
