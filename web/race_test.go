package web_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// Of many who change the same thing at once, and all have seen it as it was, one wins and all others are told.
func TestOfWritersWhoSawTheSameOneWins(t *testing.T) {
	const writers = 4
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.person("ada", "admin", true)
		o.person("zoe", "viewer", false)
		o.web = o.moving()
		o.want(201, "ada", "POST /subscriptions", `{"key":"race","channel":"feed","cadence":"daily"}`)
		o.want(200, "ada", "POST /sources/1/rules", `{"verb":"remove","match":"Team"}`)
		o.want(200, "ada", "POST /sources/1/rules", `{"verb":"remove","match":"Scale"}`)
		zoe := ""
		for _, u := range items(o.want(200, "ada", "GET /people", "")) {
			if u["email"] == "zoe@example.com" {
				zoe = fmt.Sprintf("/people/%v", u["id"])
			}
		}
		cell := "/cells/replay/search/acme"
		for _, c := range []struct{ seen, request, body string }{
			{"/subscriptions/race", "PUT /subscriptions/race", `{"channel":"feed","cadence":"daily","words":["%d"]}`},
			{"/subscriptions/race", "PUT /subscriptions/race/mute", `{"until":"2027-01-0%dT00:00:00Z"}`},
			{"/sources/1/rules", "DELETE /sources/1/rules/1", ""},
			{"/sources/1", "PUT /sources/1/paused", `{"paused":true}`},
			{zoe, "PUT " + zoe, `{"role":"editor","sees_money":true}`},
			{"/changes/3", "POST /changes/3/dismiss", `{"reason":"%d"}`},
			{cell, "PUT " + cell, `{"state":"no","note":"%d"}`},
			{"/gaps/replay/mobile", "PUT /gaps/replay/mobile", `{"status":"planned","owner":"%d"}`},
		} {
			t.Run(c.request, func(t *testing.T) {
				tag := o.ask("ada", "GET "+c.seen, "").Header().Get("ETag")
				race(t, writers, func(n int) int {
					body := strings.ReplaceAll(c.body, "%d", strconv.Itoa(n+1))
					return o.ask("ada", c.request, body, "If-Match", tag).Code
				})
			})
		}
		t.Run("the cell that a change is accepted into", func(t *testing.T) {
			tag := o.ask("ada", "GET "+cell, "").Header().Get("ETag")
			race(t, writers, func(n int) int {
				body := fmt.Sprintf(`{"area":"replay","feature":"search","state":"yes","cell":%q}`, tag)
				return o.ask("ada", fmt.Sprintf("POST /changes/%d/accept", 4+n%2), body, "If-Match", "*").Code
			})
		})
		t.Run("the last admin", func(t *testing.T) {
			o.person("ben", "admin", false)
			var admins []string
			for _, u := range items(o.want(200, "ada", "GET /people", "")) {
				if u["role"] == "admin" {
					admins = append(admins, fmt.Sprintf("PUT /people/%v", u["id"]))
				}
			}
			together(len(admins), func(n int) {
				o.ask("ada", admins[n], `{"role":"viewer","sees_money":false}`, "If-Match", "*")
			})
			people, err := st.Users(t.Context())
			require.NoError(t, err)
			left := 0
			for _, u := range people {
				if u.Role == "admin" {
					left++
				}
			}
			require.NotZero(t, left)
		})
	})
}

// race has writers ask at once: exactly one is answered that it was done, all others that it was changed.
func race(t *testing.T, writers int, ask func(n int) int) {
	t.Helper()
	codes, won := make([]int, writers), 0
	together(writers, func(n int) { codes[n] = ask(n) })
	for _, code := range codes {
		if code < 300 {
			won++
		} else {
			require.Equal(t, 412, code)
		}
	}
	require.Equal(t, 1, won, "%v", codes)
}

// together does something some times at once.
func together(times int, do func(n int)) {
	var begun sync.WaitGroup
	start := make(chan struct{})
	for n := range times {
		begun.Go(func() { <-start; do(n) })
	}
	close(start)
	begun.Wait()
}
