-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,
    "expandedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "noticeId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" DATETIME NOT NULL,
    "holder" TEXT NOT NULL DEFAULT '',
    "error" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Delivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SellerChannel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sellerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "notices" TEXT NOT NULL,
    "confirmedAt" DATETIME,
    "stoppedAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "BuyerAddress" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "orderId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "confirmedAt" DATETIME,
    "stoppedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Alarm" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "round" INTEGER NOT NULL,
    "isOn" BOOLEAN NOT NULL,
    "seenAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Notice_expandedAt_createdAt_idx" ON "Notice"("expandedAt", "createdAt");

-- CreateIndex
CREATE INDEX "Notice_kind_createdAt_idx" ON "Notice"("kind", "createdAt");

-- CreateIndex
CREATE INDEX "Delivery_state_channel_nextAt_idx" ON "Delivery"("state", "channel", "nextAt");

-- CreateIndex
CREATE INDEX "Delivery_channel_recipient_state_idx" ON "Delivery"("channel", "recipient", "state");

-- CreateIndex
CREATE INDEX "Delivery_state_updatedAt_idx" ON "Delivery"("state", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_noticeId_channel_recipient_key" ON "Delivery"("noticeId", "channel", "recipient");

-- CreateIndex
CREATE INDEX "SellerChannel_kind_target_idx" ON "SellerChannel"("kind", "target");

-- CreateIndex
CREATE UNIQUE INDEX "SellerChannel_sellerId_kind_key" ON "SellerChannel"("sellerId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "BuyerAddress_orderId_key" ON "BuyerAddress"("orderId");

-- CreateIndex
CREATE INDEX "BuyerAddress_email_createdAt_idx" ON "BuyerAddress"("email", "createdAt");
