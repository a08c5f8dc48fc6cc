-- AlterTable
ALTER TABLE "DailyFigures" ADD COLUMN "storagePayments" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "DailyFigures" ADD COLUMN "storageMicroUsd" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "DailyFigures" ADD COLUMN "storageRefunds" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "DailyFigures" ADD COLUMN "storageRefundMicroUsd" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "File" ADD COLUMN "storageEndsAt" DATETIME;

-- AlterTable
ALTER TABLE "StoragePurchase" ADD COLUMN "unusedDays" INTEGER;
ALTER TABLE "StoragePurchase" ADD COLUMN "paidBackMicroUsd" BIGINT;

-- AlterTable
ALTER TABLE "GasTransaction" ADD COLUMN "byPaidStorage" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "File_creatorId_keptUntil_idx" ON "File"("creatorId", "keptUntil");

-- CreateIndex
CREATE INDEX "StoragePurchase_owedMicroUsd_idx" ON "StoragePurchase"("owedMicroUsd");
