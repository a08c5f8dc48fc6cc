import type { PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { refusalOf } from "@/commands/pay/pay-for-file";
import type { SignInNonce } from "@/lib/sign-in/schema";

/** A seller's session, by the public URL. */
export class ShopSession {
  private constructor(
    readonly appUrl: string,
    private readonly cookie: string,
  ) {}

  /** Signs in (EIP-4361). @throws Refused in the server's words; the connection's error */
  static async open(appUrl: string, account: PrivateKeyAccount, chainId: number): Promise<ShopSession> {
    const stranger = new ShopSession(appUrl, "");
    const offered = await stranger.json<SignInNonce>("POST", "/api/sign-in/nonce");
    const message = createSiweMessage({
      ...offered,
      address: account.address,
      chainId,
      issuedAt: new Date(offered.issuedAt),
      expirationTime: new Date(offered.expirationTime),
    });
    const body = { message, signature: await account.signMessage({ message }) };
    const signedIn = await stranger.send("POST", "/api/sign-in", { body });
    await signedIn.body?.cancel();
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]);
    return new ShopSession(appUrl, cookies.join("; "));
  }

  /** @throws Refused, the connection's error */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await this.send(method, path, { body })).json() as Promise<T>;
  }

  /** @param sent `body` is sent as JSON, `bytes` as they are @throws Refused, the connection's error */
  async send(
    method: string,
    path: string,
    { body, bytes, headers }: { body?: unknown; bytes?: Buffer<ArrayBuffer>; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const response = await fetch(new URL(path, this.appUrl), {
      method,
      headers: {
        Origin: this.appUrl,
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? bytes : JSON.stringify(body),
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
}
