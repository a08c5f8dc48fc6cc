import { areCookiesBlocked, CookiesNeeded } from "@/components/http/cookies";
import { RequestProblem, requestJson } from "@/components/http/request";
import type { ConnectedWallet, Signer } from "@/components/wallets/wallet-types";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session, SignInNonce } from "@/lib/sign-in/schema";

/**
 * Signs in with a connected wallet (EIP-4361): one signature over a message that names this site, and no transaction.
 *
 * @param door what to sign in to: selling by default
 * @throws CookiesNeeded where this browser keeps no session, WalletProblem, Left, RequestProblem, NoAnswer
 */
export async function signIn(
  signer: Signer,
  wallet: ConnectedWallet,
  config: ClientConfig,
  door: SignInDoor = "/api/sign-in",
): Promise<Session> {
  // Before the wallet is asked for anything.
  if (areCookiesBlocked()) throw new CookiesNeeded();
  const nonce = await requestJson<SignInNonce>(`${door}/nonce`, { method: "POST" });
  const { composeMessage } = await import("@/lib/eip4361/message");
  // A contract account lives on one chain; for plain keys any offered one does.
  const offered = config.networks.find(({ chainId }) => chainId === wallet.chainId) ?? config.networks[0];
  const message = composeMessage({
    ...nonce,
    address: wallet.address,
    chainId: offered?.chainId ?? wallet.chainId,
  });
  const signature = await signer.signMessage(message);
  const session = await requestJson<Session>(door, { method: "POST", body: { message, signature } });
  if (!(await isKept(door))) throw new CookiesNeeded();
  return session;
}

export type SignInDoor = "/api/sign-in" | "/api/purchases/sign-in" | "/api/operator/sign-in";

/** Routes that answer with null or 401 without the session of a door. */
const needsSession: Record<SignInDoor, string> = {
  "/api/sign-in": "/api/sign-in",
  "/api/purchases/sign-in": "/api/purchases/sessions",
  "/api/operator/sign-in": "/api/operator/sign-in",
};

/** Whether the browser sends the session's cookie: some programs and settings drop it without a sign. */
async function isKept(door: SignInDoor): Promise<boolean> {
  try {
    return (await requestJson<unknown>(needsSession[door])) !== null;
  } catch (error) {
    return !(error instanceof RequestProblem && error.problem.status === 401);
  }
}
