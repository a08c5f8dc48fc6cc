-- AlterTable
ALTER TABLE "Creator" ADD COLUMN "payToChains" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Creator" ADD COLUMN "contact" TEXT;
ALTER TABLE "Creator" ADD COLUMN "refundPolicy" TEXT;
ALTER TABLE "Creator" ADD COLUMN "refundNote" TEXT;

-- AlterTable
ALTER TABLE "Terms" ADD COLUMN "payToChains" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Terms" ADD COLUMN "revokedAt" DATETIME;

-- Until now an account that is a contract was paid at itself, on its own chain.
UPDATE "Creator" SET "payToChains" = CAST("chainId" AS TEXT) WHERE "chainId" <> 0;
UPDATE "Terms" SET "payToChains" = (
    SELECT "Creator"."payToChains" FROM "File" JOIN "Creator" ON "Creator"."id" = "File"."creatorId" WHERE "File"."id" = "Terms"."fileId"
);
