-- DropIndex
DROP INDEX "File_creatorId_createdAt_idx";

-- CreateIndex
CREATE INDEX "File_creatorId_removedAt_createdAt_id_idx" ON "File"("creatorId", "removedAt", "createdAt", "id");
