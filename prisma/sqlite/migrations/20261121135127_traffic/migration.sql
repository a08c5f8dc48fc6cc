-- CreateTable
CREATE TABLE "Traffic" (
    "grantId" TEXT NOT NULL PRIMARY KEY,
    "since" DATETIME NOT NULL,
    "sent" BIGINT NOT NULL,
    "handed" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "Traffic_since_idx" ON "Traffic"("since");
