-- What a seller's files had of their storage ended, or lost, lately.
CREATE INDEX "File_creatorId_storageEndsAt_idx" ON "File"("creatorId", "storageEndsAt");
