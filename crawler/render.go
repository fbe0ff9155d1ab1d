package crawler

import "context"

func (c *Crawler) render(context.Context, Request) (Response, error) {
	return Response{}, fail(Protocol, "rendering by a browser is not set up")
}
