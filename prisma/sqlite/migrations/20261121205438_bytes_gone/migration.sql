-- DropIndex
DROP INDEX "File_onSaleUntil_idx";

-- DropIndex
DROP INDEX "File_removedAt_idx";

-- AlterTable
ALTER TABLE "File" ADD COLUMN "bytesGone" BOOLEAN NOT NULL DEFAULT false;

UPDATE "File" SET "bytesGone" = true
WHERE NOT EXISTS (SELECT 1 FROM "FileVersion" v WHERE v."fileId" = "File"."id" AND v."bytesGoneAt" IS NULL);

-- CreateIndex
CREATE INDEX "File_bytesGone_onSaleUntil_id_idx" ON "File"("bytesGone", "onSaleUntil", "id");

-- CreateIndex
CREATE INDEX "File_bytesGone_removedAt_id_idx" ON "File"("bytesGone", "removedAt", "id");
