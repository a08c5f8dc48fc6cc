import { chooseNonce } from "@/components/payments/wire/choose-nonce";
import type { PayApi, Payer, PurchaseAnswer } from "@/components/payments/wire/pay-api";
import { MIN_LIFE, type SavedPayment } from "@/components/payments/wire/saved-payment";
import {
  authorizationFor,
  type Challenge,
  chainIdOf,
  encodePayment,
  type Requirement,
  typedDataFor,
} from "@/components/payments/wire/x402";
import type { ConnectedWallet, Wallets } from "@/components/wallets/wallet-types";
import type { Offer } from "@/lib/offers/schema";
import type { PayerKind } from "@/lib/payment-methods/evm/chain/schema";
import type { Agreed } from "./agree-on-offer";
import type { PayEvent } from "./pay-machine";
import { longerEachTime } from "./save-and-present";
import {
  lateSignature,
  noChallengeTrouble,
  salesPaused,
  stoppedTrouble,
  unsupportedWallet,
  walletTrouble,
  wrongOffer,
} from "./trouble";

/** True while the person has neither started over nor cancelled. */
export type Going = () => boolean;

type Options<Result> = {
  offer: Offer;
  /** Compares a challenge with the offer that the page shows. */
  agree: (challenge: Challenge, offer: Offer) => Promise<Agreed>;
  wallet: ConnectedWallet;
  wallets: Wallets;
  api: PayApi<Result>;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  randomBytes: () => Uint8Array;
  newClaimToken: () => string;
  /** Asks for the signature regardless of the balance: an earlier buyer is charged nothing. */
  skipFunds: boolean;
  /** Whether the buyer has ticked that the right of withdrawal ends with the download. */
  isWaiverGiven?: () => boolean;
  going: Going;
  dispatch: (event: PayEvent<Result>) => void;
  /** The server's clock (ms). */
  onServerTime: (time: number) => void;
};

export type Prepared<Result> = { kind: "granted"; result: Result } | { kind: "signed"; payment: SavedPayment };

/**
 * From a connected wallet to a signed authorization: challenge, terms as shown, network, kind of wallet, funds, signature.
 *
 * @returns null after a trouble, which was dispatched, or when the person cancelled
 */
export async function preparePayment<Result>(options: Options<Result>): Promise<Prepared<Result> | null> {
  const { offer, dispatch } = options;
  dispatch({ type: "checking" });
  const answer = await askForChallenge(options);
  if (!answer) return null;
  if (answer.kind === "granted") return answer;
  if (answer.kind === "unknown")
    return stop(dispatch, { type: "pending", paymentId: answer.paymentId, recoveryUrl: null });
  if (answer.kind !== "challenge" || !answer.challenge) {
    return stop(dispatch, { type: "failed", trouble: noChallengeTrouble(answer) });
  }
  options.onServerTime(answer.serverTime);
  const { challenge } = answer;
  // How far the server's clock is ahead of ours, as of now: what follows may take minutes.
  const serverOffset = answer.serverTime - options.now();
  const agreed = await options.agree(challenge, offer);
  if (!options.going()) return null;
  if (agreed.kind === "not-offered") return stop(dispatch, { type: "failed", trouble: wrongOffer });
  if (agreed.kind === "price-changed") {
    return stop(dispatch, { type: "price-changed", before: offer, offer: agreed.offer });
  }
  if (!(await switchNetwork(options))) return null;
  const payer = await readPayer(options);
  if (payer === null) return null;
  return sign(options, {
    challenge,
    requirement: agreed.requirement,
    serverOffset,
    isContract: payer.kind === "account",
  });
}

/** Retries until the server can be reached: nothing is signed yet, so retrying costs nothing. */
async function askForChallenge<Result>(options: Options<Result>): Promise<PurchaseAnswer<Result> | null> {
  const { api, wait, going, dispatch } = options;
  for (let tries = 0; ; tries += 1) {
    const answer = await api.purchase();
    if (!going()) return null;
    if (answer.kind !== "lost" || answer.problem) {
      dispatch({ type: "checking" });
      return answer;
    }
    dispatch({ type: "offline" });
    await wait(longerEachTime(tries));
    if (!going()) return null;
  }
}

function stop<Result>(dispatch: Options<Result>["dispatch"], event: PayEvent<Result>): null {
  dispatch(event);
  return null;
}

async function switchNetwork<Result>(options: Options<Result>): Promise<boolean> {
  const { offer, wallet, wallets, going, dispatch } = options;
  const onAsk = () => going() && dispatch({ type: "switching", network: offer.networkName });
  try {
    await wallets.signer(wallet, going).switchTo(chainIdOf(offer.network), onAsk);
    return going();
  } catch (error) {
    if (going()) dispatch({ type: "failed", trouble: walletTrouble(error, offer.networkName) });
    return false;
  }
}

/**
 * A wallet that cannot pay is reported before it is asked for anything. If the kind cannot be read, that does not stop
 * the payment.
 */
async function readPayer<Result>(options: Options<Result>): Promise<{ kind: PayerKind | null } | null> {
  const { api, offer, wallet, going } = options;
  const payer = await api.payer(offer.network, wallet.address);
  return going() && mayPay(payer, options) ? { kind: payer?.kind ?? null } : null;
}

function mayPay<Result>(payer: Payer | null, { offer, wallet, skipFunds, dispatch }: Options<Result>): boolean {
  if (payer?.kind === "unsupported") {
    dispatch({ type: "failed", trouble: unsupportedWallet(wallet.name) });
    return false;
  }
  // An earlier buyer needs no settlement, and gets the file regardless of the gas.
  if (payer?.salesPaused && !skipFunds) {
    dispatch({ type: "failed", trouble: payer.pausedBy ? stoppedTrouble(payer.pausedBy) : salesPaused });
    return false;
  }
  if (payer?.refused && !skipFunds) {
    dispatch({ type: "failed", trouble: stoppedTrouble("payer_refused") });
    return false;
  }
  const missing = payer === null || skipFunds ? 0n : BigInt(offer.amount) - payer.balance;
  if (missing > 0n) dispatch({ type: "no-funds", payer: wallet.address, missing: String(missing), signedUntil: null });
  return missing <= 0n;
}

type ToSign = { challenge: Challenge; requirement: Requirement; serverOffset: number; isContract: boolean };

async function sign<Result>(
  options: Options<Result>,
  { challenge, requirement, serverOffset, isContract }: ToSign,
): Promise<Prepared<Result> | null> {
  const { offer, wallet, wallets, now, randomBytes, newClaimToken, isWaiverGiven, going, dispatch } = options;
  dispatch({ type: "signing" });
  try {
    // The window is counted from now, not from when the challenge came: switching networks may have taken minutes.
    const nonce = chooseNonce(requirement, randomBytes());
    const authorization = authorizationFor(requirement, wallet.address, now() + serverOffset, nonce, isContract);
    const signature = await wallets.signer(wallet, going).signTypedData(typedDataFor(requirement, authorization));
    // Signed after the person cancelled: it is dropped here and never leaves this page.
    if (!going()) return null;
    if (Number(authorization.validBefore) * 1_000 - (now() + serverOffset) < MIN_LIFE) {
      return stop(dispatch, { type: "failed", trouble: lateSignature });
    }
    const payment = {
      header: encodePayment(challenge, requirement, authorization, signature),
      claimToken: newClaimToken(),
      payer: wallet.address,
      validBefore: Number(authorization.validBefore),
      judged: false,
      ...(isWaiverGiven?.() ? { waives: true } : {}),
    };
    return { kind: "signed", payment };
  } catch (error) {
    if (going()) dispatch({ type: "failed", trouble: walletTrouble(error, offer.networkName) });
    return null;
  }
}
