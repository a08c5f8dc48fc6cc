import { formatBytes } from "@/commands/pay/format-bytes";
import { Refused } from "@/commands/pay/refused";
import { UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "@/lib/uploads/schema";
import { LocalFile } from "./local-file";
import { makeRoom } from "./make-room";
import { openRun } from "./open-run";
import type { SellOptions } from "./options";
import { publish } from "./publish";
import { noteDown, type Run, say } from "./run";
import { sendBytes } from "./send-bytes";
import { beginSale } from "./unfinished-sale";

/** Refusals after which the server no longer has the upload. */
const FINAL: ReadonlySet<string | undefined> = new Set(["malware_found", "too_large_to_scan", "hash_blocked"]);

/**
 * Sells a file: room, bytes, a date and a price. Each step is noted before it is taken, so that a run that ends anywhere is
 * taken up by the next one.
 *
 * @returns the link
 * @throws UsageError, Refused, Interrupted
 */
export async function sellFile(options: SellOptions): Promise<string> {
  const file = await LocalFile.open(options.file);
  try {
    const run = await openRun(options, file);
    return await sellOpen(run).finally(() => Promise.all([run.session.end(), run.note.release()]));
  } finally {
    // A disk that was removed cannot even close its files.
    await file.close().catch(() => {});
  }
}

async function sellOpen(run: Run): Promise<string> {
  try {
    const link = await takeSteps(run);
    await run.note.forget();
    return link;
  } catch (error) {
    if (error instanceof Refused && FINAL.has(error.code)) await run.note.forget();
    throw error;
  }
}

async function takeSteps(run: Run): Promise<string> {
  const { file, storage, options } = run;
  if (storage.price === null && options.days !== null) say("Storage is free here: nothing is paid for it.");
  if (run.sale.size !== file.size) await startAgain(run, "changed");
  for (;;) {
    await noteDown(run, {});
    if (run.sale.uploadId === null) await makeRoom(run);
    say(`Uploading ${file.name} (${formatBytes(file.size)}) …`);
    const sent = await sendBytes(run);
    if (sent === "all") return publish(run);
    const link = sent === "gone" ? await findPublished(run) : null;
    if (link !== null) return link;
    await startAgain(run, sent);
  }
}

/** An upload that became a file is gone, too: its seller is told which one. */
async function findPublished(run: Run): Promise<string | null> {
  try {
    return await publish(run);
  } catch (error) {
    if (error instanceof Refused && ["upload_not_found", "upload_expired"].includes(error.code ?? "")) return null;
    throw error;
  }
}

/** @throws Refused if the file is being written to, or if storage was paid for nothing */
async function startAgain(run: Run, why: "changed" | "gone"): Promise<void> {
  const { sale, file } = run;
  await file.requireAsOpened();
  const wasPaid = sale.paidDays !== null || sale.payment !== null;
  if (why === "changed") {
    say("The file has changed since an earlier run: it is sold as it is now, from the start.");
    if (wasPaid) say("What was paid for the earlier upload is not paid back.");
    await discardUpload(run);
  } else {
    say("The upload was not finished in time, and the server no longer has it.");
  }
  run.sale = beginSale({ ...sale, size: file.size, mtimeMs: file.mtimeMs });
  if (why === "changed" || !wasPaid) return;
  await run.note.forget();
  throw new Refused("What was paid for it is not paid back. The same command starts again, and pays again.");
}

/** So that it takes no room. If that fails, the server drops it by itself. */
async function discardUpload({ sale, options }: Run): Promise<void> {
  if (sale.uploadId === null) return;
  const headers = { "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: sale.uploadToken };
  await fetch(new URL(`${UPLOADS_PATH}/${sale.uploadId}`, options.server), { method: "DELETE", headers }).catch(
    () => {},
  );
}
