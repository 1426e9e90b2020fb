// What every page does in the browser without asking the server: theme, local times, menus, dialogs, copying.
// All of it hangs on attributes and custom elements, so that static pages and Blazor circuits share it and nothing waits for a round trip.

const language = () => document.documentElement.lang || "en";

// The zone that a signed-in reader chose; else the browser's own.
const timeZone = () => document.documentElement.dataset.zone || undefined;

// <theme-switch> holds buttons with data-theme-choice. A choice takes effect at once; the cookie lets the server paint the next page right from
// the first byte. Without this script the buttons submit their form to /preferences/theme.
class ThemeSwitch extends HTMLElement {
  static shown = new Set();

  connectedCallback() {
    ThemeSwitch.shown.add(this);
    queueMicrotask(() => this.mark());
  }

  disconnectedCallback() {
    ThemeSwitch.shown.delete(this);
  }

  mark() {
    const current = document.documentElement.dataset.theme ?? "system";
    for (const button of this.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
// An answer that Blazor puts into a static page takes the marks off: the server does not know them.
window.Blazor?.addEventListener("enhancedload", () => ThemeSwitch.shown.forEach(each => each.mark()));

document.addEventListener("click", event => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  event.preventDefault();
  const theme = button.dataset.themeChoice;
  const lifetime = theme === "system" ? 0 : 31536000;
  document.cookie = `botstudio.theme=${theme}; path=/; max-age=${lifetime}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  ThemeSwitch.shown.forEach(each => each.mark());
});

// <local-time datetime="…Z" format="relative|date|time|datetime">text for no script</local-time>
// The text lives in a shadow root: what Blazor rendered inside stays Blazor's.
const units = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const formats = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  datetime: { dateStyle: "medium", timeStyle: "short" },
};

class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime", "format"];
  static shown = new Set();

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" });
    LocalTime.shown.add(this);
    this.paint();
  }

  disconnectedCallback() {
    LocalTime.shown.delete(this);
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.paint();
  }

  paint() {
    const time = new Date(this.getAttribute("datetime"));
    if (isNaN(time)) return;
    const format = this.getAttribute("format") ?? "datetime";
    this.title = new Intl.DateTimeFormat(language(), { dateStyle: "full", timeStyle: "medium", timeZone: timeZone() }).format(time);
    this.shadowRoot.textContent = format === "relative" ? sinceNow(time) : new Intl.DateTimeFormat(language(), { ...formats[format], timeZone: timeZone() }).format(time);
  }
}

function sinceNow(time) {
  const seconds = (time - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat(language(), { numeric: "auto", style: "short" });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(0, "second");
}

customElements.define("local-time", LocalTime);
setInterval(() => LocalTime.shown.forEach(each => each.getAttribute("format") === "relative" && each.paint()), 30000);

// <modal-dialog open><dialog>…</dialog></modal-dialog>: the attribute is the state; Blazor sets it, the browser does focus and inertness.
// Escape and a click beside the dialog press its [data-dialog-close] button, so that Blazor decides.
class ModalDialog extends HTMLElement {
  static observedAttributes = ["open"];

  connectedCallback() {
    this.addEventListener("cancel", event => {
      event.preventDefault();
      this.askToClose();
    }, true);
    this.addEventListener("pointerdown", event => {
      if (event.target === this.dialog && isOutside(event, this.dialog)) this.askToClose();
    });
    this.follow();
  }

  attributeChangedCallback() {
    this.follow();
  }

  get dialog() {
    return this.querySelector(":scope > dialog");
  }

  askToClose() {
    this.dialog.querySelector("[data-dialog-close]")?.click();
  }

  follow() {
    // Blazor may set the attribute before the children are there.
    queueMicrotask(() => {
      const dialog = this.dialog;
      if (!dialog || !this.isConnected) return;
      if (this.hasAttribute("open")) {
        if (!dialog.open) dialog.showModal();
        requestAnimationFrame(() => dialog.querySelector("[data-autofocus]")?.focus());
      } else if (dialog.open) dialog.close();
    });
  }
}

function isOutside(event, box) {
  const edge = box.getBoundingClientRect();
  return event.clientX < edge.left || event.clientX > edge.right || event.clientY < edge.top || event.clientY > edge.bottom;
}

customElements.define("modal-dialog", ModalDialog);

// <section-nav><nav>…</nav></section-nav>: a row of links wider than a phone keeps the current one in sight, also when the phone is turned.
class SectionNav extends HTMLElement {
  connectedCallback() {
    this.watch = new MutationObserver(() => this.show());
    this.watch.observe(this, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-current"] });
    this.size = new ResizeObserver(() => this.show());
    this.size.observe(this);
  }

  disconnectedCallback() {
    this.watch.disconnect();
    this.size.disconnect();
  }

  show() {
    const current = this.querySelector("[aria-current]");
    if (!current) return;
    const row = current.parentElement;
    row.scrollLeft += current.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - current.offsetWidth) / 2;
  }
}

customElements.define("section-nav", SectionNav);

// <side-nav>…</side-nav>: links taller than the window show the current one when it changes, and stay where the reader puts them.
class SideNav extends HTMLElement {
  connectedCallback() {
    this.watch = new MutationObserver(() => this.show());
    this.watch.observe(this, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-current"] });
    this.show();
  }

  disconnectedCallback() {
    this.watch.disconnect();
  }

  show() {
    const current = [...this.querySelectorAll('[aria-current="page"]')].at(-1);
    if (!current || current === this.shown) return;
    this.shown = current;
    const [frame, link] = [this.getBoundingClientRect(), current.getBoundingClientRect()];
    if (link.top < frame.top || link.bottom > frame.bottom) {
      this.scrollTop += link.top - frame.top - (frame.height - link.height) / 2;
    }
  }
}

customElements.define("side-nav", SideNav);

// The skip link takes the focus along. Before Blazor sees the click, which would only scroll.
document.addEventListener("click", event => {
  if (!event.target.closest("[data-skip]")) return;
  event.preventDefault();
  document.querySelector("main").focus();
}, true);

// The server paints a page before its circuit listens. A button pressed in between is pressed again, once the circuit has drawn it anew.
const PRESS_AGAIN_WITHIN_MS = 10000;
let pressedEarly;

document.addEventListener("click", event => {
  const painted = document.querySelector(".app:not([data-interactive])");
  const button = event.target.closest('button[type="button"]:not([data-copy], [data-theme-choice])');
  if (!painted || !painted.contains(button)) return;
  const again = (pressedEarly = { way: wayTo(button, painted), text: button.textContent, until: Date.now() + PRESS_AGAIN_WITHIN_MS });
  button.setAttribute("aria-busy", "true");
  const look = () => {
    if (pressedEarly !== again || Date.now() > again.until) return;
    const found = follow(again.way, document.querySelector(".app[data-interactive]"));
    if (found?.textContent === again.text) found.click();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});

function wayTo(element, from) {
  const way = [];
  for (let at = element; at !== from; at = at.parentElement) way.unshift([...at.parentElement.children].indexOf(at));
  return way;
}

const follow = (way, from) => way.reduce((at, index) => at?.children[index], from);

// A menu is a popover placed by its button: below it, or above when there is more room.
document.addEventListener("toggle", event => {
  const menu = event.target;
  if (!menu.matches?.("[popover][data-menu]") || event.newState !== "open") return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`).getBoundingClientRect();
  const gap = 6;
  const width = menu.offsetWidth;
  menu.style.maxHeight = "";
  const under = innerHeight - button.bottom - 2 * gap;
  const over = button.top - 2 * gap;
  const below = menu.offsetHeight <= under || under >= over;
  // What does not fit on the larger side is scrolled there.
  menu.style.maxHeight = `${Math.min(menu.offsetHeight, below ? under : over)}px`;
  const height = menu.offsetHeight;
  const fromRight = button.right - width >= gap;
  menu.style.top = `${Math.max(gap, below ? button.bottom + gap : button.top - gap - height)}px`;
  menu.style.left = `${Math.max(gap, Math.min(fromRight ? button.right - width : button.left, innerWidth - width - gap))}px`;
}, true);

// A choice in a menu or in the drawer is the end of it.
document.addEventListener("click", event => {
  const done = event.target.closest("[popover] :is(a[href], [data-closes-menu])");
  for (let box = done?.closest("[popover]"); box; box = box.parentElement?.closest("[popover]")) {
    if (box.matches(":popover-open")) box.hidePopover();
  }
});

// <button data-copy="text"> puts the text on the clipboard and says so for a moment.
document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await copy(button.dataset.copy);
  button.dataset.copied = "";
  const status = button.querySelector("[role=status]");
  if (status) status.textContent = button.dataset.copiedText;
  setTimeout(() => {
    delete button.dataset.copied;
    if (status) status.textContent = "";
  }, 2000);
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http on another machine than this one: no clipboard API there.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// <password-reveal> around a password and a button: the button shows what was typed. CSS hides it until this element is defined.
class PasswordReveal extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", event => {
      if (this.button?.contains(event.target)) this.show(this.button.getAttribute("aria-pressed") !== "true");
    });
    // Browsers and password managers learn passwords from fields of type password.
    this.closest("form")?.addEventListener("submit", () => this.show(false));
  }

  get button() {
    return this.querySelector("button");
  }

  show(isShown) {
    this.querySelector("input").type = isShown ? "text" : "password";
    this.button.setAttribute("aria-pressed", String(isShown));
  }
}

customElements.define("password-reveal", PasswordReveal);

// <zone-picker><input><button data-zone hidden>Use <span></span></button></zone-picker>: offers the browser's own time zone with one press.
class ZonePicker extends HTMLElement {
  connectedCallback() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const input = this.querySelector("input");
    const button = this.querySelector("[data-zone]");
    if (!zone || !button || input.value === zone) return;
    button.querySelector("span").textContent = zone;
    button.hidden = false;
    button.addEventListener("click", event => {
      event.preventDefault();
      input.value = zone;
      button.hidden = true;
      input.focus();
    });
  }
}

customElements.define("zone-picker", ZonePicker);

// What only a few pages need comes with those pages.
function bringWhatIsNeeded() {
  if (document.querySelector("passkey-form")) import("/js/passkeys.js");
  if (document.querySelector("telegram-return")) import("/js/telegram-return.js");
}

bringWhatIsNeeded();
window.Blazor?.addEventListener("enhancedload", bringWhatIsNeeded);
