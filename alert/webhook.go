package alert

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// ErrPermanent marks a failure that no further attempt would mend.
var ErrPermanent = errors.New("will not be tried again")

// answerLimit bounds how much of a receiver's answer is read, in bytes.
const answerLimit = 64 << 10

// Send hands one delivery to the channel of its subscription. A wrapped ErrPermanent says that trying again is of no
// use; every other error may be tried again under the same key.
func Send(ctx context.Context, client *http.Client, sub store.Subscription, d store.Delivery) error {
	switch sub.Channel {
	case "webhook":
		return sendWebhook(ctx, client, sub.Target, d)
	}
	return fmt.Errorf("channel %q is not known: %w", sub.Channel, ErrPermanent)
}

// sendWebhook posts the message with the headers of the Standard Webhooks specification; webhook-id is the delivery's
// key and stays the same for every attempt, so that a receiver can drop repeats.
func sendWebhook(ctx context.Context, client *http.Client, target string, d store.Delivery) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(d.Body))
	if err != nil {
		return fmt.Errorf("webhook: %w: %w", err, ErrPermanent)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Webhook-Id", d.Key)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(time.Now().Unix(), 10))
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, answerLimit))
	return webhookAnswer(res.StatusCode)
}

// webhookAnswer turns a status into the pipeline's question: done, again, or never.
func webhookAnswer(status int) error {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		return fmt.Errorf("webhook answered %d", status)
	}
	return fmt.Errorf("webhook answered %d: %w", status, ErrPermanent)
}

// deliveryKey is the same for the same news to the same subscription, whatever is lost or repeated in between.
func deliveryKey(subscription string, n News, tells string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%s",
		subscription, n.Change.SourceID, n.Change.BaseSnapshotID, tells))
	return "msg_" + hex.EncodeToString(sum[:16])
}
