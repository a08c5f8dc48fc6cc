import { parseAbiItem } from "viem";
import type { TestChain } from "../test/chain";
import { reader } from "./chain-tools";

const transferEvent = parseAbiItem("event Transfer(address indexed from, address indexed to, uint256 value)");
const usedEvent = parseAbiItem("event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)");
const stateAbi = [parseAbiItem("function authorizationState(address, bytes32) view returns (bool)")];

/** Where the operator is paid for storage. */
export const OPERATOR: `0x${string}` = "0x9fa2c5dbe7a3b1a5a5b6a1c4a2f7f0c3e1d2b3a4";

/** A payment to the seller or the operator. `nonce` is lower-case, null when no authorization stands right before it. */
export type Transfer = {
  from: string;
  /** Lower case, as `from`. */
  to: string;
  /** Atomic units. */
  amount: bigint;
  nonce: string | null;
  transaction: string;
  blockNumber: bigint;
  /** False when a reorganisation took it away. */
  standing: boolean;
};

/** Knows who paid whom, from the chain alone. */
export type Oracle = {
  /** Remembers what the chain has now, and returns it: before a reorganisation takes it away. */
  remember(): Promise<Transfer[]>;
  /** Every payment to them: those that stand, and those that only stood once. */
  transfers(): Promise<Transfer[]>;
  /** True when the chain still lets this authorization move money. */
  isUsable(
    payer: `0x${string}`,
    payment: { nonce: `0x${string}`; authorization: { validBefore: string } },
  ): Promise<boolean>;
};

export function makeOracle(chain: TestChain): Oracle {
  const client = reader(chain);
  const to: `0x${string}`[] = [chain.accounts.seller.address, OPERATOR];
  const token = chain.network.token.address;
  const remembered = new Map<string, Transfer>();

  async function read(): Promise<Transfer[]> {
    const range = { address: token, fromBlock: 0n, toBlock: "latest" } as const;
    const [transfers, uses] = await Promise.all([
      client.getLogs({ ...range, event: transferEvent, args: { to } }),
      client.getLogs({ ...range, event: usedEvent }),
    ]);
    const usedAt = new Map(uses.map((log) => [`${log.transactionHash} ${log.logIndex}`, log.args.nonce]));
    return transfers.map(({ args, blockNumber, transactionHash, logIndex }) => {
      const nonce = usedAt.get(`${transactionHash} ${logIndex - 1}`)?.toLowerCase() ?? null;
      const from = String(args.from).toLowerCase();
      const paid = { to: String(args.to).toLowerCase(), amount: args.value ?? 0n };
      return { from, nonce, blockNumber, transaction: transactionHash, standing: true, ...paid };
    });
  }

  return {
    async remember() {
      const seen = await read();
      for (const transfer of seen) remembered.set(nameOf(transfer), transfer);
      return seen;
    },
    async transfers() {
      const standing = await read();
      const names = new Set(standing.map(nameOf));
      const gone = [...remembered.values()].filter((transfer) => !names.has(nameOf(transfer)));
      return [...standing, ...gone.map((transfer) => ({ ...transfer, standing: false }))];
    },
    async isUsable(payer, { nonce, authorization }) {
      const { timestamp } = await client.getBlock();
      if (timestamp >= BigInt(authorization.validBefore)) return false;
      const args = [payer, nonce] as const;
      return !(await client.readContract({ address: token, abi: stateAbi, functionName: "authorizationState", args }));
    },
  };
}

function nameOf({ from, nonce, transaction }: Transfer): string {
  return `${from} ${nonce ?? transaction}`;
}
