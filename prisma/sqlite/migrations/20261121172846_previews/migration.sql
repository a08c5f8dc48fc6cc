-- CreateTable
CREATE TABLE "Picture" (
    "storageKey" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "versionId" TEXT,
    "state" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "ofWidth" INTEGER NOT NULL,
    "ofHeight" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "PreviewTask" (
    "versionId" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Picture_fileId_state_idx" ON "Picture"("fileId", "state");

-- CreateIndex
CREATE INDEX "Picture_versionId_idx" ON "Picture"("versionId");

-- CreateIndex
CREATE INDEX "Picture_state_createdAt_idx" ON "Picture"("state", "createdAt");

-- CreateIndex
CREATE INDEX "PreviewTask_state_updatedAt_idx" ON "PreviewTask"("state", "updatedAt");
-- Pictures that are for sale already get a blurred one too.
INSERT INTO "PreviewTask" ("versionId", "fileId", "state", "updatedAt")
SELECT "id", "fileId", 'wanted', "createdAt" FROM "FileVersion"
WHERE "replacedAt" IS NULL AND "bytesGoneAt" IS NULL AND "size" <= 67108864
  AND "mediaType" IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff');
