import type { PrivateKeyAccount } from "viem/accounts";
import { connectionWords, Disturbed } from "@/commands/disturbed";
import { foreignWords } from "@/commands/foreign-words";
import { Refused, refusalOf } from "@/commands/pay/refused";
import { composeMessage } from "@/lib/eip4361/message";
import type { Session, SignInNonce } from "@/lib/sign-in/schema";

type Sent = { body?: unknown; bytes?: Buffer<ArrayBuffer>; headers?: Record<string, string> };

/** A seller's session, by the public URL. */
export class ShopSession {
  private constructor(
    readonly appUrl: string,
    private readonly cookie: string,
    readonly seller: Session,
  ) {}

  /**
   * Signs in (EIP-4361), and only to the server that was asked: a message for another site would sign the seller in there.
   *
   * @param appUrl an origin
   * @throws Refused in the server's words, or if the server says that it is another; Disturbed
   */
  static async open(appUrl: string, account: PrivateKeyAccount, chainId: number): Promise<ShopSession> {
    const stranger = new ShopSession(appUrl, "", null);
    const offered = await stranger.json<SignInNonce>("POST", "/api/sign-in/nonce");
    requireSameSite(appUrl, offered);
    const message = composeMessage({ ...offered, address: account.address, chainId });
    const body = { message, signature: await account.signMessage({ message }) };
    const signedIn = await stranger.send("POST", "/api/sign-in", { body });
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]);
    return new ShopSession(appUrl, cookies.join("; "), (await signedIn.json()) as Session);
  }

  /** @throws Refused, Disturbed */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await this.send(method, path, { body })).json() as Promise<T>;
  }

  /** @throws Refused, Disturbed */
  async send(method: string, path: string, sent: Sent = {}): Promise<Response> {
    const response = await this.ask(method, path, sent);
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  /**
   * Any answer of the server.
   *
   * @param sent `body` is sent as JSON, `bytes` as they are
   * @throws Disturbed if the connection broke, or a network answered with a page of its own
   */
  async ask(method: string, path: string, sent: Sent = {}): Promise<Response> {
    const response = await this.#fetch(method, path, sent).catch((cause: unknown) => {
      throw new Disturbed(connectionWords(cause), undefined, { cause });
    });
    if (!response.ok || !/^text\/html\b/.test(response.headers.get("content-type") ?? "")) return response;
    await response.body?.cancel();
    throw new Disturbed(foreignWords(response.status).words);
  }

  #fetch(method: string, path: string, { body, bytes, headers }: Sent): Promise<Response> {
    return fetch(new URL(path, this.appUrl), {
      method,
      headers: {
        // With a session only: without one, a server with another name tells its own.
        ...(this.cookie ? { Cookie: this.cookie, Origin: this.appUrl } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? bytes : JSON.stringify(body),
      // Signatures and tokens are for this server only.
      redirect: "manual",
    });
  }

  /** Ends the session. If that fails, it ends by itself. */
  async end(): Promise<void> {
    await this.ask("POST", "/api/sign-out").then(
      (answer) => answer.body?.cancel(),
      () => {},
    );
  }
}

/** @throws Refused */
function requireSameSite(appUrl: string, { domain, uri }: SignInNonce): void {
  const isSame = domain === new URL(appUrl).host && URL.canParse(uri) && new URL(uri).origin === appUrl;
  if (isSame) return;
  throw new Refused(
    `${appUrl} asks to sign in to ${uri}. Nothing was signed. If that is the address you meant, use it.`,
  );
}
