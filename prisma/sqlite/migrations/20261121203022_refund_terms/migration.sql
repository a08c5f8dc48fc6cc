-- AlterTable
ALTER TABLE "Terms" ADD COLUMN "refundNote" TEXT;
ALTER TABLE "Terms" ADD COLUMN "refundPolicy" TEXT;

-- What was said when earlier terms were made was not kept: what is said now is the nearest there is.
UPDATE "Terms" SET
  "refundPolicy" = (SELECT c."refundPolicy" FROM "File" f JOIN "Creator" c ON c."id" = f."creatorId" WHERE f."id" = "Terms"."fileId"),
  "refundNote" = (SELECT c."refundNote" FROM "File" f JOIN "Creator" c ON c."id" = f."creatorId" WHERE f."id" = "Terms"."fileId");
