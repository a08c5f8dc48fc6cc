-- What a file is, and which codecs are in it, is detected again where an earlier release had no such detection.
ALTER TABLE "FileVersion" ADD COLUMN "codecs" TEXT NOT NULL DEFAULT '';
ALTER TABLE "FileVersion" ADD COLUMN "sniffer" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "FileVersion_sniffer_id_idx" ON "FileVersion"("sniffer", "id");
ALTER TABLE "Upload" ADD COLUMN "codecs" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Upload" ADD COLUMN "sniffer" INTEGER NOT NULL DEFAULT 0;
