-- Which request an upload's token was given to, so that a request that is late takes it from nobody.
ALTER TABLE "Upload" ADD COLUMN "tokenAt" DATETIME;
