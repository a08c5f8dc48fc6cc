-- Sales and refunds of a period, in order.
CREATE INDEX "Transfer_state_settledAt_id_idx" ON "Transfer"("state", "settledAt", "id");
