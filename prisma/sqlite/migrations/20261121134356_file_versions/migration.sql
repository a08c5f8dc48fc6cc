-- What was a file's bytes becomes its version 1, under the file's own id. Terms and grants name the version that they are
-- about: until now there was only one.
-- DropIndex
DROP INDEX "Upload_fileId_key";

-- CreateTable
CREATE TABLE "FileVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "opensTo" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "replacedAt" DATETIME,
    "bytesGoneAt" DATETIME,
    CONSTRAINT "FileVersion_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

INSERT INTO "FileVersion" ("id", "fileId", "number", "name", "mediaType", "size", "sha256", "storageKey", "opensTo", "createdAt", "bytesGoneAt") SELECT "id", "id", 1, "name", "mediaType", "size", "sha256", "storageKey", 'new-buyers', "createdAt", "bytesGoneAt" FROM "File";

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_File" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "creatorId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "onSaleUntil" DATETIME NOT NULL,
    "removedAt" DATETIME,
    "views" INTEGER NOT NULL DEFAULT 0,
    "priceChecks" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "File_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "Creator" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_File" ("createdAt", "creatorId", "description", "id", "onSaleUntil", "paused", "priceChecks", "removedAt", "title", "updatedAt", "views") SELECT "createdAt", "creatorId", "description", "id", "onSaleUntil", "paused", "priceChecks", "removedAt", "title", "updatedAt", "views" FROM "File";
DROP TABLE "File";
ALTER TABLE "new_File" RENAME TO "File";
CREATE INDEX "File_creatorId_createdAt_idx" ON "File"("creatorId", "createdAt");
CREATE INDEX "File_onSaleUntil_idx" ON "File"("onSaleUntil");
CREATE INDEX "File_removedAt_idx" ON "File"("removedAt");
CREATE TABLE "new_Grant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "paymentId" TEXT,
    "chainId" INTEGER,
    "payer" TEXT,
    "tokenHash" TEXT NOT NULL,
    "downloadUntil" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "Grant_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Grant_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "FileVersion" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Grant_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Grant" ("chainId", "createdAt", "downloadUntil", "fileId", "versionId", "id", "payer", "paymentId", "revokedAt", "tokenHash") SELECT "chainId", "createdAt", "downloadUntil", "fileId", "fileId", "id", "payer", "paymentId", "revokedAt", "tokenHash" FROM "Grant";
DROP TABLE "Grant";
ALTER TABLE "new_Grant" RENAME TO "Grant";
CREATE UNIQUE INDEX "Grant_tokenHash_key" ON "Grant"("tokenHash");
CREATE INDEX "Grant_fileId_payer_idx" ON "Grant"("fileId", "payer");
CREATE INDEX "Grant_paymentId_idx" ON "Grant"("paymentId");
CREATE INDEX "Grant_fileId_revokedAt_downloadUntil_idx" ON "Grant"("fileId", "revokedAt", "downloadUntil");
CREATE INDEX "Grant_versionId_revokedAt_downloadUntil_idx" ON "Grant"("versionId", "revokedAt", "downloadUntil");
CREATE TABLE "new_Terms" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "priceMicroUsd" BIGINT NOT NULL,
    "payTo" TEXT NOT NULL,
    "downloadDays" INTEGER NOT NULL,
    "from" DATETIME NOT NULL,
    "until" DATETIME,
    CONSTRAINT "Terms_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Terms_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "FileVersion" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Terms" ("downloadDays", "fileId", "versionId", "from", "id", "payTo", "priceMicroUsd", "until") SELECT "downloadDays", "fileId", "fileId", "from", "id", "payTo", "priceMicroUsd", "until" FROM "Terms";
DROP TABLE "Terms";
ALTER TABLE "new_Terms" RENAME TO "Terms";
CREATE INDEX "Terms_fileId_until_idx" ON "Terms"("fileId", "until");
CREATE INDEX "Terms_versionId_idx" ON "Terms"("versionId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "FileVersion_storageKey_key" ON "FileVersion"("storageKey");

-- CreateIndex
CREATE INDEX "FileVersion_bytesGoneAt_replacedAt_idx" ON "FileVersion"("bytesGoneAt", "replacedAt");

-- CreateIndex
CREATE UNIQUE INDEX "FileVersion_fileId_number_key" ON "FileVersion"("fileId", "number");
