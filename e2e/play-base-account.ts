import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hexToString, isHex } from "viem";
import type { Address } from "../lib/payment-methods/evm/chain/networks";
import { playWindow } from "./play-base-account-window";

/** Signs like a viem account. */
type Signer = {
  address: Address;
  signMessage(what: { message: string }): Promise<string>;
  signTypedData(document: never): Promise<string>;
};

/** A page that plays Base Account's window, and speaks with the page that opened it as the real one does. */
export type BaseAccountPage = {
  /** What `BASE_ACCOUNT_URL` is set to. */
  url: string;
  /** Whose account it is from now on. */
  belongTo(signer: Signer): void;
  /** From now on it leads to the same page at another origin. */
  leadElsewhere(away: boolean): void;
  /** Methods it was asked for, in order, since the account is as it is. */
  asked: string[];
  /** What the page that opened it said about itself. */
  greetings: { preference: Record<string, unknown>; metadata: Record<string, unknown> }[];
  stop(): Promise<void>;
};

export async function playBaseAccount(chainId: number, rpcUrl: string): Promise<BaseAccountPage> {
  let signer: Signer | null = null;
  let away = false;
  const asked: string[] = [];
  const greetings: BaseAccountPage["greetings"] = [];

  async function answer(path: string, body: string): Promise<unknown> {
    if (path === "/greeted") return greetings.push(JSON.parse(body));
    const { method, params = [] } = JSON.parse(body) as { method: string; params?: unknown[] };
    if (path === "/asked") return asked.push(method);
    if (!signer) throw new Error("nobody's account");
    if (method === "wallet_connect") {
      return { accounts: [{ address: signer.address, capabilities: {} }], chainIds: [`0x${chainId.toString(16)}`] };
    }
    if (method === "personal_sign") {
      const text = String(params[0]);
      return signer.signMessage({ message: isHex(text) ? hexToString(text) : text });
    }
    if (method !== "eth_signTypedData_v4") throw new Error(`${method} was not expected`);
    const { domain, types, primaryType, message } = JSON.parse(String(params[1]));
    // The type of the domain itself is implied.
    const { EIP712Domain: _, ...named } = types;
    return signer.signTypedData({ domain, types: named, primaryType, message } as never);
  }

  const page = `<!doctype html><meta name="viewport" content="width=device-width"><title>Base Account</title>
<h1>Base Account, played</h1><p id="what">Waiting</p><button id="yes" hidden>Approve</button><button id="no" hidden>Decline</button>
<script>(${playWindow.toString()})(${JSON.stringify({ chainId, rpcUrl })})</script>`;

  const serve = (elsewhere: () => string | null) =>
    createServer(async (request, response) => {
      const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
      const other = pathname === "/connect" ? elsewhere() : null;
      if (other) return response.writeHead(302, { Location: `${other}/connect${search}` }).end();
      if (pathname === "/connect") return response.writeHead(200, { "Content-Type": "text/html" }).end(page);
      if (request.method !== "POST") return response.writeHead(404).end();
      const result = await answer(pathname, await textOf(request)).catch((error: Error) => ({ failed: error.message }));
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ result }));
    });
  const other = await listen(serve(() => null));
  const own = await listen(serve(() => (away ? other.origin : null)));

  return {
    url: `${own.origin}/connect`,
    asked,
    greetings,
    belongTo(one) {
      signer = one;
      away = false;
      asked.length = 0;
    },
    leadElsewhere(yes) {
      away = yes;
    },
    async stop() {
      await Promise.all([own.stop(), other.stop()]);
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

async function listen(server: Server): Promise<{ origin: string; stop(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
