-- AlterTable
ALTER TABLE "GasTransaction" ADD COLUMN "pool" TEXT;
ALTER TABLE "GasTransaction" ADD COLUMN "held" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "GasTransaction" ADD COLUMN "wasted" BIGINT NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "GasTransaction_chainId_pool_closedAt_idx" ON "GasTransaction"("chainId", "pool", "closedAt");
