package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"
)

// hexSerializer keeps a text of hexadecimal digits as the bytes it stands for, at half the room.
type hexSerializer struct{}

// Scan implements schema.SerializerInterface.
func (hexSerializer) Scan(ctx context.Context, field *schema.Field, dst reflect.Value, value any) error {
	b, ok := value.([]byte)
	if !ok && value != nil {
		return fmt.Errorf("read %s: unexpected %T", field.Name, value)
	}
	return field.Set(ctx, dst, hex.EncodeToString(b))
}

// Value implements schema.SerializerValuerInterface.
func (hexSerializer) Value(_ context.Context, field *schema.Field, _ reflect.Value, value any) (any, error) {
	b, err := hex.DecodeString(fmt.Sprint(value))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", field.Name, err)
	}
	return b, nil
}

// Zipped is a value as the database keeps it: the zstd of its JSON.
type Zipped []byte

// Zip makes a value ready to be kept. It asks nothing of the database, so it belongs before a transaction.
func (s *Store) Zip(v any) (Zipped, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return s.pack.zip(data)
}

// unzip undoes Zip.
func (s *Store) unzip(data Zipped, v any) error {
	data, err := s.pack.unzip(data)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}
