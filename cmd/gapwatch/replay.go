package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

func newReplayCommand(a *app) *cobra.Command {
	var listen, date string
	cmd := &cobra.Command{
		Use:   "replay DIR",
		Short: "Serve a folder of saved pages as sites on this machine",
		Long: `Serve a folder of saved pages as sites on this machine, one port a site, until interrupted. The folder holds

  HOST/DATE/pricing.html            the page /pricing of a site, from that date on
  HOST/DATE/index.html              its page /
  HOST/DATE/feed.xml.gz             any page may be kept compressed
  HOST/DATE/pricing.html.headers    how to answer: status: 503, delay: 2s, close: true, or response headers, one a line

The sites begin at the first date. On any of the ports POST /_replay/next moves all of them on to the next date,
POST /_replay/next?date=DATE to another one, and GET /_replay says where they are. Gapwatch fetches no address of this
machine unless the setting crawler.allow lists it; the addresses are printed in that form.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.replay(cmd.Context(), args[0], listen, date)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "address of the first site; the others take the next ports")
	cmd.Flags().StringVar(&date, "date", "", "begin at this date instead of the first")
	return cmd
}

func (a *app) replay(ctx context.Context, dir, listen, date string) error {
	sites, err := openSites(os.DirFS(dir), false)
	if err != nil {
		return misusef("%s: %w", dir, err)
	}
	if date != "" {
		if err := sites.move(date); err != nil {
			return misuse{err}
		}
	}
	up, err := sites.serve(listen)
	if err != nil {
		return err
	}
	defer up.Close()
	if err := a.printReplay(sites, up); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// replayLine is one served site as data.
type replayLine struct {
	Host    string   `json:"host"`
	Address string   `json:"address"`
	Date    string   `json:"date"`
	Dates   []string `json:"dates"`
}

func (a *app) printReplay(sites *savedSites, up *servedSites) error {
	for _, host := range sites.hosts {
		if a.json {
			line := replayLine{Host: host, Address: up.address(host), Date: sites.date(), Dates: sites.dates}
			if err := a.printJSON(line); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(a.out, "%-30s %s\n", host, up.address(host))
	}
	if !a.json {
		fmt.Fprintf(a.out, "\nThe sites show %s. Saved dates: %s.\n", sites.date(), strings.Join(sites.dates, ", "))
		fmt.Fprintf(a.out, "Move them on:  curl -X POST %s/_replay/next\n", up.address(sites.hosts[0]))
		fmt.Fprintln(a.out, "Press Ctrl-C to stop.")
	}
	return nil
}

// servedSites are saved sites that listen, one port each.
type servedSites struct {
	ports   map[string]string // host -> "127.0.0.1:43121"; by name: "acme.example:80"
	proxy   string            // where sites are reached that are known by their names
	servers []*http.Server
	done    sync.WaitGroup
}

// serve listens for every site: the first at the address, the others on the next ports, all on free ones where the
// address names port 0.
func (s *savedSites) serve(listen string) (*servedSites, error) {
	name, text, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, misusef("address %q: %w", listen, err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return nil, misusef("address %q: the port is not a number", listen)
	}
	up := &servedSites{ports: map[string]string{}}
	for _, host := range s.hosts {
		if err := up.start(net.JoinHostPort(name, strconv.Itoa(port)), host, s.withControl(s.handler(host))); err != nil {
			up.Close()
			return nil, fmt.Errorf("serve %s: %w", host, err)
		}
		if port != 0 {
			port++
		}
	}
	return up, nil
}

// serveByName listens once, as a proxy through which every site is reached by its name.
func (s *savedSites) serveByName(listen string) (*servedSites, error) {
	up := &servedSites{ports: map[string]string{}}
	byHost := http.NewServeMux()
	for _, host := range s.hosts {
		byHost.Handle(host+"/", s.handler(host))
	}
	if err := up.start(listen, "", byHost); err != nil {
		return nil, fmt.Errorf("serve the sites: %w", err)
	}
	up.proxy = "http://" + up.ports[""]
	for _, host := range s.hosts {
		up.ports[host] = host + ":80"
	}
	return up, nil
}

func (u *servedSites) start(address, host string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	u.ports[host] = l.Addr().String()
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	u.servers = append(u.servers, srv)
	u.done.Go(func() {
		_ = srv.Serve(l) // ends by Close
	})
	return nil
}

// address is where a site can be reached, without a slash at the end.
func (u *servedSites) address(host string) string {
	return "http://" + strings.TrimSuffix(u.ports[host], ":80")
}

// Close stops listening.
func (u *servedSites) Close() {
	for _, srv := range u.servers {
		_ = srv.Close()
	}
	u.done.Wait()
}

// withControl adds the addresses that move the sites on.
func (s *savedSites) withControl(site http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.HandleFunc("GET /_replay", func(w http.ResponseWriter, _ *http.Request) { s.tell(w) })
	mux.HandleFunc("POST /_replay/next", func(w http.ResponseWriter, r *http.Request) {
		if err := s.moveOn(r.URL.Query().Get("date")); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
			return
		}
		s.tell(w)
	})
	return mux
}

func (s *savedSites) moveOn(date string) error {
	if date != "" {
		return s.move(date)
	}
	if !s.next() {
		return errors.New("there is no later date")
	}
	return nil
}

func (s *savedSites) tell(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"date": s.date(), "dates": s.dates, "hosts": s.hosts})
}
