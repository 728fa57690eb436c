package main

import "strconv"

// label is the text of the button after so many clicks.
func label(clicks int) string {
	switch clicks {
	case 0:
		return "Click me"
	case 1:
		return "Clicked once"
	}
	return "Clicked " + strconv.Itoa(clicks) + " times"
}
