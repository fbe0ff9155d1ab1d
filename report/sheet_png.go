package report

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// PictureRows and PictureColumns bound what a picture of the matrix may show: more nobody reads on a slide.
const (
	PictureRows    = 150
	PictureColumns = 20
)

// ErrTooLarge says that a part of the matrix is too large for a picture.
var ErrTooLarge = fmt.Errorf("a picture holds no more than %d features and %d competitors: choose some by the filters first",
	PictureRows, PictureColumns)

// Measures of a picture, in pixels: twice what a screen needs, for slides.
const (
	pictureMargin  = 48
	pictureTitle   = 148 // from the top to the head of the table
	pictureHead    = 64
	pictureRow     = 60
	pictureGroup   = 48
	pictureFeature = 480
	pictureColumn  = 300
	pictureGlyph   = 32
)

// SheetPNG draws a part of the matrix as it stood on a day, in the colours of a page by day. Shape, colour and word say what a cell
// says: a picture has no legend to look things up in, and may be printed grey.
func SheetPNG(out io.Writer, d SheetData, day time.Time) error {
	if len(d.Rows) > PictureRows || len(d.Competitors) > PictureColumns {
		return ErrTooLarge
	}
	p, err := newPen(d)
	if err != nil {
		return err
	}
	p.write(p.title, pictureMargin, pictureMargin+40, inkColour, d.Name)
	p.write(p.small, pictureMargin, pictureMargin+80, quietColour, fmt.Sprintf(
		"%d features, %d competitors and us, on %s", len(d.Rows), len(d.Competitors), day.Format("2 January 2006")))
	y := pictureTitle
	p.head(y, d.Competitors)
	y += pictureHead
	group := ""
	for _, row := range d.Rows {
		if row.Group != group {
			group = row.Group
			p.box(pictureMargin, y, p.width(), pictureGroup, paperColour)
			p.fit(p.strong, pictureMargin+16, y+32, pictureFeature, quietColour, group)
			y += pictureGroup
		}
		p.row(y, row)
		y += pictureRow
	}
	if err := png.Encode(out, p.img); err != nil {
		return fmt.Errorf("picture of the matrix: %w", err)
	}
	return nil
}

// pictureSize is how large a picture becomes.
func pictureSize(d SheetData) image.Rectangle {
	height, group := pictureTitle+pictureHead+pictureMargin, ""
	for _, row := range d.Rows {
		if row.Group != group {
			group = row.Group
			height += pictureGroup
		}
		height += pictureRow
	}
	return image.Rect(0, 0, 2*pictureMargin+pictureFeature+(len(d.Competitors)+1)*pictureColumn, height)
}

// width is that of the table.
func (p pen) width() int { return p.img.Rect.Dx() - 2*pictureMargin }

// column is where a column begins; ours is the first.
func column(i int) int { return pictureMargin + pictureFeature + i*pictureColumn }

func (p pen) head(y int, competitors []string) {
	p.write(p.strong, pictureMargin+16, y+40, inkColour, "Feature")
	for i, name := range append([]string{"Us"}, competitors...) {
		p.fit(p.strong, column(i)+16, y+40, pictureColumn-24, inkColour, name)
	}
	p.box(pictureMargin, y+pictureHead-2, p.width(), 2, quietColour)
}

func (p pen) row(y int, row SheetRow) {
	p.box(column(0), y, pictureColumn, pictureRow, paperColour)
	p.fit(p.text, pictureMargin+16, y+39, pictureFeature-24, inkColour, row.Name)
	p.cell(0, y, SheetCell{State: row.Own})
	for i, c := range row.Order {
		p.cell(i+1, y, c)
	}
	p.box(pictureMargin, y+pictureRow-1, p.width(), 1, lineColour)
}

// cell draws a state, and after it what qualifies it: the plan or limit, and a standing that warns.
func (p pen) cell(i, y int, c SheetCell) {
	if c.State == "" {
		c.State = store.Unknown
	}
	x, ink := column(i)+16, stateColours()[c.State]
	if c.State == store.Unknown {
		p.hatch(column(i), y, pictureColumn, pictureRow-1)
	}
	p.shape(c.State, x, y+(pictureRow-pictureGlyph)/2, ink)
	x += pictureGlyph + 12
	x += p.write(p.text, x, y+39, ink, string(c.State)) + 12
	more := c.PlanFrom
	if more == "" {
		more = c.Limit
	}
	if c.Standing == store.Contested || c.Standing == store.Stale {
		more = string(c.Standing)
	}
	p.fit(p.small, x, y+39, column(i+1)-8-x, quietColour, more)
}

// The colours of the pages by day: web/static/css/00-tokens.css.
var (
	inkColour   = color.RGBA{0x1e, 0x1c, 0x18, 0xff}
	quietColour = color.RGBA{0x6a, 0x64, 0x5b, 0xff}
	paperColour = color.RGBA{0xf9, 0xf7, 0xf2, 0xff}
	lineColour  = color.RGBA{0xe5, 0xe0, 0xd5, 0xff}
	hatchColour = color.RGBA{0xdd, 0xd6, 0xc7, 0xff}
)

func stateColours() map[store.State]color.RGBA {
	return map[store.State]color.RGBA{
		store.Yes:           {0x15, 0x65, 0xc8, 0xff},
		store.Partial:       {0x2a, 0x60, 0x6b, 0xff},
		store.Beta:          {0x58, 0x1c, 0x4e, 0xff},
		store.Planned:       {0x40, 0x46, 0x8a, 0xff},
		store.No:            {0xa0, 0x3c, 0x1e, 0xff},
		store.Unknown:       {0x65, 0x5f, 0x56, 0xff},
		store.NotApplicable: {0x6f, 0x69, 0x5f, 0xff},
	}
}

// box fills a rectangle.
func (p pen) box(x, y, width, height int, c color.Color) {
	draw.Draw(p.img, image.Rect(x, y, x+width, y+height), image.NewUniform(c), image.Point{}, draw.Src)
}

// hatch draws what hatching means everywhere: not seen.
func (p pen) hatch(x, y, width, height int) {
	for dy := range height {
		for dx := range width {
			if (dx+dy)%12 < 2 {
				p.img.SetRGBA(x+dx, y+dy, hatchColour)
			}
		}
	}
}
