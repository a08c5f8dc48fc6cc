import "server-only";
import { clock } from "./chain/clock";
import { nodes } from "./chain/nodes";
import { facilitators, tokens } from "./chain/settling";
import { storagePayee } from "./chain/storage-payee";
import type { Section } from "./check";
import { database } from "./database/database";
import { databaseDisk } from "./database/database-disk";
import { gasAccount } from "./gas/account";
import { settlementsOfTheDay, wasteOfTheDay } from "./gas/budgets";
import { backups } from "./machine/backups";
import { freeRoom } from "./machine/free-room";
import { freeSpace } from "./machine/free-space";
import { isolation } from "./machine/isolation";
import { journal } from "./machine/journal";
import { lastingData } from "./machine/lasting-data";
import { scanner } from "./machine/scanner";
import { writeTest } from "./machine/write-test";
import { download, ranges } from "./public/download";
import { downloadOrigin } from "./public/download-origin";
import { challengeHeader, paymentHeader } from "./public/header-size";
import { largeBody } from "./public/large-body";
import { drippingAnswer, longAnswer } from "./public/long-answer";
import { plainHttp } from "./public/plain-http";
import { proxies } from "./public/proxies";
import { readiness } from "./public/readiness";
import { certificate } from "./public/tls";
import { runningVersion } from "./public/version";
import { contact } from "./settings/contact";
import { legalPages } from "./settings/legal-pages";
import { lowestPrices } from "./settings/lowest-prices";
import { readableSecrets } from "./settings/readable-secrets";
import { sessionSecret } from "./settings/session-secret";
import { storageEarnings } from "./settings/storage-payee";
import { storagePrices } from "./settings/storage-price";
import { unknownSettings } from "./settings/unknown-settings";

/** Needs no running shop, no network and no database. */
export const settingsSection: Section = {
  title: "Settings",
  checks: [
    unknownSettings,
    sessionSecret,
    lowestPrices,
    readableSecrets,
    contact,
    legalPages,
    storagePrices,
    storageEarnings,
  ],
};

/** Need no running shop. */
export const ownSections: readonly Section[] = [
  {
    title: "This machine",
    checks: [freeSpace, writeTest, lastingData, clock, isolation, backups, journal, scanner, freeRoom],
  },
  { title: "Database", checks: [databaseDisk, database] },
  { title: "Networks", checks: [nodes, tokens, facilitators, storagePayee] },
  { title: "Gas", checks: [gasAccount, settlementsOfTheDay, wasteOfTheDay] },
];

/** Need the running shop, by its public URL. */
export const publicChecks: Section["checks"] = [
  readiness,
  runningVersion,
  certificate,
  plainHttp,
  proxies,
  downloadOrigin,
  paymentHeader,
  challengeHeader,
  ranges,
  download,
  drippingAnswer,
  largeBody,
  longAnswer,
];
