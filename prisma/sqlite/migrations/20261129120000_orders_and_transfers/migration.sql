PRAGMA foreign_keys=OFF;
-- The transactions of the gas account are most of a large database, and stay where they are: renaming the table takes
-- their references along. Until its rows have become orders and transfers, "Transfer" is what was "Payment".
ALTER TABLE "Payment" RENAME TO "Transfer";
ALTER TABLE "GasTransaction" RENAME COLUMN "paymentId" TO "transferId";
ALTER TABLE "GasTransaction" ADD COLUMN "amount" TEXT;
DROP INDEX "GasTransaction_paymentId_idx";
CREATE INDEX "GasTransaction_transferId_idx" ON "GasTransaction"("transferId");

-- CreateTable
CREATE TABLE "Order" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "productKind" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "offerId" TEXT NOT NULL,
    "sellerId" TEXT,
    "priceMicroUsd" BIGINT NOT NULL,
    "payer" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "accountKey" TEXT,
    "personKey" TEXT,
    "secretHash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "paidAt" DATETIME
);

-- CreateTable
CREATE TABLE "OrderEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "detail" TEXT,
    "at" DATETIME NOT NULL,
    CONSTRAINT "OrderEvent_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "new_Transfer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payee" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "replayKey" TEXT NOT NULL,
    "signed" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "anchor" TEXT NOT NULL,
    "facilitator" TEXT NOT NULL,
    "signers" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "endsEntitlement" BOOLEAN NOT NULL DEFAULT false,
    "transaction" TEXT,
    "position" TEXT,
    "height" TEXT,
    "blockHash" TEXT,
    "blockTime" DATETIME,
    "proofKey" TEXT,
    "standingFor" TEXT,
    "processName" TEXT NOT NULL DEFAULT '',
    "watched" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "checkedAt" DATETIME,
    "settledAt" DATETIME,
    "finalAt" DATETIME,
    CONSTRAINT "Transfer_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Hold" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "replayKey" TEXT NOT NULL,
    "productKind" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "transferId" TEXT,
    "identifierHash" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Hold_transferId_fkey" FOREIGN KEY ("transferId") REFERENCES "Transfer" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Entitlement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "productKind" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "partId" TEXT,
    "orderId" TEXT,
    "payer" TEXT,
    "person" TEXT,
    "tokenHash" TEXT NOT NULL,
    "until" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    "downloads" INTEGER NOT NULL DEFAULT 0,
    "sentPartId" TEXT
);

-- The indexes of primary keys are filled in no order: with this much at hand (KiB) that stays quick for millions of rows.
PRAGMA cache_size=-262144;

-- Each old table goes as soon as it was read, so that the next one's rows take its place on the disk.
INSERT INTO "OrderEvent" ("id", "orderId", "state", "reason", "detail", "at")
SELECT "id", "paymentId", "state", "reason", "detail", "at" FROM "PaymentEvent";
DROP TABLE "PaymentEvent";

INSERT INTO "Hold" ("id", "replayKey", "productKind", "productId", "transferId", "identifierHash", "createdAt")
SELECT "id", 'eip155:' || "chainId" || ':' || "token" || ':' || "payer" || ':' || "nonce", 'file', "fileId", "paymentId", "identifierHash", "createdAt"
FROM "Claim";

INSERT INTO "Entitlement" ("id", "productKind", "productId", "partId", "orderId", "payer", "person", "tokenHash", "until", "createdAt", "revokedAt", "downloads", "sentPartId")
SELECT "id", 'file', "fileId", "versionId", "paymentId", 'eip155:' || "chainId" || ':' || "payer", 'eip155:' || "payer", "tokenHash", "downloadUntil", "createdAt", "revokedAt", "downloads", "sentVersionId"
FROM "Grant";
DROP TABLE "Grant";

-- What one row of "Payment" was becomes an order and the transfer that pays it, with one id. The refunded state is the
-- order's: its transfer stays settled.
INSERT INTO "Order" ("id", "productKind", "productId", "offerId", "sellerId", "priceMicroUsd", "payer", "person", "secretHash", "state", "createdAt", "updatedAt", "paidAt")
SELECT p."id", 'file', p."fileId", p."termsId", COALESCE(p."sellerId", f."creatorId"), t."priceMicroUsd",
  'eip155:' || p."chainId" || ':' || p."payer", 'eip155:' || p."payer", p."claimTokenHash",
  CASE p."state" WHEN 'settled' THEN 'paid' WHEN 'reserved' THEN 'open' WHEN 'settling' THEN 'open' WHEN 'unknown' THEN 'open' ELSE p."state" END,
  p."createdAt", p."updatedAt", p."settledAt"
FROM "Transfer" p JOIN "Terms" t ON t."id" = p."termsId" JOIN "File" f ON f."id" = p."fileId";

INSERT INTO "new_Transfer" ("id", "orderId", "direction", "method", "network", "asset", "payer", "payee", "amount", "replayKey", "signed", "signature", "anchor", "facilitator", "signers", "state", "reason", "transaction", "position", "height", "blockHash", "blockTime", "proofKey", "processName", "watched", "createdAt", "updatedAt", "checkedAt", "settledAt", "finalAt")
SELECT "id", "id", 'sale', 'eip3009', 'eip155:' || "chainId", "token", "payer", "payTo", "amount",
  'eip155:' || "chainId" || ':' || "token" || ':' || "payer" || ':' || "nonce",
  '{"nonce":"' || "nonce" || '","validAfter":"' || "validAfter" || '","validBefore":"' || "validBefore" || '"}',
  "signature", "reservedAtBlock", "facilitator", "settlers",
  CASE "state" WHEN 'refunded' THEN 'settled' ELSE "state" END,
  "reason", "transaction", CAST("logIndex" AS TEXT), "blockNumber", "blockHash", "blockTime",
  CASE WHEN "logIndex" IS NULL THEN NULL ELSE 'eip155:' || "chainId" || ':' || "transaction" || ':' || "logIndex" END,
  "worker", "watched", "createdAt", "updatedAt", "checkedAt", "settledAt",
  -- Only a certain sale is refunded.
  CASE "state" WHEN 'refunded' THEN COALESCE("finalAt", "updatedAt") ELSE "finalAt" END
FROM "Transfer";

-- What is sorted takes as much again.
PRAGMA cache_size=-32768;
CREATE INDEX "Entitlement_orderId_idx" ON "Entitlement"("orderId");
CREATE UNIQUE INDEX "Transfer_proofKey_key" ON "new_Transfer"("proofKey");

-- A refund is a transfer of the same order, the other way.
INSERT INTO "new_Transfer" ("id", "orderId", "direction", "method", "network", "asset", "payer", "payee", "amount", "replayKey", "signed", "signature", "anchor", "facilitator", "state", "reason", "endsEntitlement", "transaction", "position", "height", "blockHash", "blockTime", "proofKey", "standingFor", "createdAt", "updatedAt", "checkedAt", "settledAt", "finalAt")
SELECT "id", "paymentId", 'refund', 'eip3009', 'eip155:' || "chainId", "token", "payer", "payTo", "amount",
  'eip155:' || "chainId" || ':' || "token" || ':' || "payer" || ':' || "nonce",
  '{"nonce":"' || "nonce" || '","validAfter":"' || "validAfter" || '","validBefore":"' || "validBefore" || '"}',
  "signature", "reservedAtBlock", "facilitator",
  CASE "state" WHEN 'open' THEN 'reserved' WHEN 'confirming' THEN 'settling' WHEN 'refunded' THEN 'settled' ELSE "state" END,
  "reason", "endsAccess", "transaction", CAST("logIndex" AS TEXT), "blockNumber", "blockHash", "blockTime",
  -- One authorization may have been sent as a sale and as a refund: it proves the sale.
  CASE WHEN EXISTS (SELECT 1 FROM "new_Transfer" t WHERE t."proofKey" = 'eip155:' || "Refund"."chainId" || ':' || "Refund"."transaction" || ':' || "Refund"."logIndex") THEN NULL
    ELSE 'eip155:' || "chainId" || ':' || "transaction" || ':' || "logIndex" END,
  "holds", "createdAt", "updatedAt", "checkedAt", CASE "state" WHEN 'refunded' THEN "updatedAt" END,
  -- A refund waited until it was.
  CASE "state" WHEN 'refunded' THEN "updatedAt" END
FROM "Refund";

-- The authorization of a refund under way is held like that of a sale, unless it was presented for one.
INSERT INTO "Hold" ("id", "replayKey", "productKind", "productId", "transferId", "createdAt")
SELECT r."id", t."replayKey", 'file', p."fileId", r."id", r."createdAt"
FROM "Refund" r JOIN "new_Transfer" t ON t."id" = r."id" JOIN "Transfer" p ON p."id" = r."paymentId"
WHERE r."state" IN ('open', 'confirming') AND NOT EXISTS (SELECT 1 FROM "Claim" c
  WHERE c."chainId" = r."chainId" AND c."token" = r."token" AND c."payer" = r."payer" AND c."nonce" = r."nonce");
DROP TABLE "Claim";

-- The transactions of a refund named the payment that it gives back.
UPDATE "GasTransaction" SET "transferId" = (SELECT r."id" FROM "Refund" r WHERE r."paymentId" = "GasTransaction"."transferId" AND r."createdAt" <= "GasTransaction"."createdAt" ORDER BY r."createdAt" DESC LIMIT 1)
WHERE "kind" = 'refund' AND "transferId" IN (SELECT "paymentId" FROM "Refund");
UPDATE "GasTransaction" SET "amount" = (SELECT t."amount" FROM "new_Transfer" t WHERE t."id" = "GasTransaction"."transferId") WHERE "state" = 'open';

DROP TABLE "Refund";
DROP TABLE "Transfer";
ALTER TABLE "new_Transfer" RENAME TO "Transfer";

-- The orders that are open or still give something, one for each account and thing: the newest. Whether a key or a
-- contract signed was not kept; a key's signature has 65 bytes.
CREATE TEMPORARY TABLE "standing" AS
SELECT o."id", o."productId", o."payer", o."person", o."createdAt", length(t."signature") = 132 AS "byKey"
FROM "Order" o JOIN "Transfer" t ON t."id" = o."id"
WHERE o."state" = 'open' OR EXISTS (SELECT 1 FROM "Entitlement" e WHERE e."orderId" = o."id" AND e."revokedAt" IS NULL);
UPDATE "Order" SET
  "accountKey" = CASE WHEN s."ofAccount" = 1 THEN 'file:' || "productId" || ':' || "payer" END,
  "personKey" = CASE WHEN s."byKey" AND s."ofPerson" = 1 THEN 'file:' || "productId" || ':' || "person" END
FROM (
  SELECT "id", "byKey",
    row_number() OVER (PARTITION BY "productId", "payer" ORDER BY "createdAt" DESC, "id") AS "ofAccount",
    row_number() OVER (PARTITION BY "productId", "person", "byKey" ORDER BY "createdAt" DESC, "id") AS "ofPerson"
  FROM "standing"
) s WHERE s."id" = "Order"."id";
DROP TABLE "standing";

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Complaint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "sellerId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "replyTo" TEXT,
    "createdAt" DATETIME NOT NULL,
    "doneAt" DATETIME,
    CONSTRAINT "Complaint_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Complaint" ("id", "orderId", "sellerId", "text", "replyTo", "createdAt", "doneAt") SELECT "id", "paymentId", "sellerId", "text", "replyTo", "createdAt", "doneAt" FROM "Complaint";
DROP TABLE "Complaint";
ALTER TABLE "new_Complaint" RENAME TO "Complaint";
CREATE INDEX "Complaint_sellerId_doneAt_createdAt_id_idx" ON "Complaint"("sellerId", "doneAt", "createdAt", "id");
CREATE INDEX "Complaint_orderId_createdAt_idx" ON "Complaint"("orderId", "createdAt");
CREATE TABLE "new_FoundTransfer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "productKind" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "offerId" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "payee" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "replayKey" TEXT NOT NULL,
    "signed" TEXT NOT NULL,
    "transaction" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_FoundTransfer" ("id", "productKind", "productId", "offerId", "method", "network", "asset", "payer", "account", "person", "payee", "amount", "replayKey", "signed", "transaction", "createdAt")
SELECT "id", 'file', "fileId", "termsId", 'eip3009', 'eip155:' || "chainId", "token", "payer", 'eip155:' || "chainId" || ':' || "payer", 'eip155:' || "payer", "payTo", "amount",
  'eip155:' || "chainId" || ':' || "token" || ':' || "payer" || ':' || "nonce",
  '{"nonce":"' || "nonce" || '","validAfter":"' || "validAfter" || '","validBefore":"' || "validBefore" || '"}', "transaction", "createdAt"
FROM "FoundTransfer";
DROP TABLE "FoundTransfer";
ALTER TABLE "new_FoundTransfer" RENAME TO "FoundTransfer";
CREATE INDEX "FoundTransfer_replayKey_idx" ON "FoundTransfer"("replayKey");
CREATE INDEX "FoundTransfer_productKind_productId_person_idx" ON "FoundTransfer"("productKind", "productId", "person");
CREATE UNIQUE INDEX "FoundTransfer_productKind_productId_replayKey_key" ON "FoundTransfer"("productKind", "productId", "replayKey");
CREATE TABLE "new_Gift" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "entitlementId" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "takenAt" DATETIME,
    CONSTRAINT "Gift_entitlementId_fkey" FOREIGN KEY ("entitlementId") REFERENCES "Entitlement" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Gift_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Gift" ("id", "entitlementId", "fileId", "tokenHash", "label", "createdAt", "takenAt") SELECT "id", "grantId", "fileId", "tokenHash", "label", "createdAt", "takenAt" FROM "Gift";
DROP TABLE "Gift";
ALTER TABLE "new_Gift" RENAME TO "Gift";
CREATE UNIQUE INDEX "Gift_entitlementId_key" ON "Gift"("entitlementId");
CREATE UNIQUE INDEX "Gift_tokenHash_key" ON "Gift"("tokenHash");
CREATE INDEX "Gift_fileId_createdAt_id_idx" ON "Gift"("fileId", "createdAt", "id");
CREATE TABLE "new_Traffic" (
    "entitlementId" TEXT NOT NULL PRIMARY KEY,
    "since" DATETIME NOT NULL,
    "sent" BIGINT NOT NULL,
    "handed" BIGINT NOT NULL
);
INSERT INTO "new_Traffic" ("entitlementId", "since", "sent", "handed") SELECT "grantId", "since", "sent", "handed" FROM "Traffic";
DROP TABLE "Traffic";
ALTER TABLE "new_Traffic" RENAME TO "Traffic";
CREATE INDEX "Traffic_since_idx" ON "Traffic"("since");
-- Sales and downloads may be without an end, and networks are named as everywhere else (CAIP-2).
CREATE TABLE "new_File" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "creatorId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "onSaleUntil" DATETIME,
    "listed" BOOLEAN NOT NULL DEFAULT false,
    "suspendedAt" DATETIME,
    "removedAt" DATETIME,
    "bytesGone" BOOLEAN NOT NULL DEFAULT false,
    "views" INTEGER NOT NULL DEFAULT 0,
    "priceChecks" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "File_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "Creator" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_File" ("id", "creatorId", "title", "description", "paused", "onSaleUntil", "removedAt", "bytesGone", "views", "priceChecks", "createdAt", "updatedAt") SELECT "id", "creatorId", "title", "description", "paused", "onSaleUntil", "removedAt", "bytesGone", "views", "priceChecks", "createdAt", "updatedAt" FROM "File";
DROP TABLE "File";
ALTER TABLE "new_File" RENAME TO "File";
CREATE INDEX "File_creatorId_createdAt_idx" ON "File"("creatorId", "createdAt");
CREATE INDEX "File_bytesGone_onSaleUntil_id_idx" ON "File"("bytesGone", "onSaleUntil", "id");
CREATE INDEX "File_bytesGone_removedAt_id_idx" ON "File"("bytesGone", "removedAt", "id");
CREATE TABLE "new_Terms" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "priceMicroUsd" BIGINT NOT NULL,
    "payTo" TEXT NOT NULL,
    "payToNetworks" TEXT NOT NULL DEFAULT '',
    "downloadDays" INTEGER,
    "refundPolicy" TEXT,
    "refundNote" TEXT,
    "from" DATETIME NOT NULL,
    "until" DATETIME,
    "revokedAt" DATETIME,
    CONSTRAINT "Terms_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Terms_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "FileVersion" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Terms" ("id", "fileId", "versionId", "priceMicroUsd", "payTo", "payToNetworks", "downloadDays", "refundPolicy", "refundNote", "from", "until", "revokedAt") SELECT "id", "fileId", "versionId", "priceMicroUsd", "payTo",
  CASE "payToChains" WHEN '' THEN '' ELSE 'eip155:' || replace("payToChains", ',', ',eip155:') END,
  "downloadDays", "refundPolicy", "refundNote", "from", "until", "revokedAt" FROM "Terms";
DROP TABLE "Terms";
ALTER TABLE "new_Terms" RENAME TO "Terms";
CREATE INDEX "Terms_fileId_until_idx" ON "Terms"("fileId", "until");
CREATE INDEX "Terms_versionId_idx" ON "Terms"("versionId");
ALTER TABLE "Creator" RENAME COLUMN "payToChains" TO "payToNetworks";
UPDATE "Creator" SET "payToNetworks" = 'eip155:' || replace("payToNetworks", ',', ',eip155:') WHERE "payToNetworks" <> '';
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Order_accountKey_key" ON "Order"("accountKey");

-- CreateIndex
CREATE UNIQUE INDEX "Order_personKey_key" ON "Order"("personKey");

-- CreateIndex
CREATE INDEX "Order_sellerId_createdAt_id_idx" ON "Order"("sellerId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Order_person_createdAt_id_idx" ON "Order"("person", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Order_productKind_productId_state_idx" ON "Order"("productKind", "productId", "state");

-- CreateIndex
CREATE INDEX "Order_productKind_productId_person_idx" ON "Order"("productKind", "productId", "person");

-- CreateIndex
CREATE INDEX "Order_secretHash_idx" ON "Order"("secretHash");

-- CreateIndex
CREATE INDEX "OrderEvent_orderId_at_idx" ON "OrderEvent"("orderId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Transfer_standingFor_key" ON "Transfer"("standingFor");

-- CreateIndex
CREATE INDEX "Transfer_orderId_direction_createdAt_idx" ON "Transfer"("orderId", "direction", "createdAt");

-- CreateIndex
CREATE INDEX "Transfer_replayKey_idx" ON "Transfer"("replayKey");

-- CreateIndex
CREATE INDEX "Transfer_state_checkedAt_idx" ON "Transfer"("state", "checkedAt");

-- CreateIndex
CREATE INDEX "Transfer_state_updatedAt_idx" ON "Transfer"("state", "updatedAt");

-- CreateIndex
CREATE INDEX "Transfer_watched_checkedAt_idx" ON "Transfer"("watched", "checkedAt");

-- CreateIndex
CREATE INDEX "Transfer_state_finalAt_checkedAt_idx" ON "Transfer"("state", "finalAt", "checkedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Hold_replayKey_key" ON "Hold"("replayKey");

-- CreateIndex
CREATE UNIQUE INDEX "Hold_transferId_key" ON "Hold"("transferId");

-- CreateIndex
CREATE UNIQUE INDEX "Hold_identifierHash_key" ON "Hold"("identifierHash");

-- CreateIndex
CREATE UNIQUE INDEX "Entitlement_tokenHash_key" ON "Entitlement"("tokenHash");

-- CreateIndex
CREATE INDEX "Entitlement_productKind_productId_person_idx" ON "Entitlement"("productKind", "productId", "person");


-- CreateIndex
CREATE INDEX "Entitlement_productKind_productId_revokedAt_until_idx" ON "Entitlement"("productKind", "productId", "revokedAt", "until");

-- CreateIndex
CREATE INDEX "Entitlement_partId_revokedAt_until_idx" ON "Entitlement"("partId", "revokedAt", "until");
