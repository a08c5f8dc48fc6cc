import { RequestProblem } from "@/components/http/request";
import type { Paid, PayVerbs } from "@/components/payments/pay/pay-flow";
import type { PayEvent } from "@/components/payments/pay/pay-machine";
import { PayStore } from "@/components/payments/pay/pay-store";
import {
  problemTrouble,
  salesPaused,
  stoppedTrouble,
  unsupportedWallet,
  walletCodeTrouble,
  walletTrouble,
} from "@/components/payments/pay/trouble";
import type { Payer } from "@/components/payments/wire/pay-api";
import { chainIdOf } from "@/components/payments/wire/x402";
import type { ConnectedWallet, Wallets } from "@/components/wallets/wallet-types";
import type { Offer } from "@/lib/offers/schema";
import type { TestPurchase } from "@/lib/shop/schema";

type TestResult = TestPurchase & Paid;

type Going = () => boolean;

type Options = {
  offer: Offer;
  /** Asks whether a buyer would get the file now. @throws RequestProblem, NoAnswer */
  test: () => Promise<TestPurchase>;
  /** What this server says of an address on the offer's network; null if it cannot. */
  payer: (address: string) => Promise<Payer | null>;
  loadWallets: () => Promise<Wallets>;
  /** The text that a wallet signs: harmless, and sent to nobody. */
  message: string;
  onPaid: (result: TestPurchase) => void;
  onSignedOut: () => void;
};

/**
 * The steps of a payment as a buyer sees them, without one (rule 14). It has no code that could pay: no challenge, no authorization,
 * no request with a payment. A wallet is asked for a signature of a text, which ends here.
 */
export class TestFlow implements PayVerbs<TestResult> {
  #store = new PayStore<TestResult>();
  #options: Options;
  #wallets: Wallets | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  readonly state = this.#store.state;
  readonly watch = this.#store.watch;

  /** Pay, or Try again: the list of wallets. */
  async start(): Promise<void> {
    const going = this.#store.begin({ type: "started" });
    if (!going) return;
    try {
      this.#wallets ??= await this.#options.loadWallets();
      if (going()) this.#store.dispatch({ type: "choose" });
    } catch (error) {
      const trouble = await walletCodeTrouble(error);
      if (going()) this.#store.dispatch({ type: "failed", trouble });
    }
  }

  async choose(choice: { id: string; name: string }): Promise<void> {
    const going = this.#store.begin({ type: "connecting", wallet: choice.name });
    if (!going || !this.#wallets) return;
    const { networkName } = this.#options.offer;
    let wallet: ConnectedWallet;
    try {
      wallet = await this.#wallets.connect(choice.id);
    } catch (error) {
      if (going()) this.#store.dispatch({ type: "choose", trouble: walletTrouble(error, networkName) });
      return;
    }
    if (going()) await this.#walk(wallet, going);
  }

  /** As a buyer whose wallet does what it is asked. */
  async withoutWallet(): Promise<void> {
    const going = this.#store.begin({ type: "checking" });
    if (going) await this.#walk(null, going);
  }

  async chooseAnother(): Promise<void> {
    if (this.#store.begin({ type: "choose" })) await this.#wallets?.disconnect();
  }

  cancel(): void {
    this.#store.begin({ type: "cancelled" });
  }

  // What only a real payment has.
  resume = () => this.start();
  acceptNewPrice = () => this.start();
  readonly fundsArrived = async (): Promise<void> => {};
  readonly accountChanged = async (): Promise<void> => {};
  readonly statusArrived = async (): Promise<void> => {};
  follow(): void {}

  async #walk(wallet: ConnectedWallet | null, going: Going): Promise<void> {
    const { offer, test, payer, message, onPaid } = this.#options;
    const say = (event: PayEvent<TestResult>) => going() && this.#store.dispatch(event);
    try {
      say({ type: "checking" });
      await test();
      const known = await payer(wallet?.address ?? offer.payTo);
      const trouble = known && troubleOf(known, wallet);
      if (trouble) return void say({ type: "failed", trouble });
      if (wallet && !(await this.#sign(wallet, message, going))) return;
      say({ type: "signing" });
      say({ type: "sent" });
      const result = await test();
      if (!going()) return;
      this.#store.dispatch({ type: "paid", result, recoveryUrl: null });
      onPaid(result);
    } catch (error) {
      if (going()) this.#refused(error);
    }
  }

  /** @returns whether to go on */
  async #sign(wallet: ConnectedWallet, message: string, going: Going): Promise<boolean> {
    const { offer } = this.#options;
    const signer = this.#wallets?.signer(wallet, going);
    if (!signer || !going()) return false;
    try {
      const onAsk = () => going() && this.#store.dispatch({ type: "switching", network: offer.networkName });
      await signer.switchTo(chainIdOf(offer.network), onAsk);
      if (!going()) return false;
      this.#store.dispatch({ type: "signing" });
      // Nobody gets it: it is of no use but to see how the wallet asks.
      await signer.signMessage(message);
      return going();
    } catch (error) {
      const trouble = walletTrouble(error, offer.networkName);
      if (going()) this.#store.dispatch({ type: "failed", trouble });
      return false;
    }
  }

  #refused(error: unknown): void {
    const problem = error instanceof RequestProblem ? error.problem : { code: "internal", status: 500 };
    this.#store.dispatch({ type: "failed", trouble: problemTrouble(problem) });
    if (problem.code === "sign_in_required") this.#options.onSignedOut();
  }
}

/** Why a buyer could not pay: on this network, or with this wallet. How much money is in it does not matter here. */
function troubleOf({ kind, salesPaused: isPaused, pausedBy, refused }: Payer, wallet: ConnectedWallet | null) {
  if (wallet && kind === "unsupported") return unsupportedWallet(wallet.name);
  if (isPaused) return pausedBy ? stoppedTrouble(pausedBy) : salesPaused;
  return wallet && refused ? stoppedTrouble("payer_refused") : null;
}
