-- CreateTable
CREATE TABLE "TypedAddress" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mailbox" TEXT NOT NULL,
    "orderId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "confirmedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Unsubscribed" (
    "mailbox" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "TypedAddress_mailbox_createdAt_idx" ON "TypedAddress"("mailbox", "createdAt");

-- CreateIndex
CREATE INDEX "TypedAddress_orderId_createdAt_idx" ON "TypedAddress"("orderId", "createdAt");
