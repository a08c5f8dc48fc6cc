import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDb, db } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { localeNames } from "@/lib/i18n/locales";
import { insertSamples, samples } from "@/lib/notice-samples";
import { htmlOf, textOf } from "@/lib/notices/channels/mail-body";
import { composeMessage } from "@/lib/notices/compose-message";
import { resetSettings, settings } from "@/lib/settings/settings";

/**
 * Writes every message in each language as `<language>/<kind>.html` and `.txt`. They are composed as they are for sending, from
 * sample rows in a database of their own; the shop's is not opened.
 */
export async function writePreviews(folder: string): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "filekiosk-mails-"));
  takeSampleShop(place);
  try {
    await migrate(settings().databaseUrl);
    const now = new Date();
    await insertSamples(db(), now);
    for (const locale of localeNames) {
      mkdirSync(join(folder, locale), { recursive: true });
      for (const { name, notice, recipient } of samples(now)) {
        const target = {
          to: "somebody@example.org",
          locale,
          isOperators: false,
          id: recipient.split(":")[1] ?? recipient,
        };
        const delivered = { recipient, target, deliveryId: "0123456789ABCDEFGHIJKL" };
        const message = await composeMessage({ id: name, createdAt: now, ...notice }, delivered, now);
        if (!message) throw new Error(`There is no message of the kind ${name}.`);
        writeFileSync(join(folder, locale, `${name}.html`), htmlOf(message));
        writeFileSync(join(folder, locale, `${name}.txt`), `${message.subject}\n\n${textOf(message)}`);
      }
    }
    console.log(`Wrote ${samples(now).length} messages in ${localeNames.length} languages to ${folder}.`);
  } finally {
    await closeDb();
    rmSync(place, { recursive: true, force: true });
  }
}

/** The devnet's settings where the shop has none yet: previews need no shop. */
function takeSampleShop(place: string): void {
  const { env } = process;
  Object.assign(env, { DATA_DIR: place, DATABASE_URL: `file:${join(place, "filekiosk.db")}` });
  env.NETWORKS ||= "eip155:31337";
  env.RPC_URL_31337 ||= "http://127.0.0.1:8545";
  env.SESSION_SECRET ||= "a secret for previews, which open nothing at all";
  env.GAS_KEY ||= `0x${"1".repeat(64)}`;
  resetSettings();
}
