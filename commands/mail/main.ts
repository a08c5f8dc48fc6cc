// npm run mail: previews of all messages, a test, the secret of the operator's webhook, and messages that could not be sent.

import { join, resolve } from "node:path";
import { parseArguments, UsageError } from "@/commands/arguments";
import { closeDb } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { log } from "@/lib/log";
import { sendTestMail } from "@/lib/notices/compose-test";
import { listDeadLetters, retryDeadLetter } from "@/lib/notices/dead-letters";
import { OPERATOR, webhookSecret } from "@/lib/notices/webhook-secret";
import { loadEpoch } from "@/lib/restoration/epoch";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { readSettingsOrExit } from "@/lib/settings/read-at-start";
import { resumeAddress } from "@/lib/typed-addresses/unsubscribe";
import { writePreviews } from "./preview";

const usage = `Usage: npm run mail -- [option]

  --preview [FOLDER]   write every message in each language, as HTML and as text (default: mails)
  --test ADDRESS       send a test to this address, now
  --webhook-secret     print the secret that signs messages to OPERATOR_WEBHOOK_URL
  --dead               list messages that could not be sent
  --retry ID           send one of them again; "all" for all
  --resume ADDRESS     let messages to an address begin again whose owner unsubscribed and has written to you from it

Exit code: 0 done, 1 it could not be sent, 2 the command could not be run.`;

/** The most dead letters in one list. */
const LISTED = 500;
const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const { values, positionals } = parseArguments(usage, {
    allowPositionals: true,
    options: {
      preview: { type: "boolean" },
      test: { type: "string" },
      "webhook-secret": { type: "boolean" },
      dead: { type: "boolean" },
      retry: { type: "string" },
      resume: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const chosen = Object.keys(values).length;
  if (values.help) return console.log(usage);
  if (chosen !== 1 || (positionals.length > 0 && !values.preview)) throw new UsageError(usage);
  const started = process.cwd();
  process.chdir(root);
  log.level = "silent";
  const names = loadEnvFiles(root);
  if (values.preview) return writePreviews(resolve(started, positionals[0] ?? "mails"));
  const settings = readSettingsOrExit(root, names);
  if (values["webhook-secret"]) return console.log(webhookSecret(OPERATOR));
  if (values.test !== undefined) return test(values.test);
  await migrate(settings.databaseUrl);
  await loadEpoch();
  if (values.dead) return list();
  if (values.resume !== undefined) return resume(values.resume);
  await retry(values.retry ?? "");
}

async function test(address: string): Promise<void> {
  try {
    await sendTestMail(address);
    console.log(`The mail server took a message for ${address}.`);
  } catch (error) {
    console.error(`It could not be sent: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

async function list(): Promise<void> {
  const letters = await listDeadLetters({ take: LISTED });
  for (const { id, at, kind, channel, recipient, attempts, error } of letters)
    console.log(`${id}  ${at}  ${kind} by ${channel} to ${recipient}, ${attempts} attempts: ${error ?? ""}`);
  console.log(`${letters.length} could not be sent.`);
}

async function retry(id: string): Promise<void> {
  const ids = id === "all" ? (await listDeadLetters({ take: LISTED })).map((letter) => letter.id) : [id];
  const done = await Promise.all(ids.map((one) => retryDeadLetter(one, new Date())));
  if (id !== "all" && !done[0]) throw new UsageError(`There is no such message: ${id}.`);
  console.log(`${done.filter(Boolean).length} will be sent again by the running shop.`);
}

async function resume(address: string): Promise<void> {
  if (!(await resumeAddress(address))) throw new UsageError(`Nobody has unsubscribed ${address}.`);
  console.log(`${address} can get messages again.`);
}

main()
  .catch((error) => {
    console.error(error instanceof UsageError ? error.message : error);
    process.exitCode = 2;
  })
  .finally(() => closeDb().catch(() => {}));
