-- CreateTable
CREATE TABLE "GasLease" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chainId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "GasTransaction" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chainId" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "accountNonce" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "paymentId" TEXT,
    "sellerId" TEXT,
    "payer" TEXT,
    "to" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "gas" TEXT NOT NULL,
    "maxFeePerGas" TEXT NOT NULL,
    "maxPriorityFeePerGas" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "closedAt" DATETIME,
    CONSTRAINT "GasTransaction_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "GasLease_chainId_account_key" ON "GasLease"("chainId", "account");

-- CreateIndex
CREATE UNIQUE INDEX "GasTransaction_hash_key" ON "GasTransaction"("hash");

-- CreateIndex
CREATE INDEX "GasTransaction_state_chainId_account_idx" ON "GasTransaction"("state", "chainId", "account");

-- CreateIndex
CREATE INDEX "GasTransaction_paymentId_idx" ON "GasTransaction"("paymentId");

-- CreateIndex
CREATE INDEX "GasTransaction_createdAt_idx" ON "GasTransaction"("createdAt");

-- CreateIndex
CREATE INDEX "GasTransaction_sellerId_createdAt_idx" ON "GasTransaction"("sellerId", "createdAt");

-- CreateIndex
CREATE INDEX "GasTransaction_payer_createdAt_idx" ON "GasTransaction"("payer", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "GasTransaction_chainId_account_accountNonce_attempt_key" ON "GasTransaction"("chainId", "account", "accountNonce", "attempt");
