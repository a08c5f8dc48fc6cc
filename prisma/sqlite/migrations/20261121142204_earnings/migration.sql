-- AlterTable
ALTER TABLE "Payment" ADD COLUMN "sellerId" TEXT;

-- CreateTable
CREATE TABLE "Earnings" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sales" INTEGER NOT NULL,
    "microUsd" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "Payment_sellerId_createdAt_id_idx" ON "Payment"("sellerId", "createdAt", "id");


-- What earlier payments say.
UPDATE "Payment" SET "sellerId" = (SELECT "creatorId" FROM "File" WHERE "File"."id" = "Payment"."fileId");
INSERT INTO "Earnings" ("id", "sales", "microUsd")
SELECT "Payment"."fileId", COUNT(*), SUM("Terms"."priceMicroUsd")
FROM "Payment" JOIN "Terms" ON "Terms"."id" = "Payment"."termsId"
WHERE "Payment"."state" = 'settled' AND "Payment"."purpose" = 'sale' GROUP BY "Payment"."fileId";
INSERT INTO "Earnings" ("id", "sales", "microUsd")
SELECT "Payment"."sellerId", COUNT(*), SUM("Terms"."priceMicroUsd")
FROM "Payment" JOIN "Terms" ON "Terms"."id" = "Payment"."termsId"
WHERE "Payment"."state" = 'settled' AND "Payment"."purpose" = 'sale' GROUP BY "Payment"."sellerId";
