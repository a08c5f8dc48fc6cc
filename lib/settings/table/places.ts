import { databaseFile, host } from "@/lib/settings/parsers/machine";
import { sendFiles } from "@/lib/settings/parsers/send-files";
import { asItIs, wholeNumber } from "@/lib/settings/parsers/text";
import { origin } from "@/lib/settings/parsers/urls";
import type { SettingsByName } from "@/lib/settings/setting";

export const places = {
  PORT: {
    parser: wholeNumber(1, 65535),
    what: "The port to listen on.",
    default: "3000",
  },
  HOST: {
    parser: host,
    what: "The address to listen on.",
    defaultInWords: "`127.0.0.1` when `APP_URL` is on localhost, else `0.0.0.0` (everywhere)",
  },
  DATA_DIR: {
    parser: asItIs,
    what: "The folder of the files for sale and the database.",
    default: "./data",
  },
  DATABASE_URL: {
    parser: databaseFile,
    what: "The SQLite database.",
    secret: true,
    defaultInWords: "`file:<DATA_DIR>/filekiosk.db`",
  },
  JOURNAL_DIR: {
    parser: asItIs,
    what:
      "A folder on another disk than the database. Acts that take something away (ending recovery links, changing the payout " +
      "address, refunds, removing files) are written there first, so that restoring a backup does not undo them. " +
      "See docs/operate/backup.md.",
    example: "/mnt/journal",
    defaultInWords: "none",
  },
  BACKUP_DIR: {
    parser: asItIs,
    what:
      "The folder in which `npm run backup` writes backups, and `npm run doctor` looks for the newest. Name one on another " +
      "disk. See docs/operate/backup.md.",
    example: "/mnt/backup/kiosk",
    defaultInWords: "`backups` in `DATA_DIR`",
  },
  TRUSTED_PROXIES: {
    parser: wholeNumber(0, 10),
    what: "How many proxies in front of this server write `X-Forwarded-For`. 0 means that only the socket's address is trusted.",
    default: "0",
  },
  SEND_FILES: {
    parser: sendFiles,
    what:
      "Who sends the bytes of files: `node` (this program) or `nginx` (faster; docs/operate/nginx.md has the configuration). At " +
      "the start it is checked that nginx does. `nginx:/name/` if its internal location has another name.",
    default: "node",
  },
  DOWNLOAD_ORIGIN: {
    parser: origin,
    what: "A separate origin for download URLs: it leads to this server and serves nothing else.",
    example: "https://files.example.net",
    defaultInWords: "`APP_URL`",
  },
} satisfies SettingsByName;
