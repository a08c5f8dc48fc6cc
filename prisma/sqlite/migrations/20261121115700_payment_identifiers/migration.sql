-- AlterTable
ALTER TABLE "Claim" ADD COLUMN "identifierHash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Claim_identifierHash_key" ON "Claim"("identifierHash");
