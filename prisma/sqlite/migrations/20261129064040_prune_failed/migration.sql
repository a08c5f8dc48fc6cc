-- CreateIndex
CREATE INDEX "Payment_state_updatedAt_idx" ON "Payment"("state", "updatedAt");

-- What failed for good needs its signature no more.
UPDATE "Payment" SET "signature" = '' WHERE "state" = 'failed' AND "watched" = false;
