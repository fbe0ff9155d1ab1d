// Package store keeps everything Gapwatch knows, in one SQLite file or in PostgreSQL, and is the only package that
// speaks SQL. Rows are its types; one file per aggregate holds the rows and their queries. It also keeps the job
// queue, so that a job is inserted in the transaction that makes it necessary and completed in the one that writes
// what it found.
//
// Both databases are equals: the same rows, the same queries, the same tests. Every value goes in through one door
// (door.go) that keeps text free of NUL and times in UTC. Nothing cascades, and what a page showed is never lost: its
// bytes are kept as the difference from the source's latest full page (blobs.go, pack.go) and checked when they are
// read.
//
// Start at Open and Store.InTx; jobs.go is the queue, migrations/ the tables.
package store
