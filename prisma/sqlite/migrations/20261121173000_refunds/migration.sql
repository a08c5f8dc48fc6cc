-- CreateTable
CREATE TABLE "Refund" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "paymentId" TEXT NOT NULL,
    "holds" TEXT,
    "chainId" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payTo" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "validAfter" TEXT NOT NULL,
    "validBefore" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "facilitator" TEXT NOT NULL,
    "reservedAtBlock" TEXT NOT NULL,
    "endsAccess" BOOLEAN NOT NULL,
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
    CONSTRAINT "Refund_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Refund_holds_key" ON "Refund"("holds");

-- CreateIndex
CREATE INDEX "Refund_state_checkedAt_idx" ON "Refund"("state", "checkedAt");

-- CreateIndex
CREATE INDEX "Refund_paymentId_createdAt_idx" ON "Refund"("paymentId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Refund_chainId_transaction_logIndex_key" ON "Refund"("chainId", "transaction", "logIndex");
