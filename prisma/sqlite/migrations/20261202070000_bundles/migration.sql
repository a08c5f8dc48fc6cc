-- Several files of a seller, sold together: each version of a bundle names a version of each file.
ALTER TABLE "FileVersion" ADD COLUMN "bundled" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "FileVersion" ADD COLUMN "crc32" TEXT;
ALTER TABLE "Upload" ADD COLUMN "crc32" TEXT;

CREATE TABLE "BundleMember" (
    "versionId" TEXT NOT NULL,
    "bundleId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "fileId" TEXT NOT NULL,
    "partId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("versionId", "position")
);
CREATE UNIQUE INDEX "BundleMember_versionId_fileId_key" ON "BundleMember"("versionId", "fileId");
CREATE INDEX "BundleMember_partId_idx" ON "BundleMember"("partId");
CREATE INDEX "BundleMember_fileId_idx" ON "BundleMember"("fileId");
CREATE INDEX "BundleMember_bundleId_idx" ON "BundleMember"("bundleId");
