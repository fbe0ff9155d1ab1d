package report_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

var pictureDay = time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC)

// sheetOf is a sheet of one feature for each state, and of so many competitors.
func sheetOf(states []store.State, competitors int) report.SheetData {
	d := report.SheetData{Name: "Session replay"}
	for i := range competitors {
		d.Competitors = append(d.Competitors, fmt.Sprintf("Company with a name of sixty letters that fits in no column at all %d", i))
	}
	for _, s := range states {
		row := report.SheetRow{Name: "Feature", Group: "Recording", Own: s}
		for range competitors {
			row.Order = append(row.Order, report.SheetCell{State: s, PlanFrom: "Enterprise with everything in it", Standing: store.Contested})
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

func picture(t *testing.T, d report.SheetData) image.Image {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.SheetPNG(&b, d, pictureDay))
	img, err := png.Decode(&b)
	require.NoError(t, err)
	return img
}

// Cells of two states differ in the picture by more than their colour, and what is unknown is hatched.
func TestAPictureTellsStatesApartInGrey(t *testing.T) {
	shapes := map[string]store.State{}
	for _, s := range matrix.States() {
		img := picture(t, sheetOf([]store.State{s}, 1))
		inked := ""
		for y := 260; y < 320; y++ { // the first row, in the first competitor's column
			for x := 840; x < 880; x++ {
				r, g, b, _ := img.At(x, y).RGBA()
				inked += map[bool]string{true: "#", false: "."}[r+g+b < 2*0xffff]
			}
		}
		require.Contains(t, inked, "#", s)
		require.Empty(t, shapes[inked], "%s looks like another state", s)
		shapes[inked] = s
	}
}

// What does not fit is cut, and what is too large for a picture is refused.
func TestAPictureKeepsToItsSize(t *testing.T) {
	require.Equal(t, picture(t, sheetOf(matrix.States(), 3)).Bounds(), picture(t, sheetOf(matrix.States(), 3)).Bounds())
	require.Equal(t, 96+480+4*300, picture(t, sheetOf(matrix.States(), 3)).Bounds().Dx())
	for _, d := range []report.SheetData{sheetOf(make([]store.State, report.PictureRows+1), 1), sheetOf(nil, report.PictureColumns+1)} {
		require.ErrorIs(t, report.SheetPNG(&bytes.Buffer{}, d, pictureDay), report.ErrTooLarge)
	}
	if name := os.Getenv("GAPWATCH_PICTURE"); name != "" {
		var b bytes.Buffer
		require.NoError(t, report.SheetPNG(&b, sheetOf(matrix.States(), 3), pictureDay))
		require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
	}
}
