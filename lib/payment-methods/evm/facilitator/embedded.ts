import "server-only";
import { x402Facilitator } from "@x402/core/facilitator";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import { type Abi, concatHex, encodeFunctionData, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { systemClock } from "@/lib/clock";
import { log } from "@/lib/log";
import { microUsdToAtomic } from "@/lib/money";
import { isJustNow } from "@/lib/payment-methods/evm/chain/block-time";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { deploysFromPrice, walletFactories } from "@/lib/payment-methods/evm/chain/wallet-factories";
import { markSale } from "@/lib/payment-methods/evm/chain-backup/mark-sale";
import type { MarkedAuthorization } from "@/lib/payment-methods/evm/chain-backup/sale-mark";
import { waitForReceipt } from "@/lib/payment-methods/evm/gas/find-receipt";
import type { GasTransactionRow } from "@/lib/payment-methods/evm/gas/gas-transaction";
import { holdLease } from "@/lib/payment-methods/evm/gas/lease";
import { GasRefused } from "@/lib/payment-methods/evm/gas/refused";
import { type Call, type Purpose, sendTransaction } from "@/lib/payment-methods/evm/gas/send-transaction";
import { settings } from "@/lib/settings/settings";
import { deployPayer } from "./deploy-payer";
import {
  asTransaction,
  type Facilitator,
  FacilitatorUnavailable,
  type Settlement,
  type SettleOutcome,
  type VerifyOutcome,
} from "./facilitator";
import { type Handed, handToScheme } from "./hand-to-scheme";

/** Milliseconds to wait for a settlement's block before the outcome counts as unknown. */
const CONFIRMATION_TIMEOUT = 30_000;

/**
 * A facilitator inside this process: verifies by simulation against the chain and settles with its own gas key.
 *
 * The SDK's scheme checks and encodes; its signer is where we take over: everything is sent by `sendTransaction`, which
 * takes the gas account's lease, respects the caps and the budgets, and stores the signed transaction before it
 * broadcasts. One scheme and one signer per network: registering several networks at once would let one RPC be asked to
 * settle another chain.
 */
export function embeddedFacilitator(gasKey: Hex): Facilitator {
  const address = privateKeyToAccount(gasKey).address;

  return {
    name: "embedded",
    async verify(payload, requirements): Promise<VerifyOutcome> {
      try {
        const network = configuredNetwork(requirements.network);
        // Without settling there is no need to verify: the buyer is told before the payment is marked as settling.
        await holdLease({ chainId: network.chainId, address: address.toLowerCase() }, systemClock.now());
        const factories = walletFactories(network.chainId);
        const handed = handToScheme(payload);
        const scheme = schemeFor(network, address, { sender: refuseToSend, handed, factories });
        const answer = await scheme.verify(handed.payload, requirements);
        if (answer.isValid) return { valid: true };
        return { valid: false, reason: answer.invalidReason ?? "unspecified" };
      } catch (cause) {
        throw unavailable("The embedded facilitator could not verify.", cause);
      }
    },
    async settle(payload, requirements, settlement): Promise<SettleOutcome> {
      const network = configuredNetwork(requirements.network);
      const simulatesAt = simulatedAt(payload);
      const purpose = { ...settlement, payer: payerOf(payload), amount: amountOf(payload), simulatesAt };
      const ready = await deployPayer(payload, { network, gasKey, purpose, timeout: CONFIRMATION_TIMEOUT }).catch(
        (error) => Promise.reject(unavailable("The payer's wallet could not be deployed now.", error)),
      );
      if (!ready) return { kind: "wallet-unsupported", why: "not-made" };
      const mark =
        settlement.kind === "settlement" ? markSale(signedIn(payload, requirements), settlement.offer) : "0x";
      const sending = new Sending(network, { gasKey, purpose, mark });
      try {
        const handed = handToScheme(ready);
        const answer = await schemeFor(network, address, { sender: sending, handed }).settle(
          handed.payload,
          requirements,
        );
        const transaction = sending.transaction ?? asTransaction(answer.transaction);
        if (answer.success && transaction) return { kind: "settled", transaction };
        if (sending.refusal) throw sending.refusal;
        if (!sending.began) throw new GasRefused(`The settlement was not begun: ${answer.errorReason}.`);
        return { kind: "unconfirmed", reason: answer.errorReason ?? "unspecified", transaction };
      } catch (error) {
        if (error instanceof GasRefused && error.code === "wallet_unsupported") {
          return { kind: "wallet-unsupported", why: "too-much-gas" };
        }
        // The scheme turns its signer's errors into an answer, so these are ours: nothing of the payment is signed.
        if (error instanceof GasRefused) throw unavailable("The embedded facilitator cannot settle now.", error);
        log.error({ err: error }, "the embedded facilitator failed while settling");
        return { kind: "unconfirmed", reason: "settle_failed", transaction: sending.transaction };
      }
    },
    deploysFrom({ chainId, token }, factory) {
      const price = deploysFromPrice(chainId, factory);
      return price === null ? null : microUsdToAtomic(price, token.decimals);
    },
    async supports(chainId) {
      return settings().networks.some((network) => network.chainId === chainId);
    },
    async signers(chainId) {
      return settings().networks.some((network) => network.chainId === chainId) ? [address.toLowerCase()] : [];
    },
  };
}

/** How the SDK's signer sends, and waits for what it sent. */
type Sender = {
  send(call: Call): Promise<Hex>;
  wait(hash: Hex): ReturnType<typeof waitForReceipt>;
};

const refuseToSend: Sender = {
  send: () => Promise.reject(new Error("Verifying sends nothing.")),
  wait: () => Promise.reject(new Error("Verifying waits for nothing.")),
};

type Settling = {
  gasKey: Hex;
  purpose: Purpose & { kind: Settlement["kind"] };
  /** Goes after the call. */
  mark: Hex;
};

/** The transaction of one settlement. */
class Sending implements Sender {
  /** Whether the scheme got as far as sending. Until then it is certain that nothing is signed. */
  began = false;
  /** Set when the payment's own transaction was refused before it was stored or signed. */
  refusal: GasRefused | null = null;
  /** The payment's own transaction, once stored: the one in a block when another attempt took its place. */
  transaction: Hex | null = null;
  readonly #sent = new Map<Hex, GasTransactionRow>();

  constructor(
    private readonly network: Network,
    private readonly settling: Settling,
  ) {}

  async send({ to, data }: Call): Promise<Hex> {
    const { gasKey, purpose, mark } = this.settling;
    this.began = true;
    try {
      // The token reads the call by its ABI and ignores what follows.
      const row = await sendTransaction(this.network, gasKey, { to, data: concatHex([data, mark]) }, purpose);
      this.#sent.set(row.hash as Hex, row);
      this.transaction = row.hash as Hex;
      return row.hash as Hex;
    } catch (error) {
      if (error instanceof GasRefused) this.refusal = error;
      throw error;
    }
  }

  async wait(hash: Hex) {
    const row = this.#sent.get(hash);
    if (!row) throw new Error("This settlement has sent no such transaction.");
    const receipt = await waitForReceipt(row, CONFIRMATION_TIMEOUT);
    this.transaction = receipt.transactionHash;
    return receipt;
  }
}

/**
 * Made again for each call: the SDK's scheme remembers pending settlements by itself, and ours are in the database.
 *
 * @param factories for verifying a wallet that is not there yet; when it settles, `deployPayer` has been before it
 */
function schemeFor(
  network: Network,
  address: Hex,
  { sender, handed, factories = [] }: { sender: Sender; handed: Handed; factories?: readonly string[] },
): x402Facilitator {
  const reader = publicClient(network.chainId);
  const blockTag = simulatedAt(handed.payload);
  const signer = toFacilitatorEvmSigner(
    {
      address,
      readContract: ({ args = [], abi, ...call }) =>
        reader.readContract({ ...call, abi: abi as Abi, args: handed.asSigned(args), blockTag }),
      verifyTypedData: (args) => reader.verifyTypedData(args as Parameters<typeof reader.verifyTypedData>[0]),
      writeContract: ({ address: to, abi, functionName, args, dataSuffix }) => {
        const data = encodeFunctionData({ abi: abi as Abi, functionName, args: handed.asSigned(args) });
        return sender.send({ to, data: dataSuffix ? concatHex([data, dataSuffix]) : data });
      },
      sendTransaction: () => Promise.reject(new Error("Wallets are deployed before the scheme settles.")),
      waitForTransactionReceipt: ({ hash }) => sender.wait(hash),
      getCode: (args) => reader.getCode(args),
    },
    { confirmationTimeoutMs: CONFIRMATION_TIMEOUT },
  );
  return new x402Facilitator().register(
    network.caip2,
    new ExactEvmScheme(signer, { eip6492AllowedFactories: [...factories] }),
  );
}

function signedIn({ payload }: PaymentPayload, { network, asset: token }: PaymentRequirements): MarkedAuthorization {
  const { from: payer, nonce } = payload.authorization as { from: string; nonce: string };
  return { network, token, payer, nonce };
}

/** The next block for an authorization that has only just become valid, as the newest one may be from before. */
function simulatedAt({ payload }: PaymentPayload): "pending" | undefined {
  const { validAfter } = payload.authorization as { validAfter: string };
  return isJustNow(BigInt(validAfter), systemClock.now()) ? "pending" : undefined;
}

function payerOf({ payload }: PaymentPayload): string {
  return (payload.authorization as { from: string }).from.toLowerCase();
}

function amountOf({ payload }: PaymentPayload): bigint {
  return BigInt((payload.authorization as { value: string }).value);
}

function configuredNetwork(caip2: PaymentRequirements["network"]): Network {
  const network = findNetworkByCaip2(caip2);
  const offered = settings().networks.some(({ chainId }) => chainId === network?.chainId);
  if (!network || !offered) throw new FacilitatorUnavailable(`The network ${caip2} is not offered.`);
  return network;
}

function unavailable(message: string, cause: unknown): FacilitatorUnavailable {
  if (!(cause instanceof GasRefused)) return new FacilitatorUnavailable(message, { cause });
  const code = cause.code === "wallet_unsupported" ? "facilitator_unavailable" : cause.code;
  return new FacilitatorUnavailable(message, { cause, code, retryAfter: cause.retryAfter });
}
