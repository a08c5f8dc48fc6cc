-- What sellers answer to messages of their buyers.
ALTER TABLE "Complaint" ADD COLUMN "reply" TEXT;
ALTER TABLE "Complaint" ADD COLUMN "repliedAt" DATETIME;
