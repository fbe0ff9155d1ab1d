package report

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"github.com/gapwatch/gapwatch/store"
)

// pen writes and draws on a picture.
type pen struct {
	img                        *image.RGBA
	title, strong, text, small font.Face
}

// newPen is a pen on a white picture that is large enough for a sheet.
func newPen(d SheetData) (p pen, err error) {
	for _, f := range []struct {
		face *font.Face
		ttf  []byte
		size float64
	}{{&p.title, gobold.TTF, 40}, {&p.strong, gobold.TTF, 25}, {&p.text, goregular.TTF, 26}, {&p.small, goregular.TTF, 23}} {
		parsed, err := opentype.Parse(f.ttf)
		if err != nil {
			return p, fmt.Errorf("font of pictures: %w", err)
		}
		*f.face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return p, fmt.Errorf("font of pictures: %w", err)
		}
	}
	p.img = image.NewRGBA(pictureSize(d))
	draw.Draw(p.img, p.img.Rect, image.White, image.Point{}, draw.Src)
	return p, nil
}

// write writes a text on a base line and returns how wide it is.
func (p pen) write(face font.Face, x, y int, c color.Color, text string) int {
	d := font.Drawer{Dst: p.img, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
	return d.Dot.X.Ceil() - x
}

// fit writes a text that may be no wider than a width: what is too long ends in an ellipsis.
func (p pen) fit(face font.Face, x, y, width int, c color.Color, text string) {
	letters := []rune(text)
	for n := len(letters); font.MeasureString(face, text).Ceil() > width; n-- {
		if n == 0 {
			return
		}
		text = string(letters[:n-1]) + "…"
	}
	p.write(face, x, y, c, text)
}

// outline is a shape in units of 16 to a glyph.
type outline struct{ *vector.Rasterizer }

const unit = float32(pictureGlyph) / 16

// polygon adds straight edges; corners that turn the other way cut a hole.
func (o outline) polygon(corners ...[2]float32) {
	o.MoveTo(corners[0][0]*unit, corners[0][1]*unit)
	for _, c := range corners[1:] {
		o.LineTo(c[0]*unit, c[1]*unit)
	}
	o.ClosePath()
}

// arc adds a piece of a ring around the middle, between two angles in turns.
func (o outline) arc(outer, inner, from, to float64) {
	const steps = 24
	var out, in [][2]float32
	for i := range steps + 1 {
		sin, cos := math.Sincos(2 * math.Pi * (from + (to-from)*float64(i)/steps))
		out = append(out, [2]float32{float32(8 + outer*cos), float32(8 + outer*sin)})
		in = append([][2]float32{{float32(8 + inner*cos), float32(8 + inner*sin)}}, in...)
	}
	o.polygon(append(out, in...)...)
}

// shape draws the shape of a state, as templates/icons.html of the pages has it.
func (p pen) shape(s store.State, x, y int, c color.Color) {
	o := outline{vector.NewRasterizer(pictureGlyph, pictureGlyph)}
	switch s {
	case store.Yes:
		o.arc(7.1, 0, 0, 1)
	case store.Partial:
		o.arc(7.05, 5.35, 0, 1)
		o.arc(5.4, 0, 0.25, 0.75)
	case store.Beta:
		o.polygon([2]float32{8, 0.4}, [2]float32{15.6, 8}, [2]float32{8, 15.6}, [2]float32{0.4, 8})
		o.polygon([2]float32{8, 2.8}, [2]float32{2.8, 8}, [2]float32{8, 13.2}, [2]float32{13.2, 8})
		o.polygon([2]float32{8, 5.2}, [2]float32{10.8, 8}, [2]float32{8, 10.8}, [2]float32{5.2, 8})
	case store.Planned:
		o.polygon([2]float32{1.3, 2.3}, [2]float32{14.7, 2.3}, [2]float32{14.7, 14.9}, [2]float32{1.3, 14.9})
		o.polygon([2]float32{2.9, 6.9}, [2]float32{2.9, 13.3}, [2]float32{13.1, 13.3}, [2]float32{13.1, 6.9})
	case store.No:
		o.polygon([2]float32{2.6, 4.2}, [2]float32{4.2, 2.6}, [2]float32{13.4, 11.8}, [2]float32{11.8, 13.4})
		o.draw(p, x, y, c)
		o.Reset(pictureGlyph, pictureGlyph)
		o.polygon([2]float32{11.8, 2.6}, [2]float32{13.4, 4.2}, [2]float32{4.2, 13.4}, [2]float32{2.6, 11.8})
	case store.Unknown:
		for i := range 10 {
			o.arc(7.4, 6, float64(i)/10, float64(i)/10+0.05)
		}
		p.write(p.small, x+10, y+24, c, "?")
	case store.NotApplicable:
		o.polygon([2]float32{3.5, 7}, [2]float32{12.5, 7}, [2]float32{12.5, 9}, [2]float32{3.5, 9})
	}
	o.draw(p, x, y, c)
	if s == store.Yes {
		tick := outline{vector.NewRasterizer(pictureGlyph, pictureGlyph)}
		tick.polygon([2]float32{3.9, 8.3}, [2]float32{7, 11.5}, [2]float32{12.2, 5.7}, [2]float32{10.8, 4.5}, [2]float32{6.9, 8.9}, [2]float32{5.2, 7})
		tick.draw(p, x, y, color.White)
	}
}

func (o outline) draw(p pen, x, y int, c color.Color) {
	o.Draw(p.img, image.Rect(x, y, x+pictureGlyph, y+pictureGlyph), image.NewUniform(c), image.Point{})
}
