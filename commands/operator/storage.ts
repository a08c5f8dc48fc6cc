import { asRead, UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { readStorageMoney } from "@/lib/operator/storage-money";
import { listStoragePayments } from "@/lib/operator/storage-payments";
import { readDay } from "@/lib/read-day";
import { endStorage, recordLoss } from "@/lib/storage-ends/end-storage";
import type { StorageEnd } from "@/lib/storage-ends/schema";
import { commandLine } from "./decide";
import { fileIdOf } from "./find";
import { type Options, oneOf, wordAt } from "./options";
import { type Answer, pageOf } from "./print";

/** `storage [owed]`: what was received and is owed, and the payments. */
export async function showStorage({ words, values: { before } }: Options): Promise<Answer> {
  const which = oneOf(words[1] ?? "all", ["all", "owed"], "What is listed");
  const [money, page] = await Promise.all([readStorageMoney(), listStoragePayments(which, before)]);
  const { json, text } = pageOf(
    page,
    ({ paymentId, at, state, amount, days, owed, paidBack, payer, transaction, on }) => {
      const of = on ? `${on.kind} ${on.id}` : "an upload that is to come";
      const back = `$${owed} owed  $${paidBack} paid back`;
      return `${at}  ${paymentId}  ${state}  $${amount}  ${days} days  ${of}  ${back}  by ${payer}  ${transaction ?? ""}`;
    },
  );
  const sums = money
    ? [
        `Received for storage: $${money.received} in ${money.payments} payments. Owed: $${money.owed} of ${money.owing}.`,
      ]
    : [];
  return { json: { money, ...(json as object) }, text: [...sums, ...text] };
}

/** `end-storage FILE [--on DAY]` */
export async function endHere(options: Options, now: Date): Promise<Answer> {
  const fileId = fileIdOf(wordAt(options, 1, "the file"));
  const endsAt = readEnd(options.values.on);
  await requireYes(options, `End the storage of ${fileId}? It cannot be taken back.`);
  return told(await endStorage(fileId, endsAt ? { endsAt } : {}, commandLine, now));
}

/** `bytes-lost file FILE`, `bytes-lost upload UPLOAD` */
export async function loseHere(options: Options, now: Date): Promise<Answer> {
  const kind = oneOf(wordAt(options, 1, "“file” or “upload”"), ["file", "upload"], "What is lost");
  const word = wordAt(options, 2, `the ${kind}`);
  const id = kind === "file" ? fileIdOf(word) : word;
  await requireYes(options, `Record that the bytes of ${id} are lost? Its sale ends for good.`);
  return told(await recordLoss({ kind, id }, commandLine, now));
}

function told(end: StorageEnd): Answer {
  const { endsAt, payments, owed } = end;
  return { json: end, text: [`Stored until ${endsAt}. Owed by it: $${owed} of ${payments} payments.`] };
}

/** The end of a day, in UTC, or a moment as this command prints it. @throws UsageError */
function readEnd(text: string | undefined): Date | null {
  if (text === undefined) return null;
  if (/^\d{4}-\d\d-\d\dT[\d:.]{1,12}Z$/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text);
  const day = asRead("--on", text, readDay(text), "a day such as 2027-01-31");
  return new Date(`${day}T23:59:59.999Z`);
}

async function requireYes({ flags: { yes } }: Options, question: string): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new UsageError("This cannot be taken back: say yes with --yes.");
  if (!(await askYes(question))) throw new UsageError("Nothing was changed.");
}
