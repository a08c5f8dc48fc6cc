-- AlterTable
ALTER TABLE "Upload" ADD COLUMN "scan" TEXT;
ALTER TABLE "Upload" ADD COLUMN "scannedAt" DATETIME;
ALTER TABLE "Upload" ADD COLUMN "scanSignature" TEXT;
ALTER TABLE "Upload" ADD COLUMN "refusal" TEXT;

-- AlterTable
ALTER TABLE "FileVersion" ADD COLUMN "scan" TEXT;
ALTER TABLE "FileVersion" ADD COLUMN "scannedAt" DATETIME;
ALTER TABLE "FileVersion" ADD COLUMN "scanSignature" TEXT;

-- CreateIndex
CREATE INDEX "FileVersion_scan_id_idx" ON "FileVersion"("scan", "id");
