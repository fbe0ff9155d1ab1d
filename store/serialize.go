package store

import (
	"bytes"
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
	data, err := unescaped(v)
	if err != nil {
		return nil, err
	}
	return s.pack.zip(data)
}

// unescaped is JSON that is not meant for a page: "<" and "&", of which a text may hold millions, stay one byte each.
func unescaped(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// unzip undoes Zip.
func (s *Store) unzip(data Zipped, v any) error {
	data, err := s.pack.unzip(data)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// zippedSerializer keeps a field as the zstd of its JSON. A row written before that holds the JSON itself.
type zippedSerializer struct{ pack *packer }

// zstdMagic begins every frame of zstd (RFC 8878, 3.1.1), and no JSON.
const zstdMagic = "\x28\xb5\x2f\xfd"

// Scan implements schema.SerializerInterface.
func (z zippedSerializer) Scan(ctx context.Context, field *schema.Field, dst reflect.Value, value any) (err error) {
	data, ok := value.([]byte)
	if !ok && value != nil {
		return fmt.Errorf("read %s: unexpected %T", field.Name, value)
	}
	if bytes.HasPrefix(data, []byte(zstdMagic)) {
		if data, err = z.pack.unzip(data); err != nil {
			return fmt.Errorf("read %s: %w", field.Name, err)
		}
	}
	to := reflect.New(field.FieldType)
	if len(data) > 0 {
		if err := json.Unmarshal(data, to.Interface()); err != nil {
			return fmt.Errorf("read %s: %w", field.Name, err)
		}
	}
	field.ReflectValueOf(ctx, dst).Set(to.Elem())
	return nil
}

// Value implements schema.SerializerValuerInterface.
func (z zippedSerializer) Value(_ context.Context, field *schema.Field, _ reflect.Value, value any) (any, error) {
	data, err := unescaped(value)
	if err == nil {
		data, err = z.pack.zip(data)
	}
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", field.Name, err)
	}
	return data, nil
}
