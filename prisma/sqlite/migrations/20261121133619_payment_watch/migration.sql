-- CreateTable
CREATE TABLE "Worker" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seenAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Payment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "termsId" TEXT NOT NULL,
    "facilitator" TEXT NOT NULL,
    "settlers" TEXT NOT NULL DEFAULT '',
    "chainId" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payTo" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "validAfter" TEXT NOT NULL,
    "validBefore" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "claimTokenHash" TEXT NOT NULL,
    "reservedAtBlock" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "transaction" TEXT,
    "logIndex" INTEGER,
    "blockNumber" TEXT,
    "blockHash" TEXT,
    "blockTime" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "checkedAt" DATETIME,
    "settledAt" DATETIME,
    "worker" TEXT NOT NULL DEFAULT '',
    "watched" BOOLEAN NOT NULL DEFAULT false,
    "finalAt" DATETIME,
    CONSTRAINT "Payment_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Payment_termsId_fkey" FOREIGN KEY ("termsId") REFERENCES "Terms" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Payment" ("amount", "blockHash", "blockNumber", "blockTime", "chainId", "checkedAt", "claimTokenHash", "createdAt", "facilitator", "fileId", "id", "logIndex", "nonce", "payTo", "payer", "purpose", "reason", "reservedAtBlock", "settledAt", "settlers", "signature", "state", "termsId", "token", "transaction", "updatedAt", "validAfter", "validBefore") SELECT "amount", "blockHash", "blockNumber", "blockTime", "chainId", "checkedAt", "claimTokenHash", "createdAt", "facilitator", "fileId", "id", "logIndex", "nonce", "payTo", "payer", "purpose", "reason", "reservedAtBlock", "settledAt", "settlers", "signature", "state", "termsId", "token", "transaction", "updatedAt", "validAfter", "validBefore" FROM "Payment";
DROP TABLE "Payment";
ALTER TABLE "new_Payment" RENAME TO "Payment";
CREATE INDEX "Payment_state_checkedAt_idx" ON "Payment"("state", "checkedAt");
CREATE INDEX "Payment_fileId_payer_state_idx" ON "Payment"("fileId", "payer", "state");
CREATE INDEX "Payment_fileId_payer_watched_idx" ON "Payment"("fileId", "payer", "watched");
CREATE INDEX "Payment_watched_checkedAt_idx" ON "Payment"("watched", "checkedAt");
CREATE INDEX "Payment_state_finalAt_checkedAt_idx" ON "Payment"("state", "finalAt", "checkedAt");
CREATE INDEX "Payment_fileId_settledAt_idx" ON "Payment"("fileId", "settledAt");
CREATE INDEX "Payment_claimTokenHash_idx" ON "Payment"("claimTokenHash");
CREATE UNIQUE INDEX "Payment_chainId_transaction_logIndex_key" ON "Payment"("chainId", "transaction", "logIndex");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Worker_seenAt_idx" ON "Worker"("seenAt");

-- What was settled before this version counts as certain.
UPDATE "Payment" SET "finalAt" = "settledAt" WHERE "state" = 'settled';
