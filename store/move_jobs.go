package store

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"
)

// jobTable is a table of the job queue, whose columns have types of their own on each database: how each is read into
// and written from a plain value.
type jobTable struct {
	name    string
	where   string
	columns []jobColumn
}

// jobColumn is one column: its name, how PostgreSQL and SQLite read it, and how they write it; empty: as it is.
type jobColumn struct {
	name                 string
	readPG, readSQLite   string
	writePG, writeSQLite string
	json, state          bool
}

const (
	textsPG = "ARRAY(SELECT jsonb_array_elements_text(?::jsonb))"
	jsonsPG = "ARRAY(SELECT jsonb_array_elements(?::jsonb))"
	orNone  = "CASE WHEN ?::text IS NULL THEN NULL ELSE "
)

func jsonColumn(name, readPG, writePG string) jobColumn {
	return jobColumn{
		name: name, readPG: readPG, writePG: writePG, readSQLite: "json(" + name + ")", writeSQLite: "jsonb(?)", json: true,
	}
}

// jobsTable holds all jobs but those that are done, which are forgotten within minutes anyway.
func jobsTable() jobTable {
	return jobTable{
		name:  "river_job",
		where: " WHERE state <> 'completed'",
		columns: []jobColumn{
			{name: "id"}, {name: "kind"}, {name: "queue"}, {name: "priority"}, {name: "attempt"}, {name: "max_attempts"},
			{name: "state", readPG: "state::text", writePG: "?::text::river_job_state", state: true},
			{name: "created_at"}, {name: "scheduled_at"}, {name: "attempted_at"}, {name: "finalized_at"},
			jsonColumn("args", "args::text", "?::jsonb"),
			jsonColumn("metadata", "metadata::text", "?::jsonb"),
			jsonColumn("tags", "to_jsonb(tags)::text", textsPG+"::varchar[]"),
			jsonColumn("attempted_by", "to_jsonb(attempted_by)::text", orNone+textsPG+" END"),
			jsonColumn("errors", "to_jsonb(errors)::text", orNone+jsonsPG+" END"),
			{name: "unique_key"},
			{name: "unique_states", readPG: "unique_states::int", writePG: "?::int::bit(8)"},
		},
	}
}

// queuesTable holds which queues are paused.
func queuesTable() jobTable {
	return jobTable{name: "river_queue", columns: []jobColumn{
		{name: "name"}, {name: "created_at"}, {name: "paused_at"}, {name: "updated_at"},
		jsonColumn("metadata", "metadata::text", "?::jsonb"),
	}}
}

// copyJobs copies one table of the job queue. Jobs that seem to run do not, for nobody works: they wait in the copy.
func copyJobs(ctx context.Context, src, dst *Store, t jobTable) (MovedTable, error) {
	moved := MovedTable{Table: t.name}
	w := &rowWriter{store: dst, statement: t.insert(dst)}
	var read checksum
	err := src.eachRow(ctx, t.query(src), func(row []any) error {
		if err := t.plain(row); err != nil {
			return err
		}
		read.add(row)
		return w.write(ctx, t.values(dst, row))
	})
	if err == nil {
		err = w.flush(ctx)
	}
	if err != nil {
		return moved, err
	}
	moved.Rows, moved.Checksum = read.rows, read.String()
	return moved, dst.readBack(ctx, t.query(dst), read, t.plain)
}

func (t jobTable) query(s *Store) string {
	var columns []string
	for _, c := range t.columns {
		read := c.readSQLite
		if s.pg != nil {
			read = c.readPG
		}
		if read == "" {
			read = c.name
		}
		columns = append(columns, read)
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + t.name + t.where
}

func (t jobTable) insert(s *Store) string {
	var names, values []string
	for _, c := range t.columns {
		write := c.writeSQLite
		if s.pg != nil {
			write = c.writePG
		}
		if write == "" {
			write = "?"
		}
		names, values = append(names, c.name), append(values, write)
	}
	return "INSERT INTO " + t.name + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(values, ", ") + ")"
}

// plain makes a row the same whichever database it comes from: JSON in one form, times to the millisecond, which is what
// SQLite's queue keeps.
func (t jobTable) plain(row []any) error {
	for i, c := range t.columns {
		switch v := row[i].(type) {
		case time.Time:
			row[i] = v.UTC().Truncate(time.Millisecond)
		case string:
			if c.state && v == "running" {
				row[i] = "available"
			}
			if c.json {
				text, err := plainJSON(v)
				if err != nil {
					return err
				}
				row[i] = text
			}
		}
	}
	return nil
}

func plainJSON(text string) (string, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSpace(b.String()), err
}

// values are what is written of a row: once for each question mark.
func (t jobTable) values(s *Store, row []any) []any {
	var out []any
	for i, c := range t.columns {
		value := row[i]
		if at, ok := value.(time.Time); ok {
			value = s.jobTime(at)
		}
		times := 1
		if s.pg != nil {
			times = max(1, strings.Count(c.writePG, "?"))
		}
		for range times {
			out = append(out, value)
		}
	}
	return out
}
