import { encodeFunctionData, type Hex, parseAbi, zeroAddress } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Address } from "../lib/payment-methods/evm/chain/networks";

const safeAbi = parseAbi([
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)",
]);
const signMessageAbi = parseAbi(["function signMessage(bytes data)"]);

type Signing = {
  address: Address;
  owner: PrivateKeyAccount;
  chainId: number;
  signMessageLib: Address;
  send: (request: { to: Address; data: Hex }) => Promise<unknown>;
};

/** Signs by a transaction of the wallet, as apps do that collect approvals on chain: a call to Safe's `SignMessageLib`. */
export function signOnChain({ address, owner, signMessageLib, send, chainId }: Signing): (hash: Hex) => Promise<Hex> {
  return async (hash) => {
    const data = encodeFunctionData({ abi: signMessageAbi, args: [hash] });
    const nothing = [0n, 0n, 0n, zeroAddress, zeroAddress] as const;
    const nonce = noncesOfSafes.get(address) ?? 0n;
    noncesOfSafes.set(address, nonce + 1n);
    const signature = await owner.signTypedData({
      domain: { chainId, verifyingContract: address },
      types: { SafeTx: safeTx },
      primaryType: "SafeTx",
      message: {
        to: signMessageLib,
        value: 0n,
        data,
        operation: 1,
        safeTxGas: 0n,
        baseGas: 0n,
        gasPrice: 0n,
        gasToken: zeroAddress,
        refundReceiver: zeroAddress,
        nonce,
      },
    });
    const args = [signMessageLib, 0n, data, 1, ...nothing, signature] as const;
    await send({ to: address, data: encodeFunctionData({ abi: safeAbi, args }) });
    return "0x";
  };
}

/** How many transactions each Safe has made here. */
const noncesOfSafes = new Map<Address, bigint>();

const safeTx = [
  ["address", "to"],
  ["uint256", "value"],
  ["bytes", "data"],
  ["uint8", "operation"],
  ["uint256", "safeTxGas"],
  ["uint256", "baseGas"],
  ["uint256", "gasPrice"],
  ["address", "gasToken"],
  ["address", "refundReceiver"],
  ["uint256", "nonce"],
].map(([type = "", name = ""]) => ({ type, name }));
