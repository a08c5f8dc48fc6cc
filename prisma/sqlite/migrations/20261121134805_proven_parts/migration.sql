-- AlterTable
ALTER TABLE "Upload" ADD COLUMN "provenTo" BIGINT;
