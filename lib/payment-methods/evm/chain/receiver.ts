import "server-only";
import { isAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type AppError, type FieldErrorCode, wrongField } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { publicClient } from "./clients";
import { type Address, MULTICALL3_ADDRESS } from "./networks";
import { DELEGATED } from "./payer-kind";
import { readChain } from "./token";

/** Precompiled contracts are here on every chain, and no wallet is. */
const LOWEST = 0x10000n;

/**
 * Parses an address that money is to be sent to. A mixed-case address needs the right checksum (EIP-55). Addresses that
 * nobody can spend from are rejected (the zero address, precompiled and token contracts), and so are the accounts from
 * which this server pays fees.
 *
 * @returns lower case
 * @throws AppError `invalid_payout_address`
 */
export function readReceiver(text: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw wrong("Write the address as 0x and 40 hex digits.", "address_format");
  }
  const spelled = text === text.toLowerCase() || text.slice(2) === text.slice(2).toUpperCase() || isAddress(text);
  if (!spelled) {
    const message = "This address has a typo: its checksum (upper and lower case) does not match. Copy it again.";
    throw wrong(message, "address_checksum");
  }
  const address = text.toLowerCase() as Address;
  if (BigInt(address) < LOWEST) {
    throw wrong("Nobody owns this address: money sent to it is lost.", "address_unowned");
  }
  const { knownNetworks, facilitators } = settings();
  const contracts = [MULTICALL3_ADDRESS, ...knownNetworks.map(({ token }) => token.address)];
  if (contracts.some((contract) => contract.toLowerCase() === address)) {
    throw wrong("This is the address of a contract, not of a wallet: money sent to it is lost.", "address_contract");
  }
  for (const choice of Object.values(facilitators)) {
    if (choice.kind !== "embedded") continue;
    if (privateKeyToAccount(choice.gasKey).address.toLowerCase() !== address) continue;
    throw wrong("This account pays this server's network fees. Choose a wallet of your own.", "address_of_server");
  }
  return address;
}

/**
 * On which of the offered networks an address can receive: a contract where it has code, a plain key everywhere,
 * including a delegated one (EIP-7702).
 *
 * @returns CAIP-2 ids; null for everywhere
 * @throws AppError `chain_unavailable` when one of the networks does not answer
 */
export async function readReceivingNetworks(address: Address): Promise<string[] | null> {
  const found = await Promise.all(
    settings().networks.map(async (network) => {
      const code = await readChain(network, () => publicClient(network.chainId).getCode({ address }));
      const isContract = code !== undefined && !code.toLowerCase().startsWith(DELEGATED);
      return isContract ? network.caip2 : null;
    }),
  );
  const receiving = found.filter((network) => network !== null);
  return receiving.length === 0 ? null : receiving;
}

function wrong(message: string, mistake: Extract<FieldErrorCode, `address_${string}`>): AppError {
  return wrongField("invalid_payout_address", "payTo", message, mistake);
}
