import "server-only";
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import { type Abi, createWalletClient, http, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createNonceManager, jsonRpc } from "viem/nonce";
import { publicClient } from "@/lib/chain/clients";
import { settings } from "@/lib/env";
import { log } from "@/lib/log";
import {
  asTransaction,
  type Facilitator,
  FacilitatorUnavailable,
  type SettleOutcome,
  type VerifyOutcome,
} from "./facilitator";

/** Milliseconds to wait for a settlement's block before the outcome counts as unknown. */
const CONFIRMATION_TIMEOUT = 30_000;

/**
 * A facilitator inside this process: verifies by simulation against the chain and settles with its own gas key.
 *
 * One scheme and one signer per network: registering several networks at once would let one RPC be asked to settle
 * another chain. viem's nonce manager keeps parallel settlements from using one account nonce twice; it counts per
 * process, so one process holds a gas key.
 */
export function embeddedFacilitator(gasKey: `0x${string}`): Facilitator {
  const account = privateKeyToAccount(gasKey, { nonceManager: createNonceManager({ source: jsonRpc() }) });
  const schemes = new x402Facilitator();
  for (const network of settings().networks) {
    schemes.register(network.caip2, new ExactEvmScheme(signerFor(network.chainId), { eip6492AllowedFactories: [] }));
  }

  function signerFor(chainId: number) {
    const reader = publicClient(chainId);
    const wallet = createWalletClient({
      account,
      chain: reader.chain,
      transport: http(settings().rpcUrls[chainId]?.[0]),
    }).extend(publicActions);
    return toFacilitatorEvmSigner(
      {
        address: account.address,
        readContract: (args) => reader.readContract({ ...args, abi: args.abi as Abi }),
        verifyTypedData: (args) => reader.verifyTypedData(args as Parameters<typeof reader.verifyTypedData>[0]),
        writeContract: (args) => wallet.writeContract({ ...args, abi: args.abi as Abi, chain: wallet.chain, account }),
        sendTransaction: (args) => wallet.sendTransaction({ ...args, chain: wallet.chain, account }),
        waitForTransactionReceipt: (args) => reader.waitForTransactionReceipt(args),
        getCode: (args) => reader.getCode(args),
      },
      { confirmationTimeoutMs: CONFIRMATION_TIMEOUT },
    );
  }

  return {
    name: "embedded",
    async verify(payload, requirements): Promise<VerifyOutcome> {
      try {
        const answer = await schemes.verify(payload, requirements);
        if (answer.isValid) return { valid: true };
        return { valid: false, reason: answer.invalidReason ?? "unspecified" };
      } catch (cause) {
        throw new FacilitatorUnavailable("The embedded facilitator could not verify.", { cause });
      }
    },
    async settle(payload, requirements): Promise<SettleOutcome> {
      try {
        const answer = await schemes.settle(payload, requirements);
        const transaction = asTransaction(answer.transaction);
        if (answer.success && transaction) return { kind: "settled", transaction };
        return { kind: "unconfirmed", reason: answer.errorReason ?? "unspecified", transaction };
      } catch (error) {
        log.error({ err: error }, "the embedded facilitator failed while settling");
        return { kind: "unconfirmed", reason: "settle_failed", transaction: null };
      }
    },
    async settlers(chainId) {
      return settings().networks.some((network) => network.chainId === chainId) ? [account.address.toLowerCase()] : [];
    },
  };
}
