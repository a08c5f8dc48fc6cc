import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { UsageError } from "@/commands/arguments";
import { connectionWords } from "@/commands/disturbed";
import { foreignWords } from "@/commands/foreign-words";
import { Refused, refusalOf } from "@/commands/pay/refused";
import { ShopSession } from "@/commands/shop-session";
import { demoAccounts } from "@/lib/devnet/accounts";
import { errorTable } from "@/lib/errors";
import type { TermsAnswer } from "@/lib/legal/schema";
import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import type { StorageTerms } from "@/lib/products/storage/schema";
import type { LocalFile } from "./local-file";
import type { SellOptions } from "./options";
import { termsRefused } from "./publish";
import { type Run, say } from "./run";
import { beginSale, SaleNote, type UnfinishedSale } from "./unfinished-sale";

/** A server of an earlier version. */
const FREE: StorageTerms = {
  price: null,
  priceMicroUsd: null,
  payTo: null,
  maxDays: null,
  freeRoom: null,
  networks: [],
};

/**
 * Everything that can stand against the sale before anything is paid or sent: the server, the wallet, whether it may sell
 * there, the server's terms. And what an earlier run left.
 *
 * @throws UsageError, Refused
 */
export async function openRun(options: SellOptions, file: LocalFile): Promise<Run> {
  const { server } = options;
  const storage = await readStorageTerms(server);
  const chainId = chooseChain(options, storage);
  const { account, isDemo } = chooseWallet(options, chainId);
  const signIn = () => ShopSession.open(server, account, chainId);
  const session = await signIn();
  try {
    if (!session.seller?.maySell) throw new Refused(errorTable.seller_not_allowed.title);
    const acceptedTerms = await consent(session, options);
    const saleOf = { server, seller: account.address, file: file.path, size: file.size, mtimeMs: file.mtimeMs };
    const note = new SaleNote(options.stateFolder, saleOf);
    const sale = (await takeUp(note)) ?? beginSale(saleOf);
    return { options, file, account, isDemo, session, signInAgain: signIn, storage, acceptedTerms, note, sale };
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** The sale of an earlier run, or null. From now on it is this run's. @throws Refused */
async function takeUp(note: SaleNote): Promise<UnfinishedSale | null> {
  await note.hold();
  try {
    const earlier = await note.read();
    if (earlier) say("Taking up what an earlier run began.");
    return earlier;
  } catch (error) {
    await note.release();
    throw error;
  }
}

async function readStorageTerms(server: string): Promise<StorageTerms> {
  const answer = await fetch(new URL("/api/storage", server), { redirect: "manual" }).catch((cause) => {
    throw new Refused(`${server} cannot be reached: ${connectionWords(cause)}`);
  });
  if (answer.status === 404) return FREE;
  const elsewhere = answer.headers.get("location");
  if (answer.status >= 300 && answer.status < 400) {
    throw new Refused(`${server} leads to ${elsewhere}. If that is the server you meant, name it with --server.`);
  }
  if (!answer.ok) throw await refusalOf(answer);
  const terms = (await answer.json().catch(() => null)) as StorageTerms | null;
  if (terms === null && /html/.test(answer.headers.get("content-type") ?? "")) {
    throw new Refused(foreignWords(answer.status).words);
  }
  if (!Array.isArray(terms?.networks)) throw new Refused(`${server} does not answer as a Filekiosk server does.`);
  return terms;
}

/** The one to sign in on. @throws UsageError */
function chooseChain({ network }: SellOptions, { networks }: StorageTerms): number {
  const id = network ?? networks[0]?.network;
  const chainId = Number(/^eip155:(\d+)$/.exec(id ?? "")?.[1]);
  if (Number.isSafeInteger(chainId)) return chainId;
  throw new UsageError("The server does not say which networks it has. Name one with --network, such as eip155:8453.");
}

function chooseWallet({ key }: SellOptions, chainId: number): { account: PrivateKeyAccount; isDemo: boolean } {
  if (key) return { account: privateKeyToAccount(key), isDemo: false };
  if (chainId === DEVNET_CHAIN_ID) return { account: privateKeyToAccount(demoAccounts.seller.key), isDemo: true };
  throw new UsageError("Set PAYER_KEY (or PAYER_KEY_FILE) to the private key of the wallet that sells.");
}

/** @returns the hash of the terms to accept, if there are some that were not accepted yet @throws Refused */
async function consent(session: ShopSession, { acceptTerms }: SellOptions): Promise<string | undefined> {
  const { terms, accepted } = await session.json<TermsAnswer>("GET", "/api/terms");
  if (terms === null || accepted) return undefined;
  if (!acceptTerms) throw termsRefused(terms.url);
  return terms.hash;
}
