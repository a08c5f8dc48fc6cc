-- AlterTable
ALTER TABLE "Upload" ADD COLUMN "paidDays" INTEGER;
ALTER TABLE "Upload" ADD COLUMN "paidForFileId" TEXT;

-- CreateTable
CREATE TABLE "StorageOffer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "targetId" TEXT,
    "fileId" TEXT,
    "size" BIGINT NOT NULL,
    "days" INTEGER NOT NULL,
    "name" TEXT,
    "payee" TEXT NOT NULL,
    "requestKey" TEXT NOT NULL,
    "priceMicroUsd" BIGINT NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "StoragePurchase" (
    "orderId" TEXT NOT NULL PRIMARY KEY,
    "offerId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "days" INTEGER NOT NULL,
    "uploadId" TEXT,
    "fileId" TEXT,
    "owedMicroUsd" BIGINT,
    "createdAt" DATETIME NOT NULL
);

-- AlterTable
ALTER TABLE "File" ADD COLUMN "keptBytes" BIGINT;
ALTER TABLE "File" ADD COLUMN "keptUntil" DATETIME;
ALTER TABLE "File" ADD COLUMN "onlySellerExtends" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "File_bytesGone_keptUntil_id_idx" ON "File"("bytesGone", "keptUntil", "id");

-- CreateIndex
CREATE INDEX "Upload_tokenHash_idx" ON "Upload"("tokenHash");

-- CreateIndex
CREATE INDEX "StorageOffer_createdAt_idx" ON "StorageOffer"("createdAt");

-- CreateIndex
CREATE INDEX "StoragePurchase_state_createdAt_idx" ON "StoragePurchase"("state", "createdAt");

-- CreateIndex
CREATE INDEX "StoragePurchase_offerId_idx" ON "StoragePurchase"("offerId");

-- CreateIndex
CREATE INDEX "StoragePurchase_uploadId_idx" ON "StoragePurchase"("uploadId");

-- CreateIndex
CREATE INDEX "StoragePurchase_fileId_idx" ON "StoragePurchase"("fileId");
