-- CreateTable
CREATE TABLE "Creator" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chainId" INTEGER NOT NULL DEFAULT 0,
    "address" TEXT NOT NULL,
    "payTo" TEXT NOT NULL,
    "name" TEXT,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Upload" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenHash" TEXT NOT NULL,
    "ipPrefix" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "sha256" TEXT,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "creatorId" TEXT,
    "fileId" TEXT,
    CONSTRAINT "Upload_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "Creator" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "File" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "creatorId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "onSaleUntil" DATETIME NOT NULL,
    "removedAt" DATETIME,
    "bytesGoneAt" DATETIME,
    "views" INTEGER NOT NULL DEFAULT 0,
    "priceChecks" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "File_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "Creator" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Terms" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "priceMicroUsd" BIGINT NOT NULL,
    "payTo" TEXT NOT NULL,
    "downloadDays" INTEGER NOT NULL,
    "from" DATETIME NOT NULL,
    "until" DATETIME,
    CONSTRAINT "Terms_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Payment" (
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
    CONSTRAINT "Payment_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Payment_termsId_fkey" FOREIGN KEY ("termsId") REFERENCES "Terms" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PaymentEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "paymentId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "detail" TEXT,
    "at" DATETIME NOT NULL,
    CONSTRAINT "PaymentEvent_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chainId" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "paymentId" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Claim_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "paymentId" TEXT,
    "chainId" INTEGER,
    "payer" TEXT,
    "tokenHash" TEXT NOT NULL,
    "downloadUntil" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "Grant_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Grant_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UsedNonce" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Creator_chainId_address_key" ON "Creator"("chainId", "address");

-- CreateIndex
CREATE UNIQUE INDEX "Upload_fileId_key" ON "Upload"("fileId");

-- CreateIndex
CREATE INDEX "Upload_state_createdAt_idx" ON "Upload"("state", "createdAt");

-- CreateIndex
CREATE INDEX "Upload_ipPrefix_state_idx" ON "Upload"("ipPrefix", "state");

-- CreateIndex
CREATE UNIQUE INDEX "File_storageKey_key" ON "File"("storageKey");

-- CreateIndex
CREATE INDEX "File_creatorId_createdAt_idx" ON "File"("creatorId", "createdAt");

-- CreateIndex
CREATE INDEX "Terms_fileId_until_idx" ON "Terms"("fileId", "until");

-- CreateIndex
CREATE INDEX "Payment_state_checkedAt_idx" ON "Payment"("state", "checkedAt");

-- CreateIndex
CREATE INDEX "Payment_fileId_payer_state_idx" ON "Payment"("fileId", "payer", "state");

-- CreateIndex
CREATE INDEX "Payment_fileId_settledAt_idx" ON "Payment"("fileId", "settledAt");

-- CreateIndex
CREATE INDEX "Payment_claimTokenHash_idx" ON "Payment"("claimTokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_chainId_transaction_logIndex_key" ON "Payment"("chainId", "transaction", "logIndex");

-- CreateIndex
CREATE INDEX "PaymentEvent_paymentId_at_idx" ON "PaymentEvent"("paymentId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Claim_paymentId_key" ON "Claim"("paymentId");

-- CreateIndex
CREATE UNIQUE INDEX "Claim_chainId_token_payer_nonce_key" ON "Claim"("chainId", "token", "payer", "nonce");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_tokenHash_key" ON "Grant"("tokenHash");

-- CreateIndex
CREATE INDEX "Grant_fileId_payer_idx" ON "Grant"("fileId", "payer");

-- CreateIndex
CREATE INDEX "Grant_paymentId_idx" ON "Grant"("paymentId");

-- CreateIndex
CREATE INDEX "UsedNonce_expiresAt_idx" ON "UsedNonce"("expiresAt");
