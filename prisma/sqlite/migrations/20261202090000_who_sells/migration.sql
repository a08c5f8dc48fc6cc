-- What a seller's page says, and the names in readable links.
ALTER TABLE "Creator" ADD COLUMN "handle" TEXT;
ALTER TABLE "Creator" ADD COLUMN "words" TEXT;
ALTER TABLE "Creator" ADD COLUMN "homepage" TEXT;
ALTER TABLE "Creator" ADD COLUMN "picture" TEXT;
ALTER TABLE "Creator" ADD COLUMN "provenDomain" TEXT;
ALTER TABLE "File" ADD COLUMN "slug" TEXT;

CREATE TABLE "LinkName" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sellerId" TEXT NOT NULL,
    "fileId" TEXT,
    "createdAt" DATETIME NOT NULL
);
CREATE INDEX "LinkName_sellerId_fileId_createdAt_idx" ON "LinkName"("sellerId", "fileId", "createdAt");
CREATE INDEX "LinkName_fileId_idx" ON "LinkName"("fileId");

CREATE TABLE "DomainProof" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sellerId" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "checkedAt" DATETIME,
    "provenAt" DATETIME,
    "missingAt" DATETIME,
    "withdrawnAt" DATETIME
);
CREATE UNIQUE INDEX "DomainProof_sellerId_key" ON "DomainProof"("sellerId");
CREATE INDEX "DomainProof_provenAt_checkedAt_idx" ON "DomainProof"("provenAt", "checkedAt");
