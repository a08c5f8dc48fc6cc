import "server-only";
import { HttpRequestError, type HttpTransport, TimeoutError } from "viem";
import { MINUTE, SECOND } from "@/lib/clock";
import { log } from "@/lib/log";
import { jsonRpc } from "./json-rpc";

const CALL_TIMEOUT = 10 * SECOND;
/** If there is another URL, a silent one is abandoned sooner. */
const CALL_TIMEOUT_OF_MANY = 4 * SECOND;
/** One that did not respond is skipped for this long, so that not every call waits for it. */
const LEFT_ALONE_FOR = 15 * SECOND;
/** The node behind a URL may be replaced: its chain is checked again after this time (ms). */
const TRUSTED_FOR = 10 * MINUTE;

/** The URL leads to the wrong chain. Contains no URL. */
export class WrongChain extends Error {
  override name = "WrongChain";
  constructor(
    readonly expected: number,
    readonly found: number,
  ) {
    super(`an address of RPC_URL_${expected} leads to the chain with id ${found}`);
  }
}

/**
 * A transport over HTTP, which first makes sure that the URL leads to the right chain: if not, every call fails with
 * `WrongChain`, so that a fallback tries the next URL and nothing is read from, or sent to, another chain.
 *
 * @param alone true when there is no other URL: then each call tries it
 */
export function checkedHttp(url: string, chainId: number, { alone }: { alone: boolean }): HttpTransport {
  const timeout = alone ? CALL_TIMEOUT : CALL_TIMEOUT_OF_MANY;
  const transport = jsonRpc(url, { timeout, retryCount: alone ? 1 : 0, retryDelay: 200 });
  let silentUntil = Number.NEGATIVE_INFINITY;
  let trusted: { until: number; check: Promise<void> } | null = null;

  return (options) => {
    const inner = transport(options);

    async function check(): Promise<void> {
      const found = Number(await inner.request({ method: "eth_chainId" }));
      if (found === chainId) return;
      log.error({ chainId, found }, "an address of RPC_URL leads to another chain; it is not used");
      throw new WrongChain(chainId, found);
    }

    async function trust(): Promise<void> {
      if (!trusted || trusted.until < performance.now()) {
        trusted = { until: performance.now() + TRUSTED_FOR, check: check() };
      }
      const asked = trusted;
      try {
        await asked.check;
      } catch (error) {
        if (trusted === asked) trusted = null;
        throw error;
      }
    }

    const request: typeof inner.request = async (args) => {
      if (!alone && performance.now() < silentUntil) throw new Error("this address did not answer a moment ago");
      try {
        await trust();
        return await inner.request(args);
      } catch (error) {
        if (error instanceof WrongChain || (isSilence(error) && !mayBeTooMuch(args.method))) {
          silentUntil = performance.now() + LEFT_ALONE_FOR;
        }
        throw error;
      }
    };
    return { ...inner, request };
  };
}

function isSilence(error: unknown): boolean {
  return error instanceof HttpRequestError || error instanceof TimeoutError;
}

/** Nodes reject a request for many blocks by an error status or a time-out, which does not mean that they are down. */
function mayBeTooMuch(method: string): boolean {
  return method === "eth_getLogs";
}
