import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";

/** A plain key may delegate to a contract (EIP-7702): its code is a pointer, and the key exists everywhere. */
const DELEGATED = "0xef0100";

/** Storage may be paid to a contract: it has to exist on each network, or the money is lost there. */
export const storagePayee: Check = {
  name: "storage-payee",
  async run({ settings: { storage, networks } }) {
    if (storage === null) return [];
    const known = await Promise.all(networks.map((network) => isContract(network, storage.payTo)));
    if (!known.includes(true))
      return [fine("storage-payee", "Storage is paid to a plain key, which exists everywhere.")];
    const missing = networks.filter((_, at) => known[at] === false);
    if (missing.length === 0)
      return [fine("storage-payee", "Storage is paid to a contract that exists where it is paid.")];
    return missing.map(({ name, caip2 }) =>
      trouble("storage-payee-missing", {
        about: name,
        words: `STORAGE_PAY_TO is a contract on another network, and there is none at this address on ${name}: what is paid there may be lost.`,
        fix: `Create the same wallet on ${name}, pay storage to another address, or remove ${caip2} from NETWORKS.`,
      }),
    );
  },
};

/** Null when the network does not answer: the findings of the nodes say that. */
async function isContract({ chainId }: Network, address: `0x${string}`): Promise<boolean | null> {
  const code = await publicClient(chainId)
    .getCode({ address })
    .catch(() => null);
  if (code === null) return null;
  return code !== undefined && code !== "0x" && !code.toLowerCase().startsWith(DELEGATED);
}
