import { readCount } from "@/commands/arguments";
import { formatBytes } from "@/commands/pay/format-bytes";
import { readFigures } from "@/lib/figures/read-figures";
import { readAttention } from "@/lib/operator/attention";
import { readOperatorFile } from "@/lib/operator/read-file";
import { readOperatorSeller } from "@/lib/operator/read-seller";
import { searchFiles } from "@/lib/operator/search-files";
import { searchSellers } from "@/lib/operator/search-sellers";
import { settingsInForce } from "@/lib/operator/settings-in-force";
import { fileIdOf, sellerIdOf } from "./find";
import { type Options, wordAt } from "./options";
import { type Answer, lines, pageOf } from "./print";

/** `files [QUERY]` */
export async function showFiles({ words, values: { before } }: Options, now: Date): Promise<Answer> {
  const page = await searchFiles({ query: words.slice(1).join(" ") }, before, now);
  return pageOf(
    page,
    ({ id, state, title, size, sales, received, seller }) =>
      `${id}  ${state.padEnd(9)}  ${formatBytes(size).padStart(9)}  ${sales} sales  $${received}  ${seller.address}  ${title}`,
  );
}

/** `file FILE` */
export async function showFile(options: Options, now: Date): Promise<Answer> {
  const file = await readOperatorFile(fileIdOf(wordAt(options, 1, "the file")), now);
  return { json: file, text: lines(file) };
}

/** `sellers [QUERY]` */
export async function showSellers({ words, values: { before } }: Options): Promise<Answer> {
  const page = await searchSellers(words.slice(1).join(" "), before);
  return pageOf(page, ({ id, address, name, sales, received, storedBytes, isSuspended }) => {
    const state = isSuspended ? "suspended" : "sells    ";
    return `${id}  ${state}  ${address}  ${formatBytes(storedBytes)}  ${sales} sales  $${received}  ${name ?? ""}`;
  });
}

/** `seller SELLER` */
export async function showSeller(options: Options): Promise<Answer> {
  const seller = await readOperatorSeller(await sellerIdOf(wordAt(options, 1, "the seller")));
  return { json: seller, text: lines(seller) };
}

/** `attention` */
export async function showAttention(now: Date): Promise<Answer> {
  const attention = await readAttention(now);
  const text = attention.map(({ kind, tone, ...rest }) => `${tone}  ${kind}  ${lines(rest).join("  ")}`);
  return { json: attention, text: text.length > 0 ? text : ["Nothing waits for you."] };
}

const DAYS = 30;

/** `figures [--days N]` */
export async function showFigures({ values: { days = String(DAYS) } }: Options, now: Date): Promise<Answer> {
  const figures = await readFigures(readCount("--days", days, [1, 999], "a number of days"), now);
  const text = figures.flatMap(({ day, figures: of, gas }) => {
    if (!of) return [];
    const kept = `storage: ${of.storagePayments} payments  $${of.storageReceived}  $${of.storageRefunded} paid back`;
    const stored = `${of.files} files, ${formatBytes(of.storedBytes)}, ${formatBytes(of.diskFree)} free`;
    const spent = gas.map(({ chainId, spent, wasted }) => `chain ${chainId}: ${spent} gwei spent, ${wasted} wasted`);
    return `${day}  ${of.sales} sales  $${of.received}  ${of.refunds} refunds  $${of.refunded}  ${kept}  ${stored}  ${spent.join("; ")}`;
  });
  return { json: figures, text: text.length > 0 ? text : ["Nothing was recorded yet."] };
}

/** `settings` */
export function showSettings(): Answer {
  const settings = settingsInForce();
  const text = settings.map(({ name, value, from, isSecret }) => {
    const shown = isSecret && from === "given" ? "[hidden]" : (value ?? "");
    return `${name}=${shown}${from === "given" ? "" : `  (${from})`}`;
  });
  return { json: settings, text };
}
