package main

// overflow names what is wider than the window, or a word of the furniture that is cut off, "" when nothing is.
func (p person) overflow() string {
	p.t.Helper()
	var widest string
	p.must(p.Eval(`(() => {
		const most = document.documentElement.clientWidth;
		for (const el of document.querySelectorAll("h1, h2, label, legend, summary, button, a.button, nav a span"))
			if (el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 1 && getComputedStyle(el).display !== "inline" && !el.matches(".hide, .hide *") && el.checkVisibility({ checkVisibilityCSS: true }))
				return "cut off: " + el.innerText.trim().slice(0, 80) + " (" + el.scrollWidth + " px in " + el.clientWidth + ")";
		if (document.scrollingElement.scrollWidth <= Math.min(innerWidth, most)) return "";
		let worst = null, right = most;
		for (const el of document.body.querySelectorAll("*")) {
			const r = el.getBoundingClientRect();
			let clipped = false;
			for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) if (getComputedStyle(up).overflowX !== "visible") { clipped = true; break; }
			if (!clipped && r.right > right + 0.5) { right = r.right; worst = el; }
		}
		return document.scrollingElement.scrollWidth + " px wide in " + most + (worst ? ": " + worst.outerHTML.slice(0, 160) : "");
	})()`, &widest))
	return widest
}
