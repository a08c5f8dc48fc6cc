-- What a file shows before it is paid for. Files that are on sale already go on showing what they did: pictures blurred, and
-- nothing else of their content, until their seller says otherwise.
ALTER TABLE "File" ADD COLUMN "showing" TEXT;
UPDATE "File" SET "showing" = '{"picture":"blurred","page":1,"sample":false,"sampleFrom":null,"contents":false,"text":false}';
ALTER TABLE "File" ADD COLUMN "titleFrom" TEXT NOT NULL DEFAULT 'seller';

-- Each stored version is read once.
ALTER TABLE "FileVersion" ADD COLUMN "reader" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "FileVersion_reader_id_idx" ON "FileVersion"("reader", "id");

ALTER TABLE "Picture" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'blurred';
UPDATE "Picture" SET "kind" = 'cover' WHERE "versionId" IS NULL;
ALTER TABLE "Picture" ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Picture" ADD COLUMN "milliseconds" INTEGER;

CREATE TABLE "VersionFacts" (
    "versionId" TEXT NOT NULL PRIMARY KEY,
    "fileId" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "excerpt" TEXT NOT NULL DEFAULT '{}',
    "wave" TEXT NOT NULL DEFAULT '',
    "waveSent" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL
);
CREATE INDEX "VersionFacts_fileId_idx" ON "VersionFacts"("fileId");
CREATE INDEX "PreviewTask_fileId_idx" ON "PreviewTask"("fileId");
