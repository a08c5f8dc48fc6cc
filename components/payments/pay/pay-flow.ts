import type { Problem } from "@/components/http/request";
import type { PayApi } from "@/components/payments/wire/pay-api";
import { MIN_LIFE, type PaymentMemory, type SavedPayment } from "@/components/payments/wire/saved-payment";
import type { Challenge } from "@/components/payments/wire/x402";
import type { ConnectedWallet, Wallets } from "@/components/wallets/wallet-types";
import type { Offer } from "@/lib/offers/schema";
import type { PaymentStatus, PurchaseResult } from "@/lib/shop/schema";
import type { Agreed } from "./agree-on-offer";
import { PayStore } from "./pay-store";
import { type Going, preparePayment } from "./prepare-payment";
import { saveAndPresent } from "./save-and-present";
import { failedTrouble, foreignOf, problemTrouble, proxyTrouble, walletCodeTrouble, walletTrouble } from "./trouble";

/** What the server answers once something is paid. Of a file: the claim token and the link, if this answer made the grant. */
export type Paid = { claimToken?: string; recoveryUrl?: string };

type PayFlowOptions<Result> = {
  /** What the page shows: network, token, payee and amount. */
  offer: Offer;
  /** Compares a challenge with it, and with everything else that the page shows. */
  agree: (challenge: Challenge, offer: Offer) => Promise<Agreed>;
  /** The link that a claim token opens; null if nothing is opened by one. */
  recoveryUrlOf: (claimToken: string) => string | null;
  api: PayApi<Result>;
  memory: PaymentMemory;
  loadWallets: () => Promise<Wallets>;
  newClaimToken: () => string;
  randomBytes: () => Uint8Array;
  now: () => number;
  /** Waits for this long (ms), or until the connection is back. */
  wait: (ms: number) => Promise<void>;
  /** Asks for what the buyer has to agree to before signing; false while it is not ticked. */
  askForWaiver?: () => boolean;
  isWaiverGiven?: () => boolean;
  /** Called once when paying on this page gave access. */
  onPaid: (result: Result, recoveryUrl: string | null, presented: Presented) => void;
};

/** The payment that was presented; "nothing" if access was there before; null if an earlier visit presented it. */
export type Presented = SavedPayment | "nothing" | null;

/**
 * Everything that happens between Pay and Download, without a screen: the page watches `state` and calls the verbs.
 *
 * A signed authorization is stored before it is sent and sent again, never replaced, until a response decides about it:
 * `PaymentMemory` keeps it over a reload of the tab.
 */
export class PayFlow<Result extends Paid = PurchaseResult> {
  #store = new PayStore<Result>();
  #options: PayFlowOptions<Result>;
  #offer: Offer;
  #collecting = false;
  #wallets: Wallets | null = null;
  /** How far the server's clock is ahead of ours (ms). */
  #serverOffset = 0;
  /** Refused because something was unavailable, but can still be presented again. */
  #unspent: SavedPayment | null = null;

  constructor(options: PayFlowOptions<Result>) {
    this.#options = options;
    this.#offer = options.offer;
  }

  readonly state = this.#store.state;
  readonly watch = this.#store.watch;

  /** After a reload: continues with an authorization signed before, if there is one. Never asks a wallet by itself. */
  async resume(): Promise<void> {
    const waiting = this.#options.memory.load();
    if (waiting && !this.#isOver(waiting)) return this.start();
    this.#forget();
  }

  /** Pay, or Try again. Presents an earlier authorization that may still be valid; else looks for a wallet. */
  async start({ skipFunds = false } = {}): Promise<void> {
    const waiting = this.#options.memory.load() ?? this.#unspent;
    const isSigned = waiting !== null && !this.#isOver(waiting);
    // What was signed before is presented in any case.
    if (!isSigned && this.#options.askForWaiver?.() === false) return;
    const going = this.#store.begin({ type: "started" });
    if (!going) return;
    if (isSigned) return this.#present(waiting);
    this.#forget();

    const wallets = await this.#loadWallets().catch(walletCodeTrouble);
    if (!going()) return;
    if ("message" in wallets) return this.#store.dispatch({ type: "failed", trouble: wallets });
    const wallet = await wallets.reconnect();
    if (!going()) return;
    if (!wallet) return this.#store.dispatch({ type: "choose" });
    return this.#prepare(wallet, going, skipFunds);
  }

  /** The person picked a wallet from the list. */
  async choose(choice: { id: string; name: string }): Promise<void> {
    const going = this.#store.begin({ type: "connecting", wallet: choice.name });
    if (!going || !this.#wallets) return;
    try {
      const wallet = await this.#wallets.connect(choice.id);
      if (going()) await this.#prepare(wallet, going, false);
    } catch (error) {
      if (going()) this.#store.dispatch({ type: "choose", trouble: walletTrouble(error, this.#offer.networkName) });
    }
  }

  /** Back to the list of wallets. */
  async chooseAnother(): Promise<void> {
    if (!this.#store.begin({ type: "choose" })) return;
    this.#forget();
    await (await this.#loadWallets().catch(() => null))?.disconnect();
  }

  /** The person read the new price and continues. */
  async acceptNewPrice(): Promise<void> {
    const state = this.state();
    if (state.step !== "price-changed") return;
    this.#offer = state.offer;
    await this.start();
  }

  /** The money is there: presents the same authorization again if one was signed, else asks for the signature. */
  readonly fundsArrived = async (): Promise<void> => {
    if (this.state().step === "no-funds") await this.start();
  };

  /**
   * The wallet is on another account. While money is missing, that one's is asked for, and the one before is no longer waited
   * for: an authorization that it signed was turned down, and is dropped here.
   */
  readonly accountChanged = async (address: string): Promise<void> => {
    const state = this.state();
    if (state.step !== "no-funds" || state.payer.toLowerCase() === address.toLowerCase()) return;
    this.#forget();
    await this.start();
  };

  /** A payment that another visit left unfinished (the server says so). */
  follow(paymentId: string): void {
    const saved = this.#options.memory.load();
    this.#store.dispatch({ type: "pending", paymentId, recoveryUrl: saved && this.#recoveryUrl(saved) });
  }

  /** The server knows more about the payment that is pending. */
  readonly statusArrived = async (status: PaymentStatus): Promise<void> => {
    const state = this.state();
    if (state.step !== "pending" || status.id !== state.paymentId || status.pending || this.#collecting) return;
    if (status.state !== "settled") {
      this.#forget();
      return this.#store.dispatch({ type: "failed", trouble: failedTrouble(status) });
    }
    this.#collecting = true;
    await this.#collect(status.id).finally(() => {
      this.#collecting = false;
    });
  };

  /** The person cancels. Later results are ignored; a sent payment cannot be cancelled. */
  cancel(): void {
    this.#store.begin({ type: "cancelled" });
  }

  async #collect(paymentId: string): Promise<void> {
    const saved = this.#options.memory.load();
    const answer = await this.#options.api.collect(paymentId, saved?.claimToken ?? null);
    if (answer.kind === "granted") return this.#finish(answer.result, saved);
    if (answer.kind === "owed") return this.#owed(saved);
    // Settled, but this browser's claim token gives no access: the payer gets it by a signature, without paying again.
    if (answer.kind === "challenge") this.#prove();
  }

  async #prepare(wallet: ConnectedWallet, going: Going, skipFunds: boolean): Promise<void> {
    const prepared = await preparePayment({
      ...this.#options,
      offer: this.#offer,
      wallet,
      wallets: this.#wallets as Wallets,
      skipFunds,
      going,
      dispatch: (event) => this.#store.dispatch(event),
      onServerTime: (time) => {
        this.#serverOffset = time - this.#options.now();
      },
    });
    if (prepared?.kind === "granted") await this.#finish(prepared.result, "nothing");
    if (prepared?.kind === "signed") await this.#present(prepared.payment);
  }

  async #present(signed: SavedPayment): Promise<void> {
    const { api, memory, wait } = this.#options;
    // Even if there was a decisive response before, from here on its outcome is open again.
    const payment = { ...signed, judged: false };
    this.#store.dispatch({ type: "sent" });
    const onLost = (problem: Problem | null) => this.#store.dispatch({ type: "lost", why: foreignOf(problem) });
    const answer = await saveAndPresent(payment, { api, memory, wait, onLost });
    switch (answer.kind) {
      case "granted":
        return this.#finish(answer.result, payment);
      case "unknown":
        return this.#pending(answer.paymentId, payment);
      case "known":
        return answer.paymentId ? this.#pending(answer.paymentId, payment) : this.#prove();
      case "owed":
        return this.#owed(payment);
      case "challenge":
        return this.#turnedDown(answer.problem, payment);
      case "refused":
        this.#forget();
        this.#unspent = { ...payment, judged: true };
        return this.#store.dispatch({ type: "failed", trouble: problemTrouble(answer.problem) });
    }
  }

  #owed(payment: SavedPayment | null): void {
    this.#forget();
    this.#store.dispatch({ type: "owed", recoveryUrl: payment && this.#recoveryUrl(payment) });
  }

  #prove(): void {
    this.#forget();
    this.#store.dispatch({ type: "prove" });
  }

  #pending(paymentId: string, payment: SavedPayment): void {
    this.#store.dispatch({ type: "pending", paymentId, recoveryUrl: this.#recoveryUrl(payment) });
  }

  /**
   * 402 after a payment was presented: nothing was charged. With insufficient funds the authorization stays usable for later.
   */
  #turnedDown(problem: Problem, payment: SavedPayment): void {
    const { code, missing } = problem;
    if (code === "insufficient_funds") {
      this.#options.memory.save({ ...payment, judged: true });
      const amount = typeof missing === "string" && /^\d+$/.test(missing) ? missing : this.#offer.amount;
      const signedUntil = payment.validBefore * 1_000 - this.#serverOffset - MIN_LIFE;
      return this.#store.dispatch({ type: "no-funds", payer: payment.payer, missing: amount, signedUntil });
    }
    this.#forget();
    // To the server it looked like a request without a payment.
    const trouble = code === "payment_required" ? proxyTrouble : problemTrouble(problem);
    this.#store.dispatch({ type: "failed", trouble });
  }

  async #finish(result: Result, presented: Presented): Promise<void> {
    const { api, onPaid } = this.#options;
    const payment = presented === "nothing" ? null : presented;
    // If the response that made the grant was lost, so were its cookies.
    if (payment && !result.claimToken) await api.claim(payment.claimToken).catch(() => {});
    const recoveryUrl = result.recoveryUrl ?? (payment ? this.#recoveryUrl(payment) : null);
    this.#forget();
    this.#store.dispatch({ type: "paid", result, recoveryUrl });
    onPaid(result, recoveryUrl, presented);
  }

  #recoveryUrl(payment: SavedPayment): string | null {
    return this.#options.recoveryUrlOf(payment.claimToken);
  }

  /**
   * Only an authorization with a decisive response can be expired. Any other is sent again however old it is, to get
   * its outcome.
   */
  #isOver(payment: SavedPayment): boolean {
    const serverNow = this.#options.now() + this.#serverOffset;
    return payment.judged && payment.validBefore * 1_000 - serverNow < MIN_LIFE;
  }

  #forget(): void {
    this.#unspent = null;
    this.#options.memory.clear();
  }

  async #loadWallets(): Promise<Wallets> {
    this.#wallets ??= await this.#options.loadWallets();
    return this.#wallets;
  }
}

/** What the steps on the page need of it: also of one that only tries out how a payment goes. */
export type PayVerbs<Result extends Paid> = Pick<PayFlow<Result>, keyof PayFlow<Result>>;
