package crawler

import (
	"context"
	"net/url"
)

func (c *Crawler) render(context.Context, *url.URL, Request, *Robots) (Response, error) {
	return Response{}, fail(ClassProtocol, "rendering by a browser is not set up")
}
