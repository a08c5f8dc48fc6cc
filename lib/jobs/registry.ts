import "server-only";

import { watchShop } from "@/lib/alarms/watch-shop";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/clock";
import { pruneComplaints } from "@/lib/complaints/prune-complaints";
import { checkDomains } from "@/lib/domains/check-domains";
import { pruneDailySales } from "@/lib/earnings/daily-sales";
import { flushTraffic, sweepTraffic } from "@/lib/entitlements/download-budget";
import { flushDownloads } from "@/lib/entitlements/downloads";
import { recordFigures } from "@/lib/figures/record-figures";
import { announceEnds } from "@/lib/notices/announce-ends";
import { pruneNotices } from "@/lib/notices/dead-letters";
import { expandNotices } from "@/lib/notices/expand-notices";
import { sendDeliveries } from "@/lib/notices/send-deliveries";
import { watchTokens } from "@/lib/payment-methods/evm/chain/token-watch";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { tendGasTransactions } from "@/lib/payment-methods/evm/gas/tend-transactions";
import { renewHeartbeat } from "@/lib/payments/heartbeats";
import { isStillWanted } from "@/lib/payments/ledger";
import { pruneFailed } from "@/lib/payments/prune-failed";
import { recheckSettlements } from "@/lib/payments/recheck";
import { reconcile } from "@/lib/payments/reconcile";
import { watchReleased } from "@/lib/payments/watch-released";
import { sweepCards } from "@/lib/previews/card";
import { makePreviews } from "@/lib/previews/make-previews";
import { sweepPictures } from "@/lib/previews/picture";
import { wantStored } from "@/lib/previews/want-stored";
import { flushCounters } from "@/lib/products/files/counters";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { sweepOffers } from "@/lib/products/storage/sweep-offers";
import { eraseReports } from "@/lib/reports/erase-reports";
import { resniff } from "@/lib/resniffing/resniff";
import { onceConfirmed } from "@/lib/restoration/once-confirmed";
import { watchPayeesOnSale } from "@/lib/shop/purchase/watch-payees";
import { shop } from "@/lib/shop/shop";
import { sweepSessions } from "@/lib/sign-in/sessions";
import { sweepNonces } from "@/lib/sign-in/single-use-nonce";
import { scanSold } from "@/lib/sold-scans/scan-sold";
import { scanUploads } from "@/lib/uploads/finish/scan-uploads";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import type { Job } from "./runner";

/** All recurring work of the program. Each job claims its rows, so that two processes do not do them twice. */
export const jobs: readonly Job[] = [
  { name: "reconcile-payments", everyMs: 5 * SECOND, run: (now) => reconcile(shop, now) },
  { name: "stay-at-work", everyMs: 3 * SECOND, run: renewHeartbeat },
  { name: "watch-released-payments", everyMs: 10 * SECOND, run: (now) => watchReleased(shop, now) },
  { name: "recheck-settlements", everyMs: 10 * SECOND, run: (now) => recheckSettlements(shop, now) },
  { name: "tend-gas-transactions", everyMs: 5 * SECOND, run: (now) => tendGasTransactions(isStillWanted, now) },
  // At the start there is nothing to release; only the end matters.
  { name: "release-gas-leases", everyMs: DAY, run: releaseLeases, atStop: true },
  { name: "flush-counters", everyMs: 10 * SECOND, run: flushCounters, atStop: true },
  { name: "flush-traffic", everyMs: 10 * SECOND, run: flushTraffic, atStop: true },
  { name: "flush-downloads", everyMs: 10 * SECOND, run: flushDownloads, atStop: true },
  { name: "sweep-traffic", everyMs: 10 * MINUTE, run: sweepTraffic },
  { name: "sweep-uploads", everyMs: 10 * MINUTE, run: onceConfirmed(sweepUploads) },
  { name: "scan-uploads", everyMs: 5 * SECOND, run: scanUploads },
  { name: "scan-sold-files", everyMs: MINUTE, run: scanSold },
  { name: "sniff-again", everyMs: 10 * SECOND, run: resniff },
  { name: "make-previews", everyMs: SECOND, run: makePreviews },
  { name: "read-stored", everyMs: 10 * SECOND, run: wantStored },
  { name: "sweep-pictures", everyMs: MINUTE, run: sweepPictures },
  { name: "sweep-cards", everyMs: HOUR, run: sweepCards },
  { name: "purge-files", everyMs: 10 * MINUTE, run: onceConfirmed(purgeFiles) },
  { name: "sweep-storage-offers", everyMs: HOUR, run: sweepOffers },
  { name: "watch-tokens", everyMs: 15 * SECOND, run: watchTokens },
  { name: "watch-payees", everyMs: 5 * MINUTE, run: watchPayeesOnSale },
  { name: "prune-failed-payments", everyMs: HOUR, run: onceConfirmed((now) => pruneFailed(shop, now)) },
  { name: "prune-complaints", everyMs: HOUR, run: onceConfirmed(pruneComplaints) },
  { name: "record-figures", everyMs: 10 * MINUTE, run: recordFigures },
  { name: "prune-daily-sales", everyMs: DAY, run: pruneDailySales },
  { name: "erase-reports", everyMs: HOUR, run: eraseReports },
  { name: "expand-notices", everyMs: 2 * SECOND, run: onceConfirmed(expandNotices) },
  { name: "send-emails", everyMs: 2 * SECOND, run: onceConfirmed((now) => sendDeliveries("email", now)) },
  { name: "send-webhooks", everyMs: 2 * SECOND, run: onceConfirmed((now) => sendDeliveries("webhook", now)) },
  { name: "send-ntfy", everyMs: 2 * SECOND, run: onceConfirmed((now) => sendDeliveries("ntfy", now)) },
  { name: "announce-ends", everyMs: 10 * MINUTE, run: onceConfirmed(announceEnds) },
  { name: "prune-notices", everyMs: HOUR, run: onceConfirmed(pruneNotices) },
  { name: "check-domains", everyMs: 10 * MINUTE, run: onceConfirmed(checkDomains) },
  { name: "watch-shop", everyMs: MINUTE, run: watchShop },
  { name: "sweep-nonces", everyMs: 10 * MINUTE, run: sweepNonces },
  { name: "sweep-sessions", everyMs: HOUR, run: sweepSessions },
];
