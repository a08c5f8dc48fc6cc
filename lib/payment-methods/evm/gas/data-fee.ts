import "server-only";
import { parseAbi } from "viem";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";

/** The contract that returns the cost of data on the layer below, on every chain of the OP Stack. */
const ORACLE = "0x420000000000000000000000000000000000000F";
const oracleAbi = parseAbi(["function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)"]);
/** Chains of the OP Stack among those we know: Optimism, Base and their test networks, World, Ink, Unichain, Soneium. */
const opStack: ReadonlySet<number> = new Set([10, 8453, 84532, 11155420, 480, 57073, 130, 1868]);

/** Bytes of a transaction beside its data: account nonce, fees, address, signature. */
const ENVELOPE = 200;

/**
 * The most (wei) that a chain adds to a transaction's gas for data on the layer below, twice the oracle's current
 * value, because that price moves. 0 if the chain has no such fee (Arbitrum's is in the gas) or does not report it.
 *
 * @param bytes of the call's data
 */
export async function readDataFee(chainId: number, bytes: number): Promise<bigint> {
  if (!opStack.has(chainId)) return 0n;
  try {
    const fee = await publicClient(chainId).readContract({
      address: ORACLE,
      abi: oracleAbi,
      functionName: "getL1FeeUpperBound",
      args: [BigInt(bytes + ENVELOPE)],
    });
    return 2n * fee;
  } catch {
    // A test chain without the predeploys, or one before Fjord.
    return 0n;
  }
}
