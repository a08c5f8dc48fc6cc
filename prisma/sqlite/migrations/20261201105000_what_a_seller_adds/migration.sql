-- A sample of the seller's own has a name, and a poster may come from the seller's browser.
ALTER TABLE "Picture" ADD COLUMN "name" TEXT;
ALTER TABLE "Picture" ADD COLUMN "sent" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "Picture_kind_state_idx" ON "Picture"("kind", "state");
