import { requestJson } from "@/components/http/request";
import type { ConnectedWallet, Wallets } from "@/components/wallets/wallet-types";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session, SignInNonce } from "@/lib/sign-in/schema";

/**
 * Signs in with a connected wallet (EIP-4361): one signature over a message that names this site, and no transaction.
 *
 * @param door what to sign in to: selling by default
 * @throws WalletProblem, RequestProblem, NoAnswer
 */
export async function signIn(
  wallets: Wallets,
  wallet: ConnectedWallet,
  config: ClientConfig,
  door = "/api/sign-in",
): Promise<Session> {
  const nonce = await requestJson<SignInNonce>(`${door}/nonce`, { method: "POST" });
  const { createSiweMessage } = await import("viem/siwe");
  // A contract account lives on one chain; for plain keys any offered one does.
  const offered = config.networks.find(({ chainId }) => chainId === wallet.chainId) ?? config.networks[0];
  const message = createSiweMessage({
    ...nonce,
    address: wallet.address,
    chainId: offered?.chainId ?? wallet.chainId,
    issuedAt: new Date(nonce.issuedAt),
    expirationTime: new Date(nonce.expirationTime),
  });
  const signature = await wallets.signMessage(message);
  return requestJson<Session>(door, { method: "POST", body: { message, signature } });
}
