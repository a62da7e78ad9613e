// Kontor in the browser: palette, tables by keyboard, search fields, live forms, pictures, theme.
// Every page works without it; what it draws or asks comes from the server in data attributes and JSON.
"use strict";
(() => {
  const $ = (s, from = document) => from.querySelector(s);
  const $$ = (s, from = document) => [...from.querySelectorAll(s)];
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable], dialog[open]");
  const later = (fn, ms) => { let t; return (...a) => { clearTimeout(t); t = setTimeout(() => fn(...a), ms); }; };
  const fragment = (url, signal) => fetch(url, { headers: { "HX-Request": "true" }, signal }).then((r) => (r.ok ? r.text() : ""));

  // A list of options that the arrow keys walk; the input keeps the focus (ARIA combobox).
  function walk(input, list, step) {
    const options = $$("[role=option]", list);
    if (!options.length) return;
    let at = options.findIndex((o) => o.getAttribute("aria-selected") === "true") + step;
    at = (at + options.length) % options.length;
    options.forEach((o, i) => o.setAttribute("aria-selected", i === at));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }
  const picked = (list) => $("[aria-selected=true]", list);

  // Palette
  const palette = $("dialog.palette");
  if (palette) {
    const input = $("input", palette), answers = $(".answers", palette);
    let asking, answered; // answered: the text for which the answers stand
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const text = input.value;
      try {
        answers.innerHTML = await fragment(`${palette.dataset.url}?at=${encodeURIComponent(location.pathname)}&q=${encodeURIComponent(text)}`, asking.signal);
        answered = text;
        walk(input, answers, 1);
      } catch (e) { if (e.name !== "AbortError") throw e; }
    };
    const go = async () => { while (answered !== input.value) await ask(); picked(answers)?.click(); }; // enter waits for the answers to what is typed
    const open = () => { if (!palette.open) { palette.showModal(); input.select(); ask(); } };
    input.addEventListener("input", later(ask, 60));
    palette.addEventListener("keydown", (e) => {
      if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); walk(input, answers, e.key === "ArrowDown" ? 1 : -1); }
      if (e.key === "Enter" && !e.isComposing) { e.preventDefault(); go(); }
    });
    palette.addEventListener("click", (e) => { if (e.target === palette) palette.close(); });
    document.addEventListener("click", (e) => { if (e.target.closest("[data-palette]")) { e.preventDefault(); open(); } });
    document.addEventListener("keydown", (e) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") { e.preventDefault(); palette.open ? palette.close() : open(); }
    });
  }

  // Tables: j, k and enter; a click opens; / searches
  const rows = () => $$("tr[data-href]");
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
    if (e.key === "/") { const s = $("input[type=search]"); if (s) { e.preventDefault(); s.focus(); } }
    if (e.key !== "j" && e.key !== "k") return;
    const all = rows(), now = all.findIndex((r) => r.classList.contains("at"));
    const next = all[Math.min(all.length - 1, Math.max(0, now + (e.key === "j" ? 1 : -1)))];
    if (!next) return;
    all[now]?.classList.remove("at");
    next.classList.add("at");
    ($("a", next) || next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (e) => {
    const row = e.target.closest("tr[data-href]");
    if (!row || e.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    if (e.ctrlKey || e.metaKey) open(row.dataset.href); else location.assign(row.dataset.href);
  });

  // Filters: what is empty stays out of the address
  for (const form of $$("form[data-filters]")) {
    form.addEventListener("submit", () => { for (const el of form.elements) if (el.name && !el.value) el.disabled = true; });
    addEventListener("pageshow", () => { for (const el of form.elements) el.disabled = false; });
    if (form.dataset.wait === undefined) for (const el of form.elements) if (el.matches("select, [type=date]")) el.addEventListener("change", () => form.requestSubmit());
  }

  // Columns and density of a table stay as they were chosen in this browser
  const kept = (name, value) => {
    try { return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value); } catch { return null; } // storage may be shut
  };
  for (const menu of $$("details[data-columns]")) {
    const name = `kontor.columns.${menu.dataset.columns}`, table = $("table.sticky"), boxes = $$("input[data-at]", menu), dense = $("input[data-dense]", menu);
    if (!table) continue;
    const apply = () => {
      const out = new Set(boxes.filter((b) => !b.checked).map((b) => Number(b.dataset.at)));
      for (const row of table.rows) [...row.cells].forEach((cell, n) => { cell.hidden = out.has(n); });
      table.classList.toggle("dense", dense.checked);
    };
    const gone = new Set((kept(name) || "").split(" "));
    for (const b of boxes) b.checked = !gone.has(b.value);
    dense.checked = kept("kontor.dense") === "1";
    menu.addEventListener("change", () => {
      kept(name, boxes.filter((b) => !b.checked).map((b) => b.value).join(" "));
      kept("kontor.dense", dense.checked ? "1" : "");
      apply();
    });
    menu.hidden = false;
    apply();
  }

  // Menus close by escape and by a click elsewhere
  document.addEventListener("click", (e) => { for (const d of $$("details.menu[open]")) if (!d.contains(e.target)) d.open = false; });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const d of $$("details.menu[open]")) { d.open = false; $("summary", d).focus(); }
  });

  // Look: theme and language apply at once
  for (const el of $$("select[data-now]")) el.addEventListener("change", () => el.form.requestSubmit());

  // Forms
  for (const form of $$("form.verb")) {
    const touched = $("[name=_touched]", form);
    form.addEventListener("focusout", (e) => {
      const name = e.target.dataset?.field;
      if (!name || !touched) return;
      const all = new Set(touched.value.split(" ").filter(Boolean));
      all.add(name);
      touched.value = [...all].join(" ");
      form.dispatchEvent(new Event("check"));
    });
    form.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit($("button.primary", form)); }
    });
    const asks = "asks" in form.dataset; // a question writes nothing: what is typed stays in the address instead
    const keep = later(() => history.replaceState(history.state, "", "?" + new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && !name.startsWith("_")))), 200);
    form.addEventListener("input", (e) => { combo(e); follow(e, form); asks ? keep() : form.dataset.dirty = "1"; });
    form.addEventListener("change", () => form.dispatchEvent(new Event("check")));
    form.addEventListener("submit", () => { delete form.dataset.dirty; });
    form.addEventListener("click", (e) => {
      const drop = e.target.closest("[data-drop]");
      if (drop && $$(".rowset", drop.closest(".rows")).length > 1) { e.preventDefault(); drop.closest(".rowset").remove(); form.dispatchEvent(new Event("check")); }
    });
    addEventListener("beforeunload", (e) => { if (form.dataset.dirty) e.preventDefault(); });
    comboKeys(form);
  }
  function follow(e, form) { // the amounts of a form have one currency: where none is typed yet, it follows
    if (!e.target.matches("input.cur") || !/^[a-z]{3}$/i.test(e.target.value)) return;
    for (const cur of $$("input.cur", form)) if (cur !== e.target && !$("input", cur.parentElement).value) cur.value = e.target.value.toUpperCase();
  }
  $(".faults[tabindex]")?.focus();
  document.addEventListener("htmx:after:swap", mark);
  document.addEventListener("htmx:after:swap", () => { const o = $("#outcome:not(:empty)"); if (o && !o.dataset.seen) { o.dataset.seen = "1"; o.focus(); } });
  document.addEventListener("submit", (e) => { // a file is loaded down: nobody leaves the page
    if (!e.target.matches("form.refused")) return;
    const open = $$("form.verb[data-dirty]");
    for (const f of open) delete f.dataset.dirty;
    setTimeout(() => { for (const f of open) f.dataset.dirty = "1"; }, 1000);
  });
  function mark() { // faults that came or went mark their field
    for (const box of $$("[data-fault-of]")) {
      const on = box.childElementCount > 0;
      for (const el of $$(`[aria-describedby~="${box.id}"]`)) on ? el.setAttribute("aria-invalid", "true") : el.removeAttribute("aria-invalid");
    }
    draw();
  }

  // Search fields: the text asks, the hidden field holds the id
  function close(input) {
    const list = document.getElementById(input.getAttribute("aria-controls"));
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function choose(option) {
    const box = option.closest(".combo"), input = $("[role=combobox]", box), hidden = $("[type=hidden]", box);
    hidden.value = option.dataset.id;
    input.value = option.dataset.text;
    close(input);
    hidden.form.dispatchEvent(new Event("check"));
  }
  const suggest = later(async (input) => {
    const list = document.getElementById(input.getAttribute("aria-controls"));
    list.innerHTML = await fragment(`${input.dataset.options}${input.dataset.options.includes("?") ? "&" : "?"}q=${encodeURIComponent(input.value)}&id=${list.id}`);
    list.hidden = document.activeElement !== input || !list.childElementCount;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }, 80);
  function combo(e) {
    if (!e.target.matches("[role=combobox]")) return;
    $("[type=hidden]", e.target.closest(".combo")).value = "";
    suggest(e.target);
  }
  function comboKeys(form) {
    const of = (e) => e.target.closest?.("[role=combobox]");
    form.addEventListener("focusin", (e) => { const i = of(e); if (i && !$("[type=hidden]", i.closest(".combo")).value) suggest(i); });
    form.addEventListener("focusout", (e) => { const i = of(e); if (i) setTimeout(() => close(i), 150); });
    form.addEventListener("mousedown", (e) => { const o = e.target.closest(".combo [role=option]"); if (o) { e.preventDefault(); choose(o); } });
    form.addEventListener("keydown", (e) => {
      const input = of(e);
      if (!input) return;
      const list = document.getElementById(input.getAttribute("aria-controls"));
      if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); list.hidden ? suggest(input) : walk(input, list, e.key === "ArrowDown" ? 1 : -1); }
      if (e.key === "Escape" && !list.hidden) { e.stopPropagation(); close(input); }
      if (e.key === "Enter" && !e.ctrlKey && !list.hidden && picked(list)) { e.preventDefault(); choose(picked(list)); }
    });
  }

  // Pictures
  const charts = new Map();
  let printing = false;
  function colour(name, at) {
    if (printing) return { line: "#bbb", raised: "#fff" }[name] || "#000";
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    at.append(probe);
    const c = getComputedStyle(probe).color;
    probe.remove();
    return c;
  }
  const lang = document.documentElement.lang || "en";
  const short = new Intl.NumberFormat(lang, { notation: "compact", maximumSignificantDigits: 3 });
  const exact = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
  const dated = new Intl.DateTimeFormat(lang, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const tick = new Intl.DateTimeFormat(lang, { timeZone: "UTC", month: "short", year: "numeric" });

  // shade hatches where the second series stays below the first: what is missing
  function shade(u, upper, lower, ink) {
    const { ctx, bbox } = u, [xs, ys, zs] = [u.data[0], u.data[upper], u.data[lower]];
    ctx.save();
    ctx.beginPath(); ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height); ctx.clip();
    for (let i = 0; i + 1 < xs.length; i++) {
      if (!(ys[i] > zs[i])) continue;
      const x0 = u.valToPos(xs[i], "x", true), x1 = u.valToPos(xs[i + 1], "x", true), y0 = u.valToPos(ys[i], "y", true), y1 = u.valToPos(zs[i], "y", true);
      ctx.globalAlpha = 0.14; ctx.fillStyle = ink; ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
      ctx.globalAlpha = 0.8; ctx.strokeStyle = ink; ctx.lineWidth = devicePixelRatio;
      ctx.save(); ctx.beginPath(); ctx.rect(x0, y0, x1 - x0, y1 - y0); ctx.clip(); ctx.beginPath();
      for (let d = x0 - (y1 - y0) - ((x0 - (y1 - y0)) % 8); d < x1; d += 8 * devicePixelRatio) { ctx.moveTo(d, y1); ctx.lineTo(d + (y1 - y0), y0); }
      ctx.stroke(); ctx.restore();
    }
    ctx.restore();
  }

  // level draws one value straight across: a floor, a limit
  function level(u, label, value, ink) {
    if (value == null) return;
    const y = u.valToPos(value, "y", true);
    u.ctx.save();
    u.ctx.strokeStyle = ink; u.ctx.lineWidth = 1.5 * devicePixelRatio; u.ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    u.ctx.beginPath(); u.ctx.moveTo(u.bbox.left, y); u.ctx.lineTo(u.bbox.left + u.bbox.width, y); u.ctx.stroke();
    u.ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
    u.ctx.textAlign = "right"; u.ctx.textBaseline = "bottom"; u.ctx.lineWidth = 4 * devicePixelRatio; u.ctx.setLineDash([]);
    u.ctx.strokeStyle = colour("raised", u.root); u.ctx.strokeText(label, u.bbox.left + u.bbox.width, y - 3 * devicePixelRatio);
    u.ctx.fillStyle = ink; u.ctx.fillText(label, u.bbox.left + u.bbox.width, y - 3 * devicePixelRatio);
    u.ctx.restore();
  }

  const pen = document.createElement("canvas").getContext("2d"); // measures the direct labels
  pen.font = "600 12px system-ui, sans-serif";
  const wide = (text) => Math.max(...text.split("\n").map((t) => pen.measureText(t).width));
  function broken(text, room) { // in two lines where one has no room
    const words = text.split(" ");
    if (wide(text) <= room || words.length < 2) return text;
    const at = Math.ceil(words.length / 2);
    return `${words.slice(0, at).join(" ")}\n${words.slice(at).join(" ")}`;
  }

  // labels writes the name of each line at its end, apart from each other
  function labels(u, spec, inks, most) {
    const { ctx, bbox } = u, put = [];
    spec.series.forEach((s, n) => {
      let i = s.values.length - 1;
      while (i >= 0 && s.values[i] == null) i--;
      if (i < 0 || !s.label || s.look === "bar" || s.look === "level") return;
      put.push({ text: broken(s.label, most), y: u.valToPos(s.values[i], "y", true), x: u.valToPos(spec.x[i], "x", true), ink: inks[n] });
    });
    const line = 16 * devicePixelRatio, high = (p) => p.text.split("\n").length * line;
    put.sort((a, b) => a.y - b.y);
    put.forEach((p, i) => { p.y = Math.max(p.y, i ? put[i - 1].y + (high(put[i - 1]) + high(p)) / 2 : bbox.top + high(p) / 2); });
    for (let i = put.length - 1; i >= 0; i--) put[i].y = Math.min(put[i].y, i < put.length - 1 ? put[i + 1].y - (high(put[i + 1]) + high(put[i])) / 2 : bbox.top + bbox.height - high(put[i]) / 2);
    ctx.save();
    ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textBaseline = "middle"; ctx.textAlign = "left";
    for (const p of put) {
      const lines = p.text.split("\n");
      ctx.fillStyle = p.ink;
      lines.forEach((t, n) => ctx.fillText(t, bbox.left + bbox.width + 6 * devicePixelRatio, p.y + (n - (lines.length - 1) / 2) * line));
    }
    ctx.restore();
  }

  function chart(box) {
    const spec = JSON.parse($("script", box.parentElement).textContent);
    const ink = colour("ink", box), muted = colour("muted", box), line = colour("line", box), act = colour("act", box);
    const inks = spec.series.map((s) => colour(s.tone || "ink", box));
    const readout = $(".readout", box.parentElement);
    const month = spec.names, at = (v) => (month ? month[v] ?? "" : dated.format(v * 1000));
    const most = box.clientWidth / 3 - 12;
    for (const s of spec.series) s.label = s.label || "";
    const room = Math.max(0, ...spec.series.map((s) => (s.look === "bar" || s.look === "level" ? 0 : wide(broken(s.label, most))))) + 12;
    const paths = { step: uPlot.paths.stepped({ align: 1 }), bar: uPlot.paths.bars({ size: [0.6, 64] }) };
    const axis = { stroke: muted, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    const u = new uPlot({
      width: Math.max(240, box.clientWidth), height: box.clientHeight || 260, padding: [8, room, 0, 0],
      legend: { show: false }, cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: false, range: (_, lo, hi) => (month ? [lo - 0.6, hi + 0.6] : [lo, hi]) }, y: { range: (_, lo, hi) => [Math.min(0, lo), hi > 0 ? hi * 1.08 : 1] } },
      axes: [
        { ...axis, size: 30, grid: { show: false }, space: month ? 30 : 90, incrs: month ? [1, 2, 3, 6, 12] : undefined, values: (_, vs) => vs.map((v) => (month ? at(v) : tick.format(v * 1000))) },
        { ...axis, size: 62, label: spec.unit, labelSize: 18, labelGap: 0, labelFont: "12px system-ui, sans-serif", grid: { stroke: line, width: 1 }, values: (_, vs) => vs.map((v) => short.format(v)) },
      ],
      series: [{}, ...spec.series.map((s, n) => ({
        label: s.label, stroke: inks[n], width: s.look === "dash" ? 1.5 : 2, dash: s.look === "dash" ? [6, 4] : undefined, spanGaps: false,
        show: s.look !== "level", paths: paths[s.look], fill: s.look === "bar" ? inks[n] : undefined, points: { show: false },
      }))],
      hooks: {
        drawAxes: [(u) => { // the zero line
          const y = Math.round(u.valToPos(0, "y", true));
          u.ctx.fillStyle = ink; u.ctx.fillRect(u.bbox.left, y, u.bbox.width, devicePixelRatio);
        }],
        draw: [(u) => { for (const [n, s] of spec.series.entries()) if (s.look === "level") level(u, s.label, s.values.find((v) => v != null), inks[n]); if (spec.gap) shade(u, spec.gap[0] + 1, spec.gap[1] + 1, act); labels(u, spec, inks, most); }],
        setCursor: [(u) => {
          const i = u.cursor.idx;
          if (!readout) return;
          readout.textContent = i == null ? readout.dataset.idle || "" : `${at(spec.x[i])}: ` +
            spec.series.filter((s) => s.values[i] != null).map((s) => `${s.label} ${exact.format(s.values[i])} ${spec.unit}`).join(" · ") + (spec.notes?.[i] ? ` · ${spec.notes[i]}` : "");
        }],
      },
    }, [spec.x, ...spec.series.map((s) => s.values)], box);
    return u;
  }
  function draw() {
    if (!window.uPlot) return;
    for (const [box, u] of charts) if (!box.isConnected) { u.destroy(); charts.delete(box); }
    for (const box of $$(".chart")) if (!charts.has(box) && box.clientWidth) { charts.set(box, chart(box)); resize.observe(box); }
  }
  function redraw() { for (const u of charts.values()) u.destroy(); charts.clear(); draw(); }
  const resize = new ResizeObserver((all) => {
    for (const { target } of all) { const u = charts.get(target); if (u && Math.abs(u.width - target.clientWidth) > 1) u.setSize({ width: Math.max(240, target.clientWidth), height: u.height }); }
  });
  addEventListener("beforeprint", () => { printing = true; redraw(); });
  addEventListener("afterprint", () => { printing = false; redraw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  draw();
  mark();
})();
