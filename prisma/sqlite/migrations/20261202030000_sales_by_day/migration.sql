-- What was sold on which day, by file and by seller.
CREATE TABLE "DailySales" (
    "id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "sellerId" TEXT NOT NULL,
    "views" INTEGER NOT NULL DEFAULT 0,
    "priceChecks" INTEGER NOT NULL DEFAULT 0,
    "sales" INTEGER NOT NULL DEFAULT 0,
    "microUsd" BIGINT NOT NULL DEFAULT 0,
    "refunds" INTEGER NOT NULL DEFAULT 0,
    "refundMicroUsd" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("id", "day")
);

-- What earlier transfers say. A refund is in the token's smallest unit: what a sale's price is to its amount tells how many
-- of them a micro-USD has.
CREATE TEMP TABLE "Moved" AS
SELECT o."productId" AS "fileId", o."sellerId" AS "sellerId", substr(t."settledAt", 1, 10) AS "day", 1 AS "sales",
  o."priceMicroUsd" AS "microUsd", 0 AS "refunds", 0 AS "refundMicroUsd"
FROM "Transfer" t JOIN "Order" o ON o."id" = t."orderId"
WHERE t."state" = 'settled' AND t."direction" = 'sale' AND t."settledAt" IS NOT NULL AND o."sellerId" IS NOT NULL
UNION ALL
SELECT o."productId", o."sellerId", substr(t."settledAt", 1, 10), 0, 0, 1,
  CASE WHEN t."amount" = s."amount" THEN o."priceMicroUsd"
    ELSE CAST(t."amount" AS INTEGER) / MAX(1, CAST(s."amount" AS INTEGER) / MAX(1, o."priceMicroUsd")) END
FROM "Transfer" t JOIN "Order" o ON o."id" = t."orderId" JOIN "Transfer" s ON s."id" = o."id"
WHERE t."state" = 'settled' AND t."direction" = 'refund' AND t."settledAt" IS NOT NULL AND o."sellerId" IS NOT NULL;

INSERT INTO "DailySales" ("id", "day", "sellerId", "sales", "microUsd", "refunds", "refundMicroUsd")
SELECT "fileId", "day", "sellerId", SUM("sales"), SUM("microUsd"), SUM("refunds"), SUM("refundMicroUsd")
FROM "Moved" GROUP BY "fileId", "day", "sellerId";
INSERT INTO "DailySales" ("id", "day", "sellerId", "sales", "microUsd", "refunds", "refundMicroUsd")
SELECT "sellerId", "day", "sellerId", SUM("sales"), SUM("microUsd"), SUM("refunds"), SUM("refundMicroUsd")
FROM "Moved" GROUP BY "sellerId", "day";
DROP TABLE "Moved";

CREATE INDEX "DailySales_sellerId_day_idx" ON "DailySales"("sellerId", "day");
CREATE INDEX "DailySales_day_idx" ON "DailySales"("day");

-- Sales are found by when they were paid.
UPDATE "Order" SET "paidAt" = COALESCE((SELECT "settledAt" FROM "Transfer" WHERE "Transfer"."id" = "Order"."id"), "updatedAt")
WHERE "paidAt" IS NULL AND "state" IN ('paid', 'reverted', 'refunded');
DROP INDEX "Order_sellerId_createdAt_id_idx";
DROP INDEX "Order_productKind_productId_state_idx";
CREATE INDEX "Order_sellerId_state_paidAt_id_idx" ON "Order"("sellerId", "state", "paidAt", "id");
CREATE INDEX "Order_sellerId_state_refundDueAt_paidAt_id_idx" ON "Order"("sellerId", "state", "refundDueAt", "paidAt", "id");
CREATE INDEX "Order_sellerId_person_paidAt_id_idx" ON "Order"("sellerId", "person", "paidAt", "id");
CREATE INDEX "Order_productKind_productId_state_paidAt_id_idx" ON "Order"("productKind", "productId", "state", "paidAt", "id");
DROP INDEX "Order_productKind_productId_person_idx";
CREATE INDEX "Order_productKind_productId_person_state_idx" ON "Order"("productKind", "productId", "person", "state");
CREATE INDEX "Complaint_sellerId_createdAt_id_idx" ON "Complaint"("sellerId", "createdAt", "id");

-- Those who sell already know how.
ALTER TABLE "Creator" ADD COLUMN "payoutCheckedAt" DATETIME;
ALTER TABLE "Creator" ADD COLUMN "firstStepsEndedAt" DATETIME;
UPDATE "Creator" SET "firstStepsEndedAt" = "createdAt" WHERE "id" IN (SELECT "id" FROM "Earnings" WHERE "sales" > 0);
