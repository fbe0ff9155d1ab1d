package draft

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Bounds of an answer.
const (
	answerLimit = 256 << 10 // bytes
	reasonShown = 200       // characters of what a server says of a failure
)

// Model is a language model behind an address that speaks as OpenAI's does: POST /chat/completions, and GET /models to see
// whether it is there.
type Model struct {
	Address string // up to and without /chat/completions
	Name    string
	Key     string // sent as bearer; empty: none is
	Client  *http.Client
}

// Question is what a model is asked: how it is to answer, and about what.
type Question struct {
	Task, Matter string
}

// chat is a request and chatAnswer what comes back, of which the rest is left out. Bounds that some servers do not know, such
// as max_tokens, are none of it: an answer is bounded in bytes and in time.
type (
	chat struct {
		Model    string    `json:"model"`
		Messages []message `json:"messages"`
	}
	message struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	chatAnswer struct {
		Choices []struct {
			Message message `json:"message"`
		} `json:"choices"`
	}
)

// Ask asks one question and returns the model's answer as it came. An error never holds the address or the key.
func (m Model) Ask(ctx context.Context, q Question) (string, error) {
	body, err := json.Marshal(chat{m.Name, []message{{"system", q.Task}, {"user", q.Matter}}})
	if err != nil {
		return "", fmt.Errorf("ask the language model: %w", err)
	}
	data, err := m.send(ctx, http.MethodPost, "/chat/completions", body)
	if err != nil {
		return "", fmt.Errorf("ask the language model: %w", err)
	}
	var answer chatAnswer
	if err := json.Unmarshal(data, &answer); err != nil || len(answer.Choices) == 0 {
		return "", errors.New("ask the language model: its answer is none of a chat; model.address ends before /chat/completions, mostly with /v1")
	}
	return answer.Choices[0].Message.Content, nil
}

// Check sees whether the address answers and takes the key. It asks the model nothing.
func (m Model) Check(ctx context.Context) error {
	_, err := m.send(ctx, http.MethodGet, "/models", nil)
	return err
}

func (m Model) send(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(m.Address, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("its address cannot be read")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Gapwatch")
	if m.Key != "" {
		req.Header.Set("Authorization", "Bearer "+m.Key)
	}
	res, err := m.Client.Do(req)
	if err != nil {
		var u *url.Error // names the address, which may hold a secret
		if errors.As(err, &u) {
			err = u.Err
		}
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, answerLimit))
	if err != nil {
		return nil, fmt.Errorf("read its answer: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answered %d %s%s", res.StatusCode, http.StatusText(res.StatusCode), m.reason(data))
	}
	return data, nil
}

// reason is what a server says of a failure. Some repeat the key they were sent.
func (m Model) reason(data []byte) string {
	var said struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(data, &said) != nil || said.Error.Message == "" {
		return ""
	}
	text := said.Error.Message
	if m.Key != "" {
		text = strings.ReplaceAll(text, m.Key, "***")
	}
	return ": " + bounded(strings.Join(strings.Fields(text), " "), reasonShown)
}

// bounded cuts a text to so many characters.
func bounded(text string, characters int) string {
	if r := []rune(text); len(r) > characters {
		return string(r[:characters]) + "…"
	}
	return text
}
