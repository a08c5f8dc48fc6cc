import { type Chain, numberToHex } from "viem";
import { isBusy, isDeclined, readFailure } from "./read-failure";
import type { TameProvider } from "./tame-provider";
import { Left, toWalletProblem } from "./wallet-error";
import { readChainId } from "./wallet-shapes";

/** How long the chain id may lag behind the promise of a switch (ms), and behind that of an added network. */
export const SETTLE_LIMIT = 5_000;
const ADD_SETTLE_LIMIT = 1_500;
/** How often the chain id is read while a wallet switches (ms). */
const LOOK_EVERY = 300;

type Options = {
  provider: TameProvider;
  chain: Chain;
  /** As pages call the network. */
  networkName: string;
  /** False once the person has left: then the wait ends. */
  isWanted: () => boolean;
};

/** What became of a request: the wallet is on the network, or why not. */
type Became = "there" | { failed: unknown };

/**
 * Brings a wallet to a network (EIP-3326), and adds the network if that fails for anything but a refusal (EIP-3085): wallets
 * say in many ways that they do not know one, code 4902 is only the documented one. What counts is that the wallet is
 * there, by its event or its chain id, whatever became of the promise.
 *
 * @throws WalletProblem, or Left once the person has left
 */
export async function bringToNetwork(options: Options): Promise<void> {
  const { chain, networkName } = options;
  const switchOver = () =>
    ask(options, { method: "wallet_switchEthereumChain", params: [{ chainId: numberToHex(chain.id) }] }, SETTLE_LIMIT);

  const switched = await switchOver();
  if (switched === "there") return;
  if (isFinal(switched.failed)) throw toWalletProblem(switched.failed, "switch", networkName);

  const added = await ask(options, { method: "wallet_addEthereumChain", params: [toAdd(chain)] }, ADD_SETTLE_LIMIT);
  if (added === "there") return;
  if (added.failed !== NOT_THERE && !isKnown(added.failed)) throw toWalletProblem(added.failed, "add", networkName);

  // "The wallet MAY switch the user to the added chain": many do, some stay where they were.
  const again = await switchOver();
  if (again !== "there") throw toWalletProblem(again.failed, "switch", networkName);
}

/** The promise was kept, and the wallet is where it was. */
const NOT_THERE = Object.assign(new Error("the wallet has not switched"), { name: "SwitchError" });

/** The person has decided, or has to decide something else first: nothing more is asked. */
function isFinal(error: unknown): boolean {
  const failure = readFailure(error);
  return isDeclined(failure) || isBusy(failure);
}

/** Some wallets refuse to add what they have. */
function isKnown(error: unknown): boolean {
  return !isFinal(error) && readFailure(error).texts.some((text) => /already|exists/i.test(text));
}

/** Sends a request, and waits until the wallet is on the network or has failed; a promise may never be kept. */
function ask(
  { provider, chain, isWanted }: Options,
  request: { method: string; params: unknown },
  settle: number,
): Promise<Became> {
  return new Promise((resolve, reject) => {
    let until = Number.POSITIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const end = (became: Became | Left) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      provider.removeListener("chainChanged", onChange);
      if (became instanceof Left) reject(became);
      else resolve(became);
    };
    const onChange = (value: unknown) => {
      if (readChainId(value) === chain.id) end("there");
    };
    const look = async () => {
      if (!isWanted()) return end(new Left());
      if (await isOn(provider, chain.id)) return end("there");
      if (Date.now() >= until) return end({ failed: NOT_THERE });
      clearTimeout(timer);
      if (!ended) timer = setTimeout(look, LOOK_EVERY);
    };
    provider.on("chainChanged", onChange);
    provider.request(request).then(
      () => {
        until = Date.now() + settle;
        clearTimeout(timer);
        void look();
      },
      // Some switch, and say that they have failed.
      async (error: unknown) => end((await isOn(provider, chain.id)) ? "there" : { failed: error }),
    );
    timer = setTimeout(look, LOOK_EVERY);
  });
}

/** Whether a wallet is on a network, as far as it says. */
export async function isOn(provider: Pick<TameProvider, "request">, chainId: number): Promise<boolean> {
  return readChainId(await provider.request({ method: "eth_chainId" }).catch(() => null)) === chainId;
}

function toAdd({ id, name, nativeCurrency, rpcUrls, blockExplorers }: Chain) {
  return {
    chainId: numberToHex(id),
    chainName: name,
    nativeCurrency,
    rpcUrls: rpcUrls.default.http,
    ...(blockExplorers && { blockExplorerUrls: [blockExplorers.default.url] }),
  };
}
