// Package store keeps everything Gapwatch knows, in one SQLite file or in PostgreSQL, and is the only package that
// speaks SQL. Rows are its types; one file per aggregate holds the rows and their queries. It also keeps the job
// queue, so that a job is inserted in the transaction that makes it necessary.
//
// Start at Open and Store.InTx.
package store
