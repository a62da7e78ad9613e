package main

// overflow names what is wider than the window, a word of the furniture that is cut off, or a word in a table that is
// broken in two, or at the desk a table that is wider than its sheet; "" when nothing is.
func (p person) overflow() string {
	p.t.Helper()
	var found string
	p.must(p.Eval(overflowScript, &found))
	return found
}

const overflowScript = `(() => {
	for (const el of document.querySelectorAll("h1, h2, label, legend, summary, button, a.button, nav a span"))
		if (el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 1 && getComputedStyle(el).display !== "inline" && !el.matches(".hide, .hide *") && el.checkVisibility({ checkVisibilityCSS: true }))
			return "cut off: " + el.innerText.trim().slice(0, 80) + " (" + el.scrollWidth + " px in " + el.clientWidth + ")";
	for (const cell of [...document.querySelectorAll("main td, main th, main dd")].filter((c) => c.checkVisibility()).slice(0, 400)) {
		const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
		while (texts.nextNode()) for (const run of texts.currentNode.data.matchAll(/\S+/g)) for (const word of run[0].matchAll(/[\p{L}\p{N}]{2,}/gu)) {
			if (run[0].length > 24) continue; // an id or a hash may break anywhere
			range.setStart(texts.currentNode, run.index + word.index);
			range.setEnd(texts.currentNode, run.index + word.index + word[0].length);
			const lines = new Set([...range.getClientRects()].map((r) => Math.round(r.top)));
			if (lines.size > 1) return "broken in two: " + word[0] + " in " + cell.textContent.trim().slice(0, 60);
		}
	}
	for (const wrap of document.querySelectorAll(".sheetwrap"))
		if (innerWidth >= 1280 && wrap.scrollWidth > wrap.clientWidth + 1) return "a table must be pushed sideways: " + wrap.scrollWidth + " px in " + wrap.clientWidth;
	const most = document.documentElement.clientWidth;
	if (document.scrollingElement.scrollWidth <= Math.min(innerWidth, most)) return "";
	let worst = null, right = most;
	for (const el of document.body.querySelectorAll("*")) {
		const r = el.getBoundingClientRect();
		let clipped = false;
		for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) if (getComputedStyle(up).overflowX !== "visible") { clipped = true; break; }
		if (!clipped && r.right > right + 0.5) { right = r.right; worst = el; }
	}
	return document.scrollingElement.scrollWidth + " px wide in " + most + (worst ? ": " + worst.outerHTML.slice(0, 160) : "");
})()`
