import { type PublicClient, parseAbiItem } from "viem";
import type { Buyer } from "./buyer";
import { reader } from "./chain-tools";
import type { World } from "./world";

const transferEvent = parseAbiItem("event Transfer(address indexed from, address indexed to, uint256 value)");
const usedEvent = parseAbiItem("event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)");

export type Transfer = { transaction: string; logIndex: number; nonce: string | null; standing: boolean };

/** Knows who paid whom, from the chain alone. */
export type Oracle = {
  /** Remembers what the chain has now, before a reorganisation takes it away. */
  remember(): Promise<void>;
  /** A buyer's payments to the seller, from a block on: those that stand, and those that only stood once. */
  transfers(buyer: Buyer, fromBlock: bigint): Promise<Transfer[]>;
  /** True when the chain still lets this authorization move money. */
  isUsable(buyer: Buyer, payment: { nonce: `0x${string}`; authorization: { validBefore: string } }): Promise<boolean>;
};

type Seen = { from: string; nonce: string | null; blockNumber: bigint; transaction: string; logIndex: number };

export function makeOracle(world: World): Oracle {
  const client = reader(world.chain);
  const payTo = world.chain.accounts.creator.address;
  const token = world.chain.network.token.address;
  const remembered = new Map<string, Seen>();

  async function read(from?: `0x${string}`): Promise<Seen[]> {
    const range = { address: token, fromBlock: 0n, toBlock: "latest" } as const;
    const [transfers, uses] = await Promise.all([
      client.getLogs({ ...range, event: transferEvent, args: { to: payTo, ...(from ? { from } : {}) } }),
      client.getLogs({ ...range, event: usedEvent, args: from ? { authorizer: from } : {} }),
    ]);
    return transfers.map(({ args, blockNumber, transactionHash, logIndex }) => {
      const use = uses.find((log) => log.transactionHash === transactionHash && log.logIndex === logIndex - 1);
      const nonce = use?.args.nonce?.toLowerCase() ?? null;
      return { from: String(args.from).toLowerCase(), nonce, blockNumber, transaction: transactionHash, logIndex };
    });
  }

  return {
    async remember() {
      for (const seen of await read()) remembered.set(`${seen.from} ${seen.nonce ?? seen.transaction}`, seen);
    },
    async transfers(buyer, fromBlock) {
      const standing = await read(buyer.account.address);
      const known = new Map(standing.map((seen) => [seen.nonce ?? seen.transaction, true]));
      const gone = [...remembered.values()].filter(
        ({ from, nonce, transaction }) =>
          from === buyer.account.address.toLowerCase() && !known.has(nonce ?? transaction),
      );
      return [
        ...standing.filter(({ blockNumber }) => blockNumber >= fromBlock).map((seen) => ({ ...seen, standing: true })),
        ...gone.filter(({ blockNumber }) => blockNumber >= fromBlock).map((seen) => ({ ...seen, standing: false })),
      ];
    },
    isUsable: (buyer, payment) => isUsable(client, token, buyer, payment),
  };
}

async function isUsable(
  client: PublicClient,
  token: `0x${string}`,
  buyer: Buyer,
  { nonce, authorization }: { nonce: `0x${string}`; authorization: { validBefore: string } },
): Promise<boolean> {
  const { timestamp } = await client.getBlock();
  if (timestamp >= BigInt(authorization.validBefore)) return false;
  return !(await client.readContract({
    address: token,
    abi: [parseAbiItem("function authorizationState(address, bytes32) view returns (bool)")],
    functionName: "authorizationState",
    args: [buyer.account.address, nonce],
  }));
}
