import type { Offer } from "@/lib/files/schema";
import type { PaymentStatus, PurchaseResult } from "@/lib/payments/schema";
import type { Problem } from "../http/request";
import type { ConnectedWallet, Wallets } from "../wallets/wallet-types";
import type { PayApi } from "./pay-api";
import { type PayEvent, type PayState, payReducer } from "./pay-machine";
import type { PaymentMemory, SavedPayment } from "./saved-payment";
import { failedTrouble, problemTrouble, unreachable, walletCodeMissing, walletTrouble, wrongOffer } from "./trouble";
import {
  agree,
  authorizationFor,
  type Challenge,
  chainIdOf,
  encodePayment,
  type Requirement,
  typedDataFor,
} from "./x402";

/** Longest wait between two attempts to send the same authorization again (ms). */
const LONGEST_WAIT = 15_000;
/** An authorization with less time left (ms) is not worth presenting again: facilitators refuse it. */
const SHORTEST_LIFE = 15_000;

export type PayFlowOptions = {
  /** What the page shows: network, token, payee and amount. */
  offer: Offer;
  /** Public origin, for the recovery link. */
  appUrl: string;
  api: PayApi;
  memory: PaymentMemory;
  loadWallets: () => Promise<Wallets>;
  newClaimToken: () => string;
  randomBytes: () => Uint8Array;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  /** Called once when access was given by paying on this page. */
  onPaid: (result: PurchaseResult, recoveryUrl: string | null) => void;
};

/**
 * Everything that happens between Pay and Download, without a screen: the page watches `state` and calls the verbs.
 *
 * A signed authorization is remembered before it is sent and sent again, never replaced, until a judgement about it
 * arrives: `PaymentMemory` keeps it over a reload of the tab.
 */
export class PayFlow {
  #state: PayState = { step: "idle" };
  #watchers = new Set<() => void>();
  #options: PayFlowOptions;
  #offer: Offer;
  /** Raised whenever the person starts over or turns round: answers that belong to an older attempt are dropped. */
  #attempt = 0;
  #collecting = false;
  #wallets: Wallets | null = null;
  #challenge: { challenge: Challenge; requirement: Requirement; serverOffset: number } | null = null;
  /** Turned down because something was unavailable, yet still good to be presented again. */
  #unspent: SavedPayment | null = null;

  constructor(options: PayFlowOptions) {
    this.#options = options;
    this.#offer = options.offer;
  }

  readonly state = (): PayState => this.#state;

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** After a reload: goes on with what was signed before, if anything was. Never asks a wallet by itself. */
  async resume(): Promise<void> {
    const waiting = this.#options.memory.load();
    if (waiting && !this.#isOver(waiting)) return this.start();
    this.#forget();
  }

  /** Pay, or Try again. Presents what was signed before and may still count; else looks for a wallet. */
  async start({ skipFunds = false } = {}): Promise<void> {
    const attempt = this.#begin({ type: "started" });
    if (attempt === null) return;
    const waiting = this.#options.memory.load() ?? this.#unspent;
    if (waiting && !this.#isOver(waiting)) return this.#present(waiting, attempt);
    this.#forget();

    const wallets = await this.#loadWallets();
    if (this.#attempt !== attempt) return;
    if (!wallets) return this.#dispatch({ type: "failed", trouble: walletCodeMissing });
    const wallet = wallets.current() ?? (await wallets.reconnect());
    if (this.#attempt !== attempt) return;
    if (!wallet) return this.#dispatch({ type: "choose" });
    return this.#check(wallet, attempt, skipFunds);
  }

  /** The person picked a wallet from the list. */
  async choose(choice: { id: string; name: string }): Promise<void> {
    const attempt = this.#begin({ type: "connecting", wallet: choice.name });
    if (attempt === null || !this.#wallets) return;
    try {
      const wallet = await this.#wallets.connect(choice.id);
      if (this.#attempt === attempt) await this.#check(wallet, attempt, false);
    } catch (error) {
      if (this.#attempt === attempt)
        this.#dispatch({ type: "choose", trouble: walletTrouble(error, this.#offer.networkName) });
    }
  }

  /** Back to the list of wallets. */
  async chooseAnother(): Promise<void> {
    if (this.#begin({ type: "choose" }) === null) return;
    this.#forget();
    this.#wallets ??= await this.#loadWallets();
    await this.#wallets?.disconnect();
  }

  /** The person read the new price and goes on. */
  async acceptNewPrice(): Promise<void> {
    if (this.#state.step !== "price-changed") return;
    this.#offer = this.#state.offer;
    await this.start();
  }

  /** The money is there: presents the same authorization again where one was signed, else asks for the signature. */
  readonly fundsArrived = async (): Promise<void> => {
    if (this.#state.step === "no-funds") await this.start();
  };

  /** A payment that another visit left unfinished (the server says so). */
  follow(paymentId: string): void {
    this.#dispatch({ type: "pending", paymentId, recoveryUrl: null });
  }

  /** The server knows more about the payment that is pending. */
  readonly statusArrived = async (status: PaymentStatus): Promise<void> => {
    if (this.#state.step !== "pending" || status.id !== this.#state.paymentId || status.pending) return;
    if (status.state !== "settled") {
      this.#forget();
      return this.#dispatch({ type: "failed", trouble: failedTrouble(status) });
    }
    if (this.#collecting) return;
    this.#collecting = true;
    await this.#collect().finally(() => {
      this.#collecting = false;
    });
  };

  async #collect(): Promise<void> {
    const saved = this.#options.memory.load();
    const answer = await this.#options.api.purchase(saved ? { claimToken: saved.claimToken } : undefined);
    if (answer.kind === "granted") return this.#finish(answer.result, saved);
    // Settled, yet the key in this browser does not open it: whoever signs as the payer gets in without paying again.
    if (answer.kind === "challenge") this.#prove();
  }

  /** The person turns round. Nothing that arrives later counts; what was sent cannot be cancelled. */
  cancel(): void {
    this.#begin({ type: "cancelled" });
  }

  async #check(wallet: ConnectedWallet, attempt: number, skipFunds: boolean): Promise<void> {
    const { api, now } = this.#options;
    this.#dispatch({ type: "checking" });
    const answer = await api.purchase();
    if (this.#attempt !== attempt) return;
    if (answer.kind === "granted") return this.#finish(answer.result, null);
    if (answer.kind !== "challenge" || !answer.challenge) return this.#notForSale(answer);

    const agreement = agree(answer.challenge, this.#offer);
    if (agreement.kind === "not-offered") return this.#dispatch({ type: "failed", trouble: wrongOffer });
    if (agreement.kind === "price-changed") {
      const offer = { ...this.#offer, amount: agreement.amount, payTo: agreement.payTo };
      return this.#dispatch({ type: "price-changed", offer });
    }
    const { requirement } = agreement;
    this.#challenge = { challenge: answer.challenge, requirement, serverOffset: answer.serverTime - now() };

    if (!(await this.#switchNetwork(wallet, attempt))) return;
    if (!skipFunds) {
      const balance = await api.balance(requirement.network, wallet.address);
      if (this.#attempt !== attempt) return;
      const missing = balance === null ? 0n : BigInt(requirement.amount) - balance;
      if (missing > 0n) {
        return this.#dispatch({ type: "no-funds", payer: wallet.address, missing: String(missing), signed: false });
      }
    }
    await this.#sign(wallet, attempt);
  }

  /** What stands in the way of a challenge: a closed sale, a payment already on its way, or no answer. */
  #notForSale(answer: Awaited<ReturnType<PayApi["purchase"]>>): void {
    if (answer.kind === "refused") return this.#dispatch({ type: "failed", trouble: problemTrouble(answer.problem) });
    if (answer.kind === "unknown") {
      return this.#dispatch({ type: "pending", paymentId: answer.paymentId, recoveryUrl: null });
    }
    const problem = answer.kind === "lost" ? answer.problem : null;
    // Nothing was sent along, so nothing was charged.
    this.#dispatch({ type: "failed", trouble: problem ? problemTrouble(problem) : unreachable });
  }

  async #switchNetwork(wallet: ConnectedWallet, attempt: number): Promise<boolean> {
    const chainId = chainIdOf(this.#offer.network);
    if (wallet.chainId === chainId) return true;
    this.#dispatch({ type: "switching", network: this.#offer.networkName });
    try {
      await this.#wallets?.switchTo(chainId);
      return this.#attempt === attempt;
    } catch (error) {
      if (this.#attempt === attempt)
        this.#dispatch({ type: "failed", trouble: walletTrouble(error, this.#offer.networkName) });
      return false;
    }
  }

  async #sign(wallet: ConnectedWallet, attempt: number): Promise<void> {
    const { now, randomBytes, newClaimToken, memory } = this.#options;
    if (!this.#challenge || !this.#wallets) return;
    const { challenge, requirement, serverOffset } = this.#challenge;
    this.#dispatch({ type: "signing" });
    const authorization = authorizationFor(requirement, wallet.address, now() + serverOffset, randomBytes());
    let signature: `0x${string}`;
    try {
      signature = await this.#wallets.signTypedData(typedDataFor(requirement, authorization));
    } catch (error) {
      if (this.#attempt === attempt)
        this.#dispatch({ type: "failed", trouble: walletTrouble(error, this.#offer.networkName) });
      return;
    }
    // Signed after the person had turned round: it is dropped here and never leaves this page.
    if (this.#attempt !== attempt) return;
    const payment: SavedPayment = {
      header: encodePayment(challenge, requirement, authorization, signature),
      claimToken: newClaimToken(),
      payer: wallet.address,
      validBefore: Number(authorization.validBefore),
      judged: false,
    };
    memory.save(payment);
    await this.#present(payment, attempt);
  }

  /** Sends an authorization until somebody judges it. Only ever this one: a lost answer is no reason for another. */
  async #present(payment: SavedPayment, attempt: number): Promise<void> {
    const { api, memory, wait } = this.#options;
    memory.save(payment);
    this.#dispatch({ type: "sent" });
    for (let tries = 0; this.#attempt === attempt; tries += 1) {
      const answer = await api.purchase({ header: payment.header, claimToken: payment.claimToken });
      switch (answer.kind) {
        case "granted":
          return this.#finish(answer.result, payment);
        case "unknown":
          return this.#pending(answer.paymentId, payment);
        case "known":
          return answer.paymentId ? this.#pending(answer.paymentId, payment) : this.#prove();
        case "challenge":
          return this.#turnedDown(answer.problem, payment);
        case "refused":
          memory.clear();
          this.#unspent = { ...payment, judged: true };
          return this.#dispatch({ type: "failed", trouble: problemTrouble(answer.problem) });
        case "lost":
          this.#dispatch({ type: "lost" });
          await wait(Math.min(1_000 * 2 ** tries, LONGEST_WAIT));
      }
    }
  }

  #prove(): void {
    this.#forget();
    this.#dispatch({ type: "prove" });
  }

  #pending(paymentId: string, payment: SavedPayment): void {
    this.#dispatch({ type: "pending", paymentId, recoveryUrl: this.#recoveryUrl(payment) });
  }

  /** 402 after a payment was shown: nothing was charged. Missing money leaves the authorization good for later. */
  #turnedDown(problem: Problem, payment: SavedPayment): void {
    if (problem.code === "insufficient_funds" && !this.#isOver(payment)) {
      const missing =
        typeof problem.missing === "string" && /^\d+$/.test(problem.missing) ? problem.missing : this.#offer.amount;
      this.#options.memory.save({ ...payment, judged: true });
      return this.#dispatch({ type: "no-funds", payer: payment.payer, missing, signed: true });
    }
    this.#forget();
    this.#dispatch({ type: "failed", trouble: problemTrouble(problem) });
  }

  async #finish(result: PurchaseResult, payment: SavedPayment | null): Promise<void> {
    const { api, onPaid } = this.#options;
    // When the answer that made the grant got lost, so did its cookies.
    if (payment && !result.claimToken) await api.claim(payment.claimToken).catch(() => {});
    const recoveryUrl = result.recoveryUrl ?? (payment ? this.#recoveryUrl(payment) : null);
    this.#forget();
    this.#dispatch({ type: "paid", result, recoveryUrl });
    onPaid(result, recoveryUrl);
  }

  #recoveryUrl(payment: SavedPayment): string {
    return `${this.#options.appUrl}/r#${payment.claimToken}`;
  }

  /** Only what was judged can be over. Anything else is sent again however old it is, to learn what became of it. */
  #isOver(payment: SavedPayment): boolean {
    const serverNow = this.#options.now() + (this.#challenge?.serverOffset ?? 0);
    return payment.judged && payment.validBefore * 1_000 - serverNow < SHORTEST_LIFE;
  }

  #forget(): void {
    this.#unspent = null;
    this.#options.memory.clear();
  }

  async #loadWallets(): Promise<Wallets | null> {
    this.#wallets ??= await this.#options.loadWallets().catch(() => null);
    return this.#wallets;
  }

  /** Takes an event that the person caused. Null when it does not count in this step. */
  #begin(event: PayEvent): number | null {
    const before = this.#state;
    this.#dispatch(event);
    if (this.#state === before) return null;
    this.#attempt += 1;
    return this.#attempt;
  }

  #dispatch(event: PayEvent): void {
    const next = payReducer(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    for (const changed of this.#watchers) changed();
  }
}
