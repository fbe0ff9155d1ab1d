package alert

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Bounds of a receiver's answer.
const (
	answerLimit = 4 << 10         // bytes that are read of it
	answerTime  = 2 * time.Second // for its body, once its status is known
	answerShown = 200             // characters that are shown
)

// errRefusal is a status that will not change by asking again.
func refusal(status int, answer string) error {
	return &failure{text: said(status, answer), permanent: true}
}

func said(status int, answer string) string {
	text := fmt.Sprintf("it answered %d %s", status, http.StatusText(status))
	if answer != "" {
		text += ": " + answer
	}
	return text
}

// postJSON posts a value as JSON.
func postJSON(ctx context.Context, o Outlet, target string, v any, header http.Header) (string, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("%w: %w", err, ErrPermanent)
	}
	return post(ctx, o, target, body, header)
}

// post posts JSON and turns the answer into the pipeline's question: done, again, or never. Redirects are not followed:
// what is secret must not be sent on.
func post(ctx context.Context, o Outlet, target string, body []byte, header http.Header) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("the address cannot be read: %w", ErrPermanent)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "Gapwatch")
	for name, values := range header {
		req.Header[name] = values
	}
	res, err := o.Client.Do(req)
	if err != nil {
		return "", unaddressed(err)
	}
	return answered(res, line(textOf(res, cancel), answerShown), o.now())
}

// textOf reads the start of an answer and closes it. The status is what counts: whoever drips its body is not waited for.
func textOf(res *http.Response, cancel context.CancelFunc) string {
	defer res.Body.Close()
	stop := time.AfterFunc(answerTime, cancel)
	defer stop.Stop()
	text, _ := io.ReadAll(io.LimitReader(res.Body, answerLimit))
	return string(text)
}

// answered judges a status.
func answered(res *http.Response, text string, now time.Time) (string, error) {
	answer := fmt.Sprintf("%d %s", res.StatusCode, http.StatusText(res.StatusCode))
	switch s := res.StatusCode; {
	case s >= 200 && s < 300:
		return answer, nil
	case s >= 300 && s < 400:
		return answer, refusal(s, "redirects are not followed; write the address that it leads to")
	case s == http.StatusTooManyRequests, s == http.StatusRequestTimeout, s == http.StatusTooEarly, s >= 500:
		return answer, &failure{text: said(s, text), after: retryAfter(res.Header, now)}
	default:
		return answer, refusal(s, text)
	}
}

// unaddressed takes the address out of what the client says: it may hold a secret.
func unaddressed(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("it did not answer within %s", sendTime)
	}
	return err
}

// checkWeb wants an http or https address without userinfo.
func checkWeb(example string) func(string) error {
	return func(target string) error {
		u, err := url.Parse(target)
		switch {
		case target == "":
			return fmt.Errorf("the address is missing; write one such as %s", example)
		case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
			return fmt.Errorf("this is no web address; write one such as %s", example)
		case u.User != nil:
			return errors.New("an address with a name or password in it is not sent to; use one without")
		}
		return nil
	}
}
