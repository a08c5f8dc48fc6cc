-- AlterTable
ALTER TABLE "Creator" ADD COLUMN "erasedAt" DATETIME;
ALTER TABLE "Creator" ADD COLUMN "termsAcceptedAt" DATETIME;
ALTER TABLE "Creator" ADD COLUMN "termsHash" TEXT;

-- AlterTable
ALTER TABLE "Order" ADD COLUMN "withdrawalWaivedAt" DATETIME;

-- CreateIndex
CREATE INDEX "File_listed_createdAt_id_idx" ON "File"("listed", "createdAt", "id");
