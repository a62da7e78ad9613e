// What a person finds on a page: by the words that stand on it, visible, and not covered by anything.
(() => {
  const words = (s) => (s || "").replace(/[\s\u00a0\u202f]+/g, " ").trim();
  const seen = (el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && el.getClientRects().length > 0;
  const named = (el) => words(el.getAttribute("aria-label")) || words(el.innerText) || words(el.value);
  const where = () => document.querySelector("dialog[open]") || document;
  const mine = (all) => all.sort((a, b) => (a.closest("main, dialog") ? 0 : 1) - (b.closest("main, dialog") ? 0 : 1));
  const label = (el) => {
    const copy = el.cloneNode(true);
    for (const x of copy.querySelectorAll(".opt, .help, .hide, input, select, textarea")) x.remove();
    return words(copy.textContent);
  };

  // at brings an element into the window and tells where to touch it, or why one cannot.
  const at = (el, what, left) => {
    if (!el) return { fault: `there is no ${what}` };
    el.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const r = el.getClientRects()[0];
    if (!r) return { fault: `${what} is not shown` };
    const x = left ? r.left + Math.min(14, r.width / 2) : r.left + r.width / 2, y = r.top + r.height / 2;
    const top = document.elementFromPoint(x, y);
    if (!top || !(el.contains(top) || top.contains(el) || top.closest("label")?.contains(el)))
      return { fault: `${what} is covered by ${top ? top.tagName.toLowerCase() + "." + top.className : "nothing"}` };
    return { x, y };
  };

  const button = (name) => {
    const all = [...where().querySelectorAll("a[href], button, summary, [role=option], [role=button]")].filter(seen);
    return mine(all.filter((el) => named(el) === name))[0] || mine(all.filter((el) => named(el).startsWith(name + " ")))[0];
  };

  // field finds the nth field of a label: an input, a group of choices, or a tick.
  const field = (name, nth) => {
    const found = [];
    for (const el of where().querySelectorAll("label, legend, input[aria-label], select[aria-label]")) {
      if (!seen(el) && el.tagName !== "LEGEND") continue;
      const is = el.matches("label, legend") ? label(el) : words(el.getAttribute("aria-label"));
      if (is !== name) continue;
      const box = el.tagName === "LEGEND" ? el.closest("fieldset") : el.control || el;
      if (box && !found.includes(box) && !box.closest("fieldset.field label")) found.push(box);
    }
    return found[nth];
  };
  const kind = (el) => {
    if (el.tagName === "FIELDSET") return "choice";
    if (el.getAttribute("role") === "combobox" && el.dataset.options) return "search";
    if (el.tagName === "SELECT" || el.tagName === "TEXTAREA") return el.tagName.toLowerCase();
    return ["date", "file", "checkbox", "radio"].includes(el.type) ? el.type : "text";
  };

  return {
    press: (name) => at(button(name), `"${name}" to press`),
    field: (name, nth) => {
      const el = field(name, nth);
      if (!el) return { fault: `there is no field "${name}"` };
      if (el.tagName === "FIELDSET") return { kind: "choice" };
      return { kind: kind(el), value: el.value, checked: el.checked, ...at(el, `field "${name}"`, el.type === "date") };
    },
    choice: (name, nth, text) => {
      const box = field(name, nth);
      if (!box) return { fault: `there is no field "${name}"` };
      const tick = [...box.querySelectorAll("label")].find((l) => words(l.innerText) === text || l.control?.value === text);
      return { ...at(tick, `choice "${text}" of "${name}"`), checked: tick?.control?.checked };
    },
    option: (text) => {
      const all = [...document.querySelectorAll(".combo [role=option]")].filter(seen);
      return at(all.find((o) => words(o.innerText).includes(text)), `option "${text}"`);
    },
    item: (name, nth, text) => { // what a closed list shows for a word or a code
      const found = [...(field(name, nth)?.options || [])].find((o) => words(o.text) === text || o.value === text);
      return found ? { value: words(found.text) } : { fault: `"${name}" has no "${text}"` };
    },
    mark: (name, nth) => { // for the protocol, which sets files by a selector
      for (const el of document.querySelectorAll("[data-hand]")) delete el.dataset.hand;
      const el = field(name, nth);
      if (!el) return { fault: `there is no field "${name}"` };
      el.dataset.hand = "here";
      return { value: [...(el.selectedOptions || [])].map((o) => words(o.text)).join() };
    },
    fault: (name, nth) => {
      const el = field(name, nth);
      if (!el) return "";
      return (el.getAttribute("aria-describedby") || "").split(" ").map((id) => document.getElementById(id)).filter((b) => b?.dataset.faultOf).map((b) => words(b.innerText)).join(" ");
    },
    text: () => words((document.querySelector("dialog[open]") || document.body).innerText),
  };
})()
